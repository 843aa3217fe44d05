# %% solution
import numpy as np


def sectors_touched(first_byte, stride_bytes, item_bytes, threads=32, sector_bytes=32):
    """Sectors that one load touches, if thread t reads item_bytes bytes from first_byte + t * stride_bytes on."""
    begin = first_byte + np.arange(threads) * stride_bytes
    end = begin + item_bytes - 1  # the item's last byte
    touched = set()
    for b, e in zip(begin // sector_bytes, end // sector_bytes):
        touched.update(range(b, e + 1))
    return len(touched)


# %% checks
answer = "sectors_touched"


def cases(random):
    """Aligned and shifted floats, records in and out of step with the sectors, and items longer than two of them."""

    def case(title, first, stride, item, threads=32):
        touched = {byte // 32 for t in range(threads) for byte in range(first + t * stride, first + t * stride + item)}
        return Case(
            f"{title}: sectors_touched({first}, {stride}, {item}, {threads})",
            (first, stride, item, threads),
            len(touched),
        )

    yield case("neighbouring floats", 0, 4, 4)
    yield case("the same, one float later", 4, 4, 4)
    yield case("records of 24 bytes", 0, 24, 24)
    yield case("16 bytes out of every 40", 24, 40, 16)
    yield case("items of 100 bytes, far apart", 20, 256, 100, threads=8)
    first, stride, item = (int(random.integers(low, high)) for low, high in ((0, 64), (1, 90), (1, 40)))
    yield case("any numbers", first, stride, item)
