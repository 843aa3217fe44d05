"""`python -m underhood_kernels.bench` is `underhood bench` without the rest of Underhood."""

import sys

from underhood_kernels.bench.command import main

if __name__ == "__main__":
    sys.exit(main())
