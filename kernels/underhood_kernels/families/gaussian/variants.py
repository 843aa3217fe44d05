"""The ladder of variants: that of `separable`, over an image whose border is repeated."""

from __future__ import annotations

from underhood_kernels.families.gaussian import host, launches
from underhood_kernels.families.gaussian.inputs import check_inputs
from underhood_kernels.families.separable.variants import FOLDER, variants
from underhood_kernels.ladder import Ladder

USUAL = 17  # weights of the example's sigma

VARIANTS = variants(Ladder("gaussian", FOLDER, check_inputs, host, launches), "nearest", launches.as_separable, USUAL)
