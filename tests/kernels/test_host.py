"""Numba's functions as steps: what is compiled, and whose memory the result is in."""

import numpy as np
from underhood_kernels.host import NumbaSteps, into


@into(lambda _factor, x: np.empty(2 * len(x), x.dtype))
def doubled(factor, x, result):
    length, scale = len(x), factor[()]
    for i in prange(length):  # noqa: F821 - numba's, bound when it is loaded
        result[i] = scale * x[i]
        result[length + i] = scale * x[i]


def test_a_function_fills_a_new_array_of_numpys_each_time():
    steps = NumbaSteps(doubled, (np.array(3.0), np.arange(3.0)))
    steps.compile()
    steps.kernel()
    first = steps.download()
    assert first.tolist() == [0, 3, 6, 0, 3, 6]
    assert first.flags.owndata  # numba's own arrays are owned by its runtime
    steps.kernel(2)
    assert steps.download() is not first


def test_compiling_is_done_before_the_first_run():
    steps = NumbaSteps(doubled, (np.float32([2])[0:1].reshape(()), np.float32([1, 2])))
    steps.compile(again=True)
    compiled = steps._function
    before = len(compiled.signatures)
    steps.kernel()
    assert len(compiled.signatures) == before == 1
