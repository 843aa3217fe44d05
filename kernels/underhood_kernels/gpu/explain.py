"""From the driver's messages to the reader's: what is wrong, where, and what to do."""

from __future__ import annotations

import re

from underhood_kernels.gpu import wgsl
from underhood_kernels.gpu.errors import BindingError, GpuError, LimitError, ShaderError, UnusedBindingError

PLACE = re.compile(r"┌─ [^:\n]*:(?P<line>\d+):(?P<column>\d+)")
UNDERLINE = re.compile(r"^\s*│\s*(?P<carets>\^+)(?:[ ]+(?P<label>[^\n]*))?$", re.MULTILINE)
# naga prints types as its own Rust structures.
NAGA_SCALAR = re.compile(r"Scalar\(Scalar \{ kind: (Float|Sint|Uint|Bool), width: (\d+) \}\)")
NAGA_NAMES = {"Float": "f", "Sint": "i", "Uint": "u"}
NAGA_OF_TYPE = re.compile(r"\[\d+\] \(of type ([^()]+)\)")
HEADLINE = re.compile(
    r"Shader '[^']*' parsing error: (?P<parsing>[^\n]+)|Shader validation error: (?P<validation>[^\n]+)"
)
NOTE = re.compile(r"^\s*= (?P<text>.+)$", re.MULTILINE)


def shader_error(message: str, *, source: str, entry: str, name: str) -> GpuError:
    """Return the error for a shader or pipeline that wgpu refused with `message`."""
    if "Unable to find entry point" in message:
        there = ", ".join(wgsl.functions(source)) or "none"
        return ShaderError(f"{name}: there is no entry point `{entry}`; the shader's functions: {there}")
    unknown = re.search(r"pipeline-overridable constant '(\w+)' not found", message)
    if unknown:
        there = ", ".join(wgsl.overrides(source)) or "none"
        return ShaderError(f"{name}: no `override {unknown[1]}` in the shader; it declares: {there}")
    place = PLACE.search(message)
    if not place:
        return ShaderError(f"{name}: {_compiler_words(message)}")
    number, column = int(place["line"]), int(place["column"])
    lines = source.splitlines() or [""]
    line = lines[min(number, len(lines)) - 1].replace("\t", " ")
    underline = UNDERLINE.search(message)
    carets = underline["carets"] if underline else "^"
    margin = " " * len(str(number))
    return ShaderError(
        f"{name}, line {number}, column {column}: {_compiler_words(message)}\n"
        f"{number} | {line}\n"
        f"{margin} | {' ' * (column - 1)}{carets}"
    )


def _compiler_words(message: str) -> str:
    """Return what the compiler complains about, in one line and with WGSL's own names for types."""
    message = NAGA_SCALAR.sub(lambda m: "bool" if m[1] == "Bool" else f"{NAGA_NAMES[m[1]]}{int(m[2]) * 8}", message)
    message = NAGA_OF_TYPE.sub(r"\1", message)
    headline = HEADLINE.search(message)
    if headline and headline["parsing"]:
        return headline["parsing"]
    notes = [n["text"] for n in NOTE.finditer(message) if not re.fullmatch(r"Expression \[\d+\] is invalid", n["text"])]
    if headline:
        return "; ".join([*notes, headline["validation"]]) if notes else headline["validation"]
    return " ".join(message.removeprefix("Validation Error").replace("Caused by:", "").split())


def unused_binding_error(source: str, entry: str, name: str) -> UnusedBindingError | None:
    """Return the explanation of the classic beginner's error, if the shader has it."""
    unused = wgsl.unused_bindings(source, entry)
    if not unused:
        return None
    which = ", ".join(f"`{b.name}` (@binding({b.binding}))" for b in unused)
    it, is_ = ("it", "is") if len(unused) == 1 else ("them", "are")
    return UnusedBindingError(
        f"{name}: {which} {is_} declared but never used by `{entry}`. WebGPU leaves an unused binding out of the "
        f"pipeline's layout, so the buffer given for {it} has no place to go. Use {it} in `{entry}`, or remove the "
        f"declaration and don't pass the buffer."
    )


def bind_group_error(message: str, *, source: str, entry: str, name: str) -> GpuError:
    """Return the error for buffers that wgpu refused to bind with `message`."""
    unused = unused_binding_error(source, entry, name)
    if unused:
        return unused
    if "limit" in message.lower() or "max_" in message:
        return LimitError(f"{name}: {_compiler_words(message)}")
    return BindingError(f"{name}: the buffers don't fit the shader's bindings: {_compiler_words(message)}")
