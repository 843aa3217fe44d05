"""How a register-blocked kernel takes a mask: in parts that its written-out loops can hold."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.families.images import VECTOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_TALL, MOST_WIDE = 8, 12  # weights of a part of a 2D mask: code that still fits an instruction cache


@dataclass(frozen=True)
class Parts:
    """What the kernel's template has to know of a mask's shape."""

    mask_tall: int
    mask_wide: int
    tall: int  # of a part
    wide: int
    always_tall: int  # rows that every part has; the last part may lack some of the others
    always_wide: int
    parts: int
    down: int  # parts one above the other
    across: int  # parts side by side
    quads: int  # vectors of four that hold a row of a part's weights
    above: int  # rows from the first weight to the result
    vectors_left: int  # vectors from the first pixel to the result's own
    shift: int  # the first pixel's place in its vector
    vectors: int  # that hold a row's pixels

    def values(self) -> dict[str, int]:
        """Return everything by name, for the template."""
        return asdict(self)

    def weights(self, mask: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the mirrored mask, part by part, with rows of whole vectors; what a part lacks is zero."""
        down = self.down
        padded = np.zeros((down * self.tall, self.across * self.wide), np.float32)
        padded[: self.mask_tall, : self.mask_wide] = mask[::-1, ::-1]
        parts = padded.reshape(down, self.tall, self.across, self.wide).swapaxes(1, 2)
        vectors = np.zeros((down, self.across, self.tall, self.quads * VECTOR), np.float32)
        vectors[..., : self.wide] = parts
        return vectors.reshape(-1, VECTOR)


def parts_of(tall: int, wide: int, most_tall: int = MOST_TALL, most_wide: int = MOST_WIDE) -> Parts:
    """Return the parts of a mask with `tall` rows of `wide` weights; small masks are a single part without waste."""
    down, across = -(-tall // most_tall), -(-wide // most_wide)
    part_tall = -(-tall // down)
    part_wide = wide if across == 1 else -(-wide // across // VECTOR) * VECTOR  # parts start at whole vectors
    left = wide // 2
    vectors_left = -(-left // VECTOR)
    shift = vectors_left * VECTOR - left
    return Parts(
        mask_tall=tall,
        mask_wide=wide,
        tall=part_tall,
        wide=part_wide,
        always_tall=tall - (down - 1) * part_tall,
        always_wide=wide - (across - 1) * part_wide,
        parts=down * across,
        down=down,
        across=across,
        quads=-(-part_wide // VECTOR),
        above=tall // 2,
        vectors_left=vectors_left,
        shift=shift,
        vectors=-(-(shift + part_wide + VECTOR - 1) // VECTOR),
    )
