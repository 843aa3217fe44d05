"""Layer normalisation of each row: result[r, c] = (x[r, c] − μ) / √(σ² + ε) · gain[c] + bias[c], ε = 10⁻⁵ as in torch.

μ and σ² are the row's mean and mean square deviation; x is a float32 matrix of any shape, gain and bias are float32
vectors as long as a row. A row that holds a NaN or an infinity is NaN. Numbers whose squares add up to more than
float32 holds (about 10¹⁹ and above) are outside the problem. A matrix without rows or columns gives an empty one.
"""

from underhood_kernels.families.layer_norm.problem import FAMILY

__all__ = ["FAMILY"]
