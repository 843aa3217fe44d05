"""Files that are written whole or not at all: the kernels' own, which the course and the grading use as well."""

from underhood_kernels.atomic import create_atomically, write_atomically

__all__ = ["create_atomically", "write_atomically"]
