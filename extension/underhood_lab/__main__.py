"""`python -m underhood_lab` is the `underhood` command."""

import sys

from underhood_lab.command import main

sys.exit(main())
