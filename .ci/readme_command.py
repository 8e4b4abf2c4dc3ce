"""Print a command of the README exactly as it stands there: `readme_command.py README.md main|tests`."""

import re
import sys
from pathlib import Path


def command(text: str, name: str) -> str:
    """The line of the first code block after the marker `<!-- name -->`."""
    found = re.search(rf"<!-- {name} -->\s*```(?:bash|sh)\n(.+?)\n```", text, re.DOTALL)
    if found is None or "\n" in found[1]:
        raise SystemExit(f"README has no one-line command marked {name}")
    return found[1]


if __name__ == "__main__":
    print(command(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2]))
