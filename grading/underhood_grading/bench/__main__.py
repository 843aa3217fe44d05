"""Runs the comparison; `make bench-grading` calls it."""

import sys

from underhood_grading.bench.command import main

if __name__ == "__main__":
    sys.exit(main())
