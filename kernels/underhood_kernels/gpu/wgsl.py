"""What a WGSL shader declares, read from its text: bindings, overrides, work-group size, and what each function uses.

This is no compiler: it reads what the explanations and the buffers need. Whether a shader is right, the driver says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
# The attributes may stand in either order, and their numbers may be marked as i32 or u32.
GROUP = r"@group\(\s*(?P<group{0}>\d+)[iu]?\s*,?\s*\)\s*"
NUMBER_OF = r"@binding\(\s*(?P<binding{0}>\d+)[iu]?\s*,?\s*\)\s*"
BINDING = re.compile(
    rf"(?:{GROUP.format(1)}{NUMBER_OF.format(1)}|{NUMBER_OF.format(2)}{GROUP.format(2)})"
    r"var\s*<\s*(?P<space>storage|uniform)\s*(?:,\s*(?P<access>read|write|read_write)\s*)?>\s*"
    r"(?P<name>\w+)\s*:\s*(?P<type>[^;]+);"
)
OVERRIDE = re.compile(r"\boverride\s+(?P<name>\w+)\s*(?::\s*\w+\s*)?(?:=\s*(?P<value>[^;]+))?;")
FUNCTION = re.compile(r"\bfn\s+(?P<name>\w+)\s*\(")
WORK_GROUP_SIZE = re.compile(r"@workgroup_size\(\s*(?P<sizes>[^)]*)\)")
NUMBER = re.compile(r"\d+[iu]?")
WORD = re.compile(r"\b[A-Za-z_]\w*\b")


@dataclass(frozen=True)
class Binding:
    """A buffer that a shader declares."""

    name: str
    group: int
    binding: int
    space: str  # "storage" or "uniform"
    writable: bool
    type: str  # as written, such as "array<f32>"

    @property
    def element(self) -> str:
        """The type's innermost scalar as WGSL names it, such as f32; empty for a structure of the shader's own."""
        found = re.findall(r"\b(f16|f32|i32|u32)\b", self.type)
        if found:
            return str(found[0])
        short = re.search(r"\b(?:vec[234]|mat[234]x[234])([fhiu])\b", self.type)
        return {"f": "f32", "h": "f16", "i": "i32", "u": "u32"}[short[1]] if short else ""

    @property
    def alignment(self) -> int:
        """Bytes that the buffer's size is a multiple of, so that an array's last vector of four is a whole one."""
        vector = re.search(r"\bvec4(?:<\s*(?:f32|i32|u32)\s*>|[fiu]\b)", self.type)
        return 16 if vector else 4


def without_comments(source: str) -> str:
    """Return `source` with each comment replaced by spaces, so that lines and columns stay."""
    return COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)


def bindings(source: str) -> tuple[Binding, ...]:
    """Return the buffers that `source` declares, by group and binding."""
    found = [
        Binding(
            name=m["name"],
            group=int(m["group1"] or m["group2"]),
            binding=int(m["binding1"] or m["binding2"]),
            space=m["space"],
            writable=m["access"] in ("write", "read_write"),
            type=m["type"].strip(),
        )
        for m in BINDING.finditer(without_comments(source))
    ]
    return tuple(sorted(found, key=lambda b: (b.group, b.binding)))


def overrides(source: str) -> dict[str, str | None]:
    """Return the pipeline-overridable constants that `source` declares, each with its default as written or None."""
    return {m["name"]: m["value"] and m["value"].strip() for m in OVERRIDE.finditer(without_comments(source))}


def functions(source: str) -> dict[str, str]:
    """Return each function's text, attributes excluded, parameters and body included, by its name."""
    text = without_comments(source)
    found: dict[str, str] = {}
    for match in FUNCTION.finditer(text):
        start = text.find("{", match.end())
        if start < 0:
            continue
        depth = 0
        for position in range(start, len(text)):
            depth += {"{": 1, "}": -1}.get(text[position], 0)
            if depth == 0:
                found[match["name"]] = text[match.start() : position + 1]
                break
    return found


def unused_bindings(source: str, entry: str) -> tuple[Binding, ...]:
    """Return the declared bindings that neither `entry` nor a function it calls mentions."""
    texts = functions(source)
    reached: set[str] = set()
    mentioned: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in texts:
            continue
        reached.add(name)
        words = set(WORD.findall(texts[name]))
        mentioned |= words
        waiting.extend(words & texts.keys())
    return tuple(b for b in bindings(source) if b.name not in mentioned)


def work_group_size(source: str, entry: str, constants: dict[str, float]) -> tuple[int, ...] | None:
    """Return the work-group size of `entry`, or None where it is an expression that only the compiler can work out."""
    text = without_comments(source)
    function = re.search(rf"\bfn\s+{re.escape(entry)}\s*\(", text)
    before = list(WORK_GROUP_SIZE.finditer(text, 0, function.start())) if function else []
    if not before:
        return None
    defaults = overrides(source)
    sizes: list[int] = []
    for word in (w.strip() for w in before[-1]["sizes"].split(",") if w.strip()):
        value = str(int(constants[word])) if word in constants else defaults.get(word, word)
        if value is None or not NUMBER.fullmatch(value):
            return None
        sizes.append(int(value.rstrip("iu")))
    return tuple(sizes)
