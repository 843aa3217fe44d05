"""Numba variants of several functions: numba calls what is compiled itself, and is loaded only when it is needed."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from underhood_kernels.host import NumbaSteps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from underhood_kernels.variant import Variant


def with_callees(variant: Variant, function: Callable[..., Any], module: ModuleType, names: Sequence[str]) -> Variant:
    """Return the numba variant of `function`, which calls the functions `names` of its `module`.

    They are compiled in the same precision and with the same freedom of order as `NumbaSteps` compiles the caller, and
    its source is the whole module.
    """

    def make_steps(*inputs: NDArray[Any]) -> NumbaSteps:
        from numba import njit  # noqa: PLC0415 - heavy, and needed only here
        from numba.core.dispatcher import Dispatcher  # noqa: PLC0415

        for name in names:
            plain = getattr(module, name)
            if not isinstance(plain, Dispatcher):
                setattr(module, name, njit(fastmath={"reassoc", "contract"})(plain))
        return NumbaSteps(function, inputs)

    return replace(variant, make_steps=make_steps, source=inspect.getsource(module))
