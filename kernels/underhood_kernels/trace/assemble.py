"""From a shader's tree to the source of the shader that logs: declarations, probes, functions and a new entry point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from underhood_kernels.gpu import wgsl
from underhood_kernels.trace.constants import Constants
from underhood_kernels.trace.errors import TraceError
from underhood_kernels.trace.layout import Layouts
from underhood_kernels.trace.parser import parse
from underhood_kernels.trace.paths import Scopes, Variable
from underhood_kernels.trace.probes import Probes, Site
from underhood_kernels.trace.rewrite import Rewriter
from underhood_kernels.trace.tokens import tokenize
from underhood_kernels.trace.values import in_memory, type_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from underhood_kernels.trace.tree import Attribute, Function, Shader

NEEDED = {"workgroup_id": "vec3<u32>", "num_workgroups": "vec3<u32>", "local_invocation_index": "u32"}


@dataclass(frozen=True)
class Traced:
    """A shader that logs its accesses into the buffer `log`."""

    source: str
    log: str
    record_words: int
    sites: tuple[Site, ...]
    variables: dict[str, Variable]  # storage and work-group, as declared, those that the entry point never uses too
    work_group_size: tuple[int, int, int]


def rewrite(source: str, entry: str, constants: Mapping[str, float], nbytes: Mapping[str, int]) -> Traced:
    """Return `source` rewritten; `nbytes` has the size of each storage buffer's binding."""
    shader = parse(source)
    values = Constants(shader, constants)
    variables = _variables(shader, Layouts(shader, values), nbytes)
    probes = Probes(_unused_prefix(source))
    rewriter = Rewriter(shader, Scopes(variables), probes)
    function = shader.functions[entry]
    size = _work_group_size(function, values)
    inner = probes.name(entry)
    rewriter.function(function, {}, inner)
    bindings = wgsl.bindings(source)
    group = bindings[0].group if bindings else 0
    binding = 1 + max((b.binding for b in bindings if b.group == group), default=-1)
    text = "\n".join(
        [
            *shader.directives,
            *shader.declarations,
            *probes.prologue(group, binding),
            *probes.finished(),
            *rewriter.functions,
            _entry(shader, function, inner, probes.prefix, size),
        ]
    )
    return Traced(text, f"{probes.prefix}_log", probes.record_words, tuple(probes.sites), variables, size)


def _variables(shader: Shader, layouts: Layouts, nbytes: Mapping[str, int]) -> dict[str, Variable]:
    found = {}
    for declared in shader.variables.values():
        if in_memory(declared.space):
            if declared.type is None:
                raise TraceError(declared.place.line, f"`{declared.name}` needs a type")
            layout = layouts.type(declared.type)
            size = nbytes.get(declared.name, layout.size)
            found[declared.name] = Variable(declared.name, declared.space, layout, size)
    return found


def _unused_prefix(source: str) -> str:
    words = {token.text for token in tokenize(source)}
    prefix = "traced"
    while any(word.startswith(prefix) for word in words):
        prefix += "x"
    return prefix


def _work_group_size(function: Function, values: Constants) -> tuple[int, int, int]:
    for attribute in function.attributes:
        if attribute.name == "workgroup_size":
            x, y, z = ([values.whole(a) for a in attribute.arguments] + [1, 1])[:3]
            return x, y, z
    raise TraceError(function.place.line, f"`{function.name}` is no compute entry point: it has no @workgroup_size")


def _entry(shader: Shader, function: Function, inner: str, prefix: str, size: tuple[int, int, int]) -> str:
    """Return the entry point: it asks for what the reader's own did, notes which thread this is, and calls it."""
    wanted = dict(NEEDED)
    arguments = []
    for parameter in function.parameters:
        built_in = _built_in(parameter.attributes)
        if built_in:
            wanted[built_in] = type_text(parameter.type)
            arguments.append(f"{prefix}_{built_in}")
            continue
        members = shader.structures.get(parameter.type.name, ())
        if not members or not all(_built_in(m.attributes) for m in members):
            raise TraceError(parameter.place.line, f"the parameter `{parameter.name}` has no @builtin")
        for member in members:
            wanted[_built_in(member.attributes)] = type_text(member.type)
        given = ", ".join(f"{prefix}_{_built_in(m.attributes)}" for m in members)
        arguments.append(f"{parameter.type.name}({given})")
    parameters = ", ".join(f"@builtin({name}) {prefix}_{name}: {kind}" for name, kind in wanted.items())
    sizes = next(a for a in function.attributes if a.name == "workgroup_size")
    threads = size[0] * size[1] * size[2]
    g, n = f"{prefix}_workgroup_id", f"{prefix}_num_workgroups"
    return (
        f"@compute @workgroup_size({', '.join(type_text(a) for a in sizes.arguments)})\n"
        f"fn {function.name}({parameters}) {{\n"
        f"{prefix}_thread = (({g}.z * {n}.y + {g}.y) * {n}.x + {g}.x) * {threads}u + {prefix}_local_invocation_index;\n"
        f"{inner}({', '.join(arguments)});\n}}"
    )


def _built_in(attributes: tuple[Attribute, ...]) -> str:
    return next((type_text(a.arguments[0]) for a in attributes if a.name == "builtin"), "")
