"""Print the dependencies of pyproject.toml at the lowest versions that it allows, one a line, for pip."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
wanted = [*project["dependencies"], *(d for extra in sys.argv[1:] for d in project["optional-dependencies"][extra])]
for requirement in wanted:
    print(re.sub(r">=(\S+)", r"==\1", requirement) + ".*" if ">=" in requirement else requirement)
