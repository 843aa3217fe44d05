"""Cold caches: what lies in them is written over."""

from underhood_kernels import cooling
from underhood_kernels.machines import last_level_cache


def test_every_byte_of_twice_the_largest_cache_is_written():
    cooling._filler.cache_clear()
    cooling.evict()
    filler = cooling._filler()
    assert filler.nbytes == 2 * last_level_cache()
    assert filler.min() == filler.max() == 1
    cooling.evict()
    assert filler.min() == filler.max() == 2
    cooling._filler.cache_clear()
