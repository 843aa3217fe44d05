"""What the rewritten shader has besides the reader's code: the log, and a function for each access that writes to it.

An access becomes a call: `signal[j]` turns into `traced_load_3(u32(j))`, whose parameters hold each index once, so that
nothing is evaluated twice or in another order. Each record of the log says which access it was, of which thread, where,
between which barriers, and in which iteration of every loop around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from underhood_kernels.trace.paths import Path
    from underhood_kernels.trace.tokens import Place

LEVEL_SHIFT = 24  # a record's first word: the site, and above it which index was out of bounds, counted from 1
FIXED_WORDS = 4  # site, thread, offset in bytes (or the index that was out of bounds), barriers passed
HEADER_WORDS = 2  # how many records there are, and whether that number went round


@dataclass(frozen=True)
class Site:
    """An access in the source, reached by one chain of calls; `loops` are the counters around it, outermost first."""

    kind: str  # "load", "store" or "atomic"
    variable: str
    space: str
    place: Place
    size: int  # bytes
    loops: tuple[int, ...]


class Probes:
    """Makes the functions that log, and collects them."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.sites: list[Site] = []
        self.helpers: list[str] = []
        self.loops: list[int] = []  # the counters of the loops around what is being rewritten
        self._counters = 0
        self._named = 0

    def name(self, what: str) -> str:
        """Return a name that the shader doesn't have."""
        self._named += 1
        return f"{self.prefix}_{what}_{self._named}"

    def load(self, path: Path, place: Place) -> str:
        """Return the function that loads from `path`, given its indices."""
        note = self._note("load", path, place)
        reference = path.reference(self._names(path))
        return self._helper("load", self._parameters(path), path.type.text, f"{note} return {reference};")

    def store(self, path: Path, place: Place) -> str:
        """Return the function that stores a value at `path`, given its indices and the value."""
        note = self._note("store", path, place)
        value = f"{self.prefix}_value"
        parameters = [*self._parameters(path), f"{value}: {path.type.text}"]
        return self._helper("store", parameters, "", f"{note} {path.reference(self._names(path))} = {value};")

    def atomic(self, built_in: str, path: Path, values: int, place: Place) -> str:
        """Return the function for an atomic built-in at `path`, given its indices and its other arguments."""
        note = self._note("atomic", path, place)
        scalar = path.type.text.removeprefix("atomic<").removesuffix(">")
        names = [f"{self.prefix}_value{n}" for n in range(values)]
        parameters = [*self._parameters(path), *(f"{name}: {scalar}" for name in names)]
        call = f"{built_in}({', '.join(['&' + path.reference(self._names(path)), *names])});"
        if built_in == "atomicStore":
            return self._helper("atomic", parameters, "", f"{note} {call}")
        return self._helper("atomic", parameters, scalar, f"{note} return {call}")

    def compare_exchange(self, path: Path, place: Place) -> tuple[list[str], str]:
        """Return functions that keep each index, and one that logs once they are kept and passes a value through.

        The result's type has no name in WGSL, so no function of ours can return it.
        """
        kept = [self.name("kept") for _ in path.indices]
        keepers = []
        for variable in kept:
            self.helpers.append(f"var<private> {variable}: u32;")
            keepers.append(self._helper("keep", ["i: u32"], "u32", f"{variable} = i; return i;"))
        scalar = path.type.text.removeprefix("atomic<").removesuffix(">")
        copies = " ".join(f"let {i} = {variable};" for i, variable in zip(self._names(path), kept, strict=True))
        note = self._note("atomic", path, place)
        return keepers, self._helper("pass", [f"v: {scalar}"], scalar, f"{copies} {note} return v;")

    def uniform_load(self, path: Path, place: Place) -> str:
        """Return the function for `workgroupUniformLoad`, which is a barrier, a load and a barrier."""
        note = self._note("load", path, place)
        passed = f"{self.prefix}_workgroup += 1u;"
        call = f"workgroupUniformLoad(&{path.reference(self._names(path))});"
        body = f"{passed} {note} {passed} return {call}"
        return self._helper("uniform", self._parameters(path), path.type.text, body)

    def loop(self) -> int:
        """Enter a loop and return its counter."""
        self._counters += 1
        self.loops.append(self._counters)
        return self._counters

    def next_iteration(self, counter: int) -> str:
        """Return the function that counts an iteration of a loop and returns true."""
        variable = self.counter(counter)
        self.helpers.append(f"var<private> {variable}: u32;")
        return self._helper("next", [], "bool", f"{variable} += 1u; return true;")

    def counter(self, counter: int) -> str:
        """Return the variable that counts a loop's iterations."""
        return f"{self.prefix}_loop_{counter}"

    def prologue(self, group: int, binding: int) -> list[str]:
        """Return what all these functions stand on: the log, and what a thread knows about itself."""
        p, depth = self.prefix, self.depth
        loops = "".join(f", l{n}: u32" for n in range(depth))
        words = ["site", f"{p}_thread", "place", "barriers", *(f"l{n}" for n in range(depth))]
        writes = " ".join(f"{p}_log.words[at + {n}u] = {word};" for n, word in enumerate(words))
        barriers = [
            f"fn {p}_{space}_barrier() {{ {space}Barrier(); {p}_{space} += 1u; }}" for space in ("workgroup", "storage")
        ]
        return [
            f"struct {p}_Log {{ count: atomic<u32>, wrapped: u32, words: array<u32> }}",
            f"@group({group}) @binding({binding}) var<storage, read_write> {p}_log: {p}_Log;",
            f"var<private> {p}_thread: u32;",
            f"var<private> {p}_workgroup: u32;",
            f"var<private> {p}_storage: u32;",
            *barriers,
            (
                f"fn {p}_note(site: u32, place: u32, barriers: u32{loops}) {{ "
                f"let n = atomicAdd(&{p}_log.count, 1u); "
                f"if (n == 4294967295u) {{ {p}_log.wrapped = 1u; }} "
                f"if (n < arrayLength(&{p}_log.words) / {self.record_words}u) {{ "
                f"let at = n * {self.record_words}u; {writes} }} }}"
            ),
        ]

    @property
    def depth(self) -> int:
        """How many loops are around the innermost access."""
        return max((len(site.loops) for site in self.sites), default=0)

    @property
    def record_words(self) -> int:
        """The size of a record."""
        return FIXED_WORDS + self.depth

    def _note(self, kind: str, path: Path, place: Place) -> str:
        """Return the statements that log an access through a helper's parameters; `finished` puts the loops in."""
        p, variable = self.prefix, path.variable
        site = len(self.sites)
        self.sites.append(Site(kind, variable.name, variable.space, place, path.type.size, tuple(self.loops)))
        steps = [step for step in path.steps if step.index is not None]
        indices = self._names(path)
        terms = [f"{path.offset}u", *(f"{i} * {step.stride}u" for i, step in zip(indices, steps, strict=True))]
        checks = " else ".join(
            f"if ({i} >= {step.length}u) {{ {p}_site = {site | level << LEVEL_SHIFT}u; {p}_place = {i}; }}"
            for level, (i, step) in enumerate(zip(indices, steps, strict=True), 1)
        )
        start = f"var {p}_site = {site}u; var {p}_place = {' + '.join(terms)}; {checks}"
        return f"{start} {p}_note({p}_site, {p}_place, {p}_{variable.space}{{loops:{site}}});"

    def finished(self) -> list[str]:
        """Return all helpers, now that the number of loops around the innermost access is known."""
        texts = []
        for helper in self.helpers:
            text = helper
            start = text.find("{loops:")
            if start >= 0:
                end = text.index("}", start)
                loops = [self.counter(c) for c in self.sites[int(text[start + 7 : end])].loops]
                words = [*loops, *["0u"] * (self.depth - len(loops))]
                text = text[:start] + "".join(f", {word}" for word in words) + text[end + 1 :]
            texts.append(text)
        return texts

    def _helper(self, what: str, parameters: list[str], result: str, body: str) -> str:
        name = self.name(what)
        arrow = f" -> {result}" if result else ""
        self.helpers.append(f"fn {name}({', '.join(parameters)}){arrow} {{ {body} }}")
        return name

    def _names(self, path: Path) -> tuple[str, ...]:
        """Return the parameters that hold a path's indices, under names that hide none of the shader's variables."""
        return tuple(f"{self.prefix}_i{n}" for n in range(len(path.indices)))

    def _parameters(self, path: Path) -> list[str]:
        return [f"{name}: u32" for name in self._names(path)]
