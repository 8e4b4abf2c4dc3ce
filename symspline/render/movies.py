"""Frames into a film: an MP4 through ffmpeg where there is one, else a GIF through Pillow."""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from symspline.files import place_for
from symspline.numerics.arguments import finite_scalar, shown, whole_number

LONGEST = 120.0
"""Seconds of the longest film."""
MOST_FRAMES = 1000
"""Frames of the longest GIF: Pillow holds all of them before it writes."""
DOTS = {".mp4": 400 / 3, ".gif": 100.0}
"""Endings of films, and dots per inch of their frames: 1280 x 720 and 960 x 540 of 9.6 x 5.4 inches."""
FASTEST = {".mp4": 60, ".gif": 50}
"""Most frames a second; a GIF counts in hundredths, and what shows a picture for one of them is slowed down."""
INSTALL = 'apt-get install ffmpeg, or pip install "symspline[video]"'
LEVELS = 32
"""Levels of red, of green and of blue among which the 256 colours of a GIF are looked up."""


@dataclass(frozen=True)
class Plan:
    """Where a film goes and how many frames it has.

    Attributes:
        path: the file.
        seconds: how long it lasts.
        fps: frames a second.
        ffmpeg: the program; None for a GIF.
    """

    path: Path
    seconds: float
    fps: int
    ffmpeg: str | None

    @property
    def frames(self) -> int:
        """Number of frames, at least 2."""
        return max(2, round(self.seconds * self.fps))

    @property
    def dots(self) -> float:
        """Dots per inch of the frames."""
        return DOTS[self.path.suffix]

    def write(self, frames: Iterable[np.ndarray], tick: Callable[[int], None]) -> Path:
        """Write the frames, arrays of shape (height, width, 4) of bytes, to the file, whole or not at all."""
        with place_for(self.path) as part:
            if self.ffmpeg is None:
                _write_gif(part, frames, self.frames, self.fps, tick)
            else:
                _write_mp4(self.ffmpeg, part, frames, self.fps, tick)
        return self.path


def plan_of(path: Any, seconds: Any, fps: Any) -> Plan:
    """The plan of a film.

    Raises:
        ValueError: an ending that is no film, seconds that are not positive, or frames a second out of range.
    """
    try:
        path = Path(path)
    except TypeError:
        raise ValueError(f"path is {shown(path)}: give the name of a file that ends in .mp4 or .gif") from None
    if path.suffix not in DOTS:
        raise ValueError(f"path is {str(path)!r}: give a file name that ends in .mp4 or .gif")
    length = finite_scalar("seconds", seconds)
    if not 0 < length <= LONGEST:
        raise ValueError(f"seconds is {seconds}: give a positive number up to {LONGEST:g}")
    fps, most = whole_number("fps", fps, 1), FASTEST[path.suffix]
    if fps > most:
        raise ValueError(f"fps is {fps}: give at most {most} for {path.suffix}")
    program = ffmpeg() if path.suffix == ".mp4" else None
    if program is None and path.suffix == ".mp4":
        path = path.with_suffix(".gif")
        warnings.warn(f"there is no ffmpeg ({INSTALL}): the film becomes {path}", stacklevel=4)
        fps = min(fps, FASTEST[".gif"])
    if program is None and length * fps > MOST_FRAMES:
        raise ValueError(
            f"seconds is {seconds}: at {fps} frames a second give at most {MOST_FRAMES / fps:g} for a GIF, or .mp4"
        )
    return Plan(path, length, fps, program)


def ffmpeg() -> str | None:
    """The program that writes MP4: on the path, or that of the package imageio-ffmpeg."""
    found = shutil.which("ffmpeg")
    if found is None:
        try:
            import imageio_ffmpeg  # of the extra `video`

            found = imageio_ffmpeg.get_ffmpeg_exe()
        except (ImportError, RuntimeError):  # not installed, or without the program itself
            return None
    return found


def _write_mp4(program: str, part: Path, frames: Iterable[np.ndarray], fps: int, tick: Callable[[int], None]) -> None:
    """Pipe the frames as they are to ffmpeg."""
    source = iter(frames)
    first = next(source)
    height, width = first.shape[:2]
    command = [
        *[program, "-y", "-loglevel", "error"],
        *["-f", "rawvideo", "-pix_fmt", "rgba", "-s", f"{width}x{height}", "-r", str(fps), "-i", "-"],
        *["-c:v", "h264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-movflags", "+faststart"],
        *["-f", "mp4", str(part)],
    ]
    with (
        tempfile.TemporaryFile() as said,
        # Without a buffer: what is left in one when the program has ended would be an error of its own.
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said, bufsize=0) as process,
    ):
        pipe = process.stdin
        assert pipe is not None  # it was asked for
        try:
            try:
                for frame in _with_first(first, source):
                    rest = np.ascontiguousarray(frame).data.cast("B")
                    while rest:
                        rest = rest[pipe.write(rest) :]
                    tick(1)
                pipe.close()
            except BrokenPipeError:
                pass  # it says below why it ended
            failed = process.wait()
        except BaseException:
            process.kill()
            raise
        if failed:
            said.seek(0)
            words = said.read().decode(errors="replace").strip().splitlines()
            raise OSError(f"ffmpeg ended with {failed}: {words[-1] if words else 'it says nothing'}")


def _with_first(first: np.ndarray, others: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    yield first
    yield from others


def _write_gif(part: Path, frames: Iterable[np.ndarray], count: int, fps: int, tick: Callable[[int], None]) -> None:
    """Give Pillow pictures of one palette, for which every colour is looked up in a table."""
    pictures = _pictures(frames, tick)
    ends = np.round(np.arange(count + 1) * 100 / fps).astype(int)
    with part.open("xb") as file:
        next(pictures).save(
            file,
            format="GIF",
            save_all=True,
            append_images=pictures,
            duration=(10 * np.diff(ends)).tolist(),
            loop=0,
            optimize=False,
        )


def _pictures(frames: Iterable[np.ndarray], tick: Callable[[int], None]) -> Iterator[Image.Image]:
    source = iter(frames)
    first = next(source)
    palette, table = _palette(first)
    for frame in _with_first(first, source):
        # Five bits of red, of green and of blue make the place in the table.
        red, green, blue = (frame[..., k].astype(np.uint16) >> 3 for k in range(3))
        picture = Image.fromarray(table[(red << 10) | (green << 5) | blue])
        picture.putpalette(palette)
        yield picture
        tick(1)


def _palette(frame: np.ndarray) -> tuple[list[int], np.ndarray]:
    """At most 256 colours, those of a frame, and the nearest of them for each level."""
    found = Image.fromarray(np.ascontiguousarray(frame[..., :3])).quantize(256, Image.Quantize.FASTOCTREE)
    colours = np.array(found.getpalette(), dtype=float).reshape(-1, 3)
    axis = np.arange(LEVELS) * 255.0 / (LEVELS - 1)
    levels = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    nearest = np.argmin((colours**2).sum(axis=1) - 2 * levels @ colours.T, axis=1)
    return colours.astype(int).ravel().tolist(), nearest.astype(np.uint8)
