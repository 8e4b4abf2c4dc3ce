"""The command line: its commands, and what becomes of an error."""

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="symspline",
    help="Derive, check and compute the theory of shallow ReLU networks seen as splines.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)

MISSING_TOOL, USAGE, FAILED, INTERRUPTED = 3, 2, 1, 130
PATIENCE = 2.0
"""Seconds after which a command says what it is doing, where there is no terminal for a progress bar."""
_debug = False


def _version(wanted: bool) -> None:
    if wanted:
        from symspline import __version__

        typer.echo(f"symspline {__version__}")
        raise typer.Exit


@app.callback()
def common(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Derive, check and compute the theory of shallow ReLU networks seen as splines."""
    global _debug  # one process is one command
    _debug = debug


def print_json(document: Any) -> None:
    """Print plain data on stdout."""
    from symspline.render.documents.json_text import json_text

    print(json_text(document))


def fail(message: str, code: int) -> typer.Exit:
    """Print an error on stderr; raise what is returned."""
    print(f"symspline: {message}", file=sys.stderr)
    return typer.Exit(code)


@contextmanager
def progress_bar(
    title: str, total: float | None, unit: str = "", *, says: bool = True
) -> Iterator[Callable[..., None]]:
    """A progress bar on stderr: a function to call with the name of what is done, and how much.

    Where stderr is no terminal, one line says what is done if it takes longer than `PATIENCE`.

    Args:
        title: what is done.
        total: how much there is to do.
        unit: of the total, for the line.
        says: whether there may be such a line.
    """
    if not sys.stderr.isatty():
        much = f"{title}, {total:g} {unit}" if total and unit else title
        line = Timer(PATIENCE, lambda: print(f"symspline: {much} …", file=sys.stderr, flush=True))
        line.daemon = True
        if says:
            line.start()
        try:
            yield lambda name, done=1: None
        finally:
            line.cancel()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[last]}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total, last="")
        yield lambda name, done=1: bar.update(task, advance=done, last=name)


def _message(error: Exception) -> tuple[str, int]:
    """What to say of an error, and the exit code."""
    if "integer string conversion" in str(error):
        return "a number of the result has too many digits to print; choose less extreme parameters", USAGE
    if isinstance(error, OSError) and error.filename:
        return f"{error.strerror}: {error.filename}", USAGE
    if isinstance(error, ValueError | OSError | ArithmeticError):
        return str(error), MISSING_TOOL if getattr(error, "install", None) else USAGE
    return f"{type(error).__name__}: {error} (a defect of symspline; --debug shows where)", FAILED


def command(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a command whose errors become one line on stderr and an exit code."""

    def register(work: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(work)
        def guarded(*args: Any, **kwargs: Any) -> None:
            try:
                work(*args, **kwargs)
            except BrokenPipeError:
                # The reader went away; what is still buffered must go somewhere when the interpreter ends.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                raise typer.Exit(0) from None
            except KeyboardInterrupt:
                if _debug:
                    raise
                raise fail("interrupted", INTERRUPTED) from None
            except typer.Exit:
                raise
            except Exception as error:
                if _debug:
                    raise
                raise fail(*_message(error)) from None

        app.command(name)(guarded)
        return guarded

    return register
