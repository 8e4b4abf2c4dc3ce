"""`python -m symspline` is the command line."""

from symspline.cli import main

main()
