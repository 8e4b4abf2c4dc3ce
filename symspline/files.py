"""Files written to a temporary name beside their place and renamed, so that none is ever half there."""

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


def write_bytes(path: Path | str, data: bytes) -> Path:
    """Write a file whole or not at all, its folder made where there is none, and give its path back.

    Raises:
        OSError: when the place is not writable; nothing is left behind.
    """
    with place_for(path) as part, part.open("xb") as file:
        file.write(data)
    return Path(path)


@contextmanager
def place_for(path: Path | str) -> Iterator[Path]:
    """A temporary name beside a file; what is written there becomes the file if all goes well, and is removed if not.

    Raises:
        OSError: when the place is not writable.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    # a rename is atomic within one file system only: the temporary file lies beside its place
    part = path.with_name(f".{path.name}.{token_hex(6)}.part")
    try:
        yield part
        part.replace(path)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno is not None:  # of the system, and not of whoever writes
            error.filename, error.filename2 = str(path), None
        raise


def write_text(path: Path | str, text: str) -> Path:
    """Write a text as UTF-8, whole or not at all."""
    return write_bytes(path, text.encode("utf-8"))


def write_together(contents: Mapping[Path, bytes | str]) -> tuple[Path, ...]:
    """Write files of one folder, all of them or none, and give their paths back.

    Whoever writes to the same folder meanwhile waits, so that the files stay those of one run.

    Raises:
        OSError: when a place is not writable; nothing is changed then.
    """
    staged: dict[Path, Path] = {}
    path = next(iter(contents))
    try:
        for path, content in contents.items():
            data = content.encode("utf-8") if isinstance(content, str) else content
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            staged[path] = write_bytes(path.with_name(f".{path.name}.{token_hex(6)}.part"), data)
        with _alone_in(path.parent):
            for path, part in staged.items():
                part.replace(path)
    except BaseException as error:
        for part in staged.values():
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise
    return tuple(contents)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder against other processes that ask for it, where the system can."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems have no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


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
