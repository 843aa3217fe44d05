"""Sparse matrix times vector, the matrix in compressed sparse rows.

    y[r] = Σₖ values[k]·x[columns[k]],   starts[r] ≤ k < starts[r + 1]

Inputs: starts, int32 of m + 1 places where the rows begin and the last one ends; columns, int32, and values, float32,
of the entries that are stored, row by row; x, float32, of any length n that holds every column. Result: y, float32 of
length m. The columns of a row come in any order, and one that comes twice counts twice. Empty rows give 0.

NaN and infinity go where IEEE 754 sends them: into the rows that meet them in `values` or, through a stored entry, in
x; an infinite x times a stored 0 is NaN, while entries that are not stored meet nothing.
"""

from underhood_kernels.families.sparse_csr.problem import FAMILY

__all__ = ["FAMILY"]
