"""What a WGSL kernel asks of memory, counted: what makes it fast on a GPU, judged where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from . import ladder
from .comparing import difference
from .errors import RaceError
from .outcome import Outcome
from .venue import current

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Counts", "counted", "counts"]

_EMPTY = "a buffer that is only written"
_MEASURES = {
    "sectors": "32-byte sectors of memory",
    "loads_per_output": "loads per output",
    "bank_conflicts": "bank conflicts",
    "atomics": "atomic operations",
}


@dataclass(frozen=True)
class Counts:
    """A run of a kernel: the accesses of all its buffers together, and what it wrote.

    Words are `underhood_kernels.trace`'s: `sectors` are the 32-byte pieces of storage touched by each instruction of a
    warp, `ideal_sectors` how many would do, `bank_conflicts` how often work-group memory is asked again. `loads` are
    those of storage. `faults` tells races and accesses out of bounds.
    """

    loads: int
    sectors: int
    ideal_sectors: int
    bank_conflicts: int
    atomics: int
    faults: tuple[str, ...]
    outputs: Mapping[str, Any] = field(repr=False)

    @property
    def coalescing(self) -> float:
        """Ideal sectors over sectors: 1 is perfect."""
        return self.ideal_sectors / self.sectors if self.sectors else 1.0

    @property
    def loads_per_output(self) -> float:
        """Loads of storage over values written."""
        written = sum(one.size for one in self.outputs.values())
        return self.loads / written if written else float(self.loads)

    def against(
        self,
        reference: Counts,
        *,
        tolerance: float | None = None,
        tiers: Sequence[float] = ladder.TIERS,
        name: str = "",
    ) -> Outcome:
        """Compare with a reference's counts of the same work.

        >>> outcome = counts(kernel, buffers, 64).against(counts(REFERENCE, buffers, 64))
        >>> assert outcome.correct, outcome.message
        >>> outcome.points(5)
        4.0

        Correct is a kernel that writes what the reference writes, stays within its buffers and has no races. Its share
        is the worst of its measures' shares: of sectors, loads per output, bank conflicts and atomics. `name` is as
        for `race`. Prints the outcome's message. Raises ValueError for tiers that don't rise.
        """
        steps = ladder.checked(tiers)
        told = self.faults[0] if self.faults else self._wrong(reference, tolerance)
        shares = {name: (getattr(reference, name) + 1) / (getattr(self, name) + 1) for name in _MEASURES}
        if told:
            outcome = Outcome(False, told, tiers=steps)
        else:
            worst = min(shares, key=lambda name: shares[name])
            parts = [
                f"{getattr(self, name):,.4g} {what} (the reference: {getattr(reference, name):,.4g})"
                for name, what in _MEASURES.items()
                if getattr(self, name) or getattr(reference, name)
            ]
            told = f"{', '.join(parts)}; what counts most is {_MEASURES[worst]}, {shares[worst]:.0%} of the reference's"
            outcome = Outcome(True, told, shares[worst], tiers=steps)
        print(outcome.message)
        current().note(name, outcome)
        return outcome

    def _wrong(self, reference: Counts, tolerance: float | None) -> str:
        for name, expected in reference.outputs.items():
            if name not in self.outputs:
                return f"the kernel writes no buffer `{name}`"
            if told := difference(self.outputs[name], expected, tolerance):
                return f"in buffer `{name}` {told}"
        return ""


def counts(
    source: str,
    buffers: Mapping[str, Any],
    work_groups: int | Sequence[int],
    *,
    entry: str = "main",
    constants: Mapping[str, float] | None = None,
) -> Counts:
    """Run a WGSL kernel and count its accesses of memory; they don't depend on the device.

    >>> counts(kernel, {"A": numbers, "B": gpu.empty(64)}, work_groups=1).coalescing
    0.5

    The arguments are those of `underhood_kernels.trace.trace`. In a test that is graded, the kernel runs in the process
    of the reference and not in the student's, which could say anything. Raises what `trace` raises, and RaceError if
    the kernel is no text.
    """
    if not isinstance(source, str):
        raise RaceError(f"the kernel has to be WGSL, as text, not a {type(source).__name__}")
    sent = {name: _as_sent(value) for name, value in buffers.items()}
    groups = work_groups if isinstance(work_groups, int) else tuple(work_groups)
    found = current().run(counted, source, sent, groups, entry, dict(constants or {}))
    return Counts(**{one.name: found[one.name] for one in fields(Counts)})


def _as_sent(value: Any) -> Any:
    if type(value).__name__ == "Empty":
        return (_EMPTY, value.shape, value.dtype)
    return value


def counted(
    source: str, buffers: Mapping[str, Any], work_groups: Any, entry: str, constants: Mapping[str, float]
) -> dict[str, Any]:
    """Do the counting, in whichever process is to do it."""
    from underhood_kernels import gpu  # noqa: PLC0415 - loads wgpu
    from underhood_kernels.trace import trace  # noqa: PLC0415

    given = {
        name: gpu.empty(value[1], value[2]) if isinstance(value, tuple) and value[0] == _EMPTY else value
        for name, value in buffers.items()
    }
    report = trace(source, given, work_groups, entry=entry, constants=constants)
    storage = [one for one in report.buffers.values() if one.space == "storage"]
    return {
        "loads": sum(one.loads for one in storage),
        "sectors": sum(one.sectors for one in storage),
        "ideal_sectors": sum(one.ideal_sectors for one in storage),
        "bank_conflicts": report.bank_conflicts,
        "atomics": report.atomics,
        "faults": tuple(map(str, report.faults)),
        "outputs": dict(report.outputs),
    }
