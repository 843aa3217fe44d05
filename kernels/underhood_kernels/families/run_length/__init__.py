"""Run-length encoding: a uint8 vector into its runs of equal bytes, uint32 of shape (runs, 2).

    result[r] = (data[start(r)], start(r + 1) − start(r)),   start(r) the r-th place i = 0 or with data[i] ≠ data[i − 1]

A run is its value and its length. How many there are depends on the data, and where one is written on how many come
before it: each place is marked where a run starts, the marks are counted by a scan, and every run's end knows from it
where to write. `np.repeat` of the values by their lengths is the way back. The encoding is exact; there are fewer
than 2³¹ bytes.
"""

from underhood_kernels.families.run_length.problem import FAMILY

__all__ = ["FAMILY"]
