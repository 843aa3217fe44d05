"""saxpy: result[i] = a · x[i] + y[i], the vector update of linear algebra. Inputs and result are float32, `a` a number.

NaN and infinity pass through as in NumPy. What leaves float32's range on its way, as in a · x = 2¹³⁰, is infinite there
and not in the float64 oracle: such inputs are outside the promise.
"""

from underhood_kernels.families.saxpy.problem import FAMILY

__all__ = ["FAMILY"]
