"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from importlib.resources import files

from underhood_kernels.families.convolution import host, launches
from underhood_kernels.families.convolution.inputs import check_inputs
from underhood_kernels.launch import WgpuSteps
from underhood_kernels.variant import Parameter, Steps, Variant

WORK_GROUP = Parameter("work-group size", 128, (32, 64, 128, 256, 512, 1024))


def _on_host(name: str, summary: str) -> Variant:
    return Variant(
        family="convolution",
        name=name,
        backend=name,
        summary=summary,
        source=host.source(name),
        make_steps=getattr(host, f"{name}_steps"),
        check_inputs=check_inputs,
    )


def _in_wgsl(name: str, summary: str) -> Variant:
    source = files(__package__).joinpath(f"{name}.wgsl").read_text("utf-8")
    launch = getattr(launches, name)

    def make_steps(*inputs: launches.Vector, **parameters: int) -> Steps:
        return WgpuSteps(f"{name}.wgsl", source, launch(*inputs, **parameters))

    return Variant(
        family="convolution",
        name=f"wgpu-{name}",
        backend="wgpu",
        summary=summary,
        source=source,
        make_steps=make_steps,
        check_inputs=check_inputs,
        parameters={"work_group": WORK_GROUP},
    )


VARIANTS = {
    variant.name: variant
    for variant in (
        _on_host("numpy", "One call of a library's inner loop, on one core."),
        _on_host("numba", "The two loops as one writes them, compiled, outputs spread over the cores."),
        _on_host("torch", "The same operation as a layer of a neural network."),
        _in_wgsl("naive", "One thread per output, which asks at every tap whether it is still inside the signal."),
        _in_wgsl("padded", "Zeros around the signal, made once on the host, and no thread has to ask any more."),
        _in_wgsl(
            "shared",
            "A work group loads its stretch of signal once into shared memory and all its threads re-use it.",
        ),
    )
}
