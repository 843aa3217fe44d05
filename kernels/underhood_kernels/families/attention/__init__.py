"""Attention: result[h, i] = Σⱼ wᵢⱼ v[h, j], the weights wᵢⱼ being the softmax of the scores q[h, i]·k[h, j] / √width.

q, k and v are float32, heads × sequence × width; there may be other numbers of queries than of keys, and nothing is
masked. A NaN in a query makes its result NaN, one in a key all results of its head, one in a value all results of its
head in that column. Scores beyond float32 and infinite inputs are outside the problem. Without queries, the result is
empty; queries without keys are refused.
"""

from underhood_kernels.families.attention.problem import FAMILY

__all__ = ["FAMILY"]
