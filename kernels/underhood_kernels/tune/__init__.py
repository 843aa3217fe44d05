"""Find a variant's best tile sizes on this device, and remember them.

>>> from underhood_kernels import registry
>>> from underhood_kernels.tune import tune, tuned
>>> variant = registry["transpose"].variants["wgpu-padded"]
>>> matrix = registry["transpose"].example(4096)
>>> found = tune(variant, matrix, budget=5)  # doctest: +SKIP
>>> print(found)  # doctest: +SKIP
tile=32: 1.21 ms, 1.30 times as fast as the defaults (tile=16); 4 of 4 tried
>>> result = variant(*matrix, **tuned(variant, matrix))  # doctest: +SKIP

`search` tries values against each other, `memory` keeps the best per device in the user's cache folder.
"""

from underhood_kernels.tune.memory import tuned
from underhood_kernels.tune.search import Tuned, tune

__all__ = ["Tuned", "tune", "tuned"]
