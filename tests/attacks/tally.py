"""Verdicts of the whole suite: `python -m tests.attacks.tally OUT.json [ID…]`, an id or the beginning of one."""

import json
import sys
import time
import traceback
from pathlib import Path

from .test_attacks import CASES, Hung, verdict


def judged(case) -> dict[str, object]:
    """The verdict of a case, or how it fell, and its seconds of processor time."""
    begin = time.process_time()
    try:
        found, error = verdict(case), ""
    except Hung:
        found, error = "hung", ""
    except Exception as failure:  # noqa: BLE001 a crash of the checker is what is counted
        last = traceback.extract_tb(failure.__traceback__)[-1]
        found, error = "crashed", f"{type(failure).__name__}: {failure} ({Path(last.filename).name}:{last.lineno})"
    seconds = round(time.process_time() - begin, 2)
    return {"verdict": found, "seconds": seconds, "true": case.true, "why": case.why, "error": error[:300]}


def main(out: str, *ids: str) -> None:
    """Judge the cases whose ids begin with one of `ids` (all without any), print each, and write them as JSON."""
    found: dict[str, dict[str, object]] = {}
    for case in CASES:
        if not ids or any(case.id == each or case.id.startswith(each) for each in ids):
            found[case.id] = judged(case)
            print(case.id, found[case.id]["verdict"], found[case.id]["seconds"], found[case.id]["error"], flush=True)
            Path(out).write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
