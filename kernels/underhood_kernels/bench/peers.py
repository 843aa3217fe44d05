"""What isn't ours and computes the same: torch's compiler on top of torch's own calls."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from underhood_kernels.host import TorchSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from underhood_kernels.family import Family
    from underhood_kernels.variant import Variant


class CompiledTorchSteps(TorchSteps):
    """The steps of a torch variant that `torch.compile` has fused."""

    def compile(self, *, again: bool = False) -> None:
        """Have torch generate code; it is compiled at the first run."""
        if again:
            self._torch._dynamo.reset()  # noqa: SLF001 - forgets what was compiled for other shapes
        self.function = self._torch.compile(self.function, dynamic=False)


def peers(family: Family) -> tuple[Variant, ...]:
    """Return the peers of a family that torch computes; none where torch is missing."""
    torch = family.variants.get("torch")
    if torch is None or importlib.util.find_spec("torch") is None:
        return ()

    def make_steps(*inputs: NDArray[Any], **_: int) -> CompiledTorchSteps:
        plain = torch.make_steps(*inputs)
        assert isinstance(plain, TorchSteps)  # noqa: S101 - what the back end's name says
        return CompiledTorchSteps(plain.function, inputs)

    return (
        replace(
            torch, name="torch-compiled", summary="The torch variant, fused by torch.compile.", make_steps=make_steps
        ),
    )
