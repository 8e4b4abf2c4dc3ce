"""Commands called in this process: what a test looks at is their output, not how a process starts."""

import signal
import sys
from dataclasses import dataclass

import pytest

from symspline.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left behind, as subprocess.run says it."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the command line with these arguments; with ``path``, where only that folder holds programs."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments, path=None):
        capsys.readouterr()
        before = signal.getsignal(signal.SIGTERM)
        with monkeypatch.context() as patched, pytest.raises(SystemExit) as ended:
            patched.setattr(sys, "argv", ["symspline", *map(str, arguments)])
            if path is not None:
                patched.setenv("PATH", str(path))
            try:
                main()
            finally:
                signal.signal(signal.SIGTERM, before)
        said = capsys.readouterr()
        return Done(ended.value.code or 0, said.out, said.err)

    return call
