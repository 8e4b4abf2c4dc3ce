"""Files written to a temporary name beside their place and renamed, so that none is ever half there."""

import errno
import os
import tempfile
from pathlib import Path


def write_bytes(path: Path | str, data: bytes) -> Path:
    """Write a file whole or not at all, its folder made where there is none, and give its path back.

    Raises:
        OSError: when the place is not writable; nothing is left behind.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    # a rename is atomic within one file system only: the temporary file lies beside its place
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        error.filename = str(path)
        raise
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp lets only the owner read; the mask can be read only by setting it
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def write_text(path: Path | str, text: str) -> Path:
    """Write a text as UTF-8, whole or not at all."""
    return write_bytes(path, text.encode("utf-8"))


def make_folder(path: Path | str) -> Path:
    """Make a folder and find out now whether it can be written to.

    Raises:
        ValueError: when it is a file.
        OSError: when it cannot.
    """
    path = Path(path)
    if path.is_file():
        raise ValueError(f"{path} is a file; give a folder")
    path.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=path):
        pass
    return path
