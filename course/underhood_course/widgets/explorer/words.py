"""What the explorer says in words, for every reader and for screen readers above all."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from underhood_kernels import registry

from underhood_course.widgets.explorer.figures import STEPS, milliseconds
from underhood_course.widgets.explorer.recorded import recorded

if TYPE_CHECKING:
    from underhood_kernels import Measurement

    from underhood_course.widgets.explorer.run import Outcome

SOFTWARE = "software: correct, but its times teach nothing about GPUs"


def adapter_line() -> str:
    """Say which GPU runs the wgpu variants, or why none does, as HTML."""
    from underhood_kernels import gpu  # noqa: PLC0415 - loads wgpu

    reason = gpu.why_unavailable()
    if reason:
        return f"adapter: none. {escape(reason)}. The numpy, numba and torch variants run."
    adapter, _ = gpu.choose()
    return f"adapter: {escape(adapter.name)} ({SOFTWARE if adapter.software else 'hardware'})"


def summary(outcome: Outcome) -> str:
    """Say what was computed, whether it is right, and where the time went, as HTML."""
    measured = outcome.measured
    if outcome.comparison:
        verdict = (
            f"✓ agrees with the reference: largest error {outcome.comparison.max_error:.1e}, "
            f"allowed {outcome.allowed:.1e}"
        )
    else:
        verdict = f"✗ differs from the reference: {outcome.comparison.message}"
    lines = [f"<b>{escape(outcome.request.label)}</b> {escape(verdict)}.", times(measured)]
    wrong = registry[measured.family].variants[measured.variant].wrong
    if wrong:
        lines.insert(1, f"This variant is wrong on purpose: {escape(wrong)}.")
    if measured is not outcome.numpy:
        lines.append(times(outcome.numpy))
    lines += recorded(measured.family)
    return "<br>".join(lines)


def times(measured: Measurement) -> str:
    """Say where one measurement's time went."""
    each = milliseconds(measured)
    steps = ", ".join(f"{step} {each[step]:.3g} ms" for step in STEPS)
    spread = f"{measured.kernel.p20 * 1e3:.3g} to {measured.kernel.p80 * 1e3:.3g} ms"
    device = escape(measured.device).replace("(software)", f"({SOFTWARE})")
    return f"{escape(measured.variant)}: {steps} (kernel {spread}, {measured.clock}; {device})"
