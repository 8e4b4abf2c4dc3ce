"""A conversation with Coq: a lemma is said sentence by sentence, and given up at the first that is refused."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from .lemma import Lemma
from .prelude import HEADER, LIBRARY


class Conversation:
    """A running `coqtop` that has read the prelude.

    Args:
        folder: where the compiled prelude is.
        seconds: limit of one tactic.
    """

    def __init__(self, folder: Path, seconds: int = 15) -> None:
        self._process = subprocess.Popen(
            ["coqtop", "-q", "-quiet", "-R", str(folder), LIBRARY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=folder,
        )
        self._count = 0
        self._seconds = seconds
        answer = self._say(HEADER)
        if "Error" in answer:
            raise OSError(f"Coq does not read the prelude: {answer}")
        self._say('Set Warnings "none".')
        self._say(f"Set Default Timeout {seconds}.")
        self._number = 0

    def _say(self, sentences: str) -> str:
        """What Coq answers to some sentences."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._count += 1
        marker = f"marker{self._count}"
        self._process.stdin.write(f"{sentences}\nLocate {marker}.\n")
        self._process.stdin.flush()
        answer = []
        while line := self._process.stdout.readline():
            if f"basename {marker}" in line:
                return "".join(answer)
            answer.append(line)
        raise OSError("coqtop ended: " + "".join(answer))

    def refused(self, lemma: Lemma) -> str:
        """Why Coq refuses a lemma; empty when it accepts it."""
        return self.refused_text(lemma.text())

    def refused_text(self, text: str) -> str:
        """Why Coq refuses a lemma as it stands in a file."""
        # One statement may be tried several times.
        self._number += 1
        text = re.sub(r"^Lemma \w+ :", f"Lemma lemma_{self._number} :", text, count=1, flags=re.M)
        for line in _sentences(text):
            answer = self._say(line)
            if "Error" in answer or "Timeout" in answer:
                self._say("Abort All.")
                return f"{line.strip()[:80]}: {' '.join(answer.split())[:300]}"
        return ""

    def close(self) -> None:
        """End the conversation."""
        self._process.communicate()


def _sentences(text: str) -> list[str]:
    """The comment and the statement as one piece, then the proof line by line."""
    head, _, proof = text.partition("\nProof.\n")
    return [head, "Proof.", *proof.split("\n")]
