"""`python -m symspline` is the command line."""

from symspline.cli import main

if __name__ == "__main__":
    main()
