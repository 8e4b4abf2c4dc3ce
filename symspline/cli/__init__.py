"""The command line of symspline."""

import signal
import sys


def main() -> None:
    """Run the command line; the entry point of the `symspline` script."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a command ends its workers too
    try:
        from . import book, check, critical, export, flow, listing, report, show  # noqa: F401  (each registers its command)
        from .app import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)
