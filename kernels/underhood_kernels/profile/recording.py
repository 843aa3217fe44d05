"""A recording: what ran, when and where, to be looked at, asked, and kept."""

from __future__ import annotations

import difflib
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_kernels.atomic import write_atomically
from underhood_kernels.profile.chrome import Parsed, parse
from underhood_kernels.profile.explanations import Explanation
from underhood_kernels.profile.explanations import explain as explain_name
from underhood_kernels.profile.figure import draw
from underhood_kernels.profile.table import Table, tabulate
from underhood_kernels.profile.telling import tell

if TYPE_CHECKING:
    from underhood_kernels.profile.spans import Arrow, Lane, Span


@dataclass
class Recording:
    """What `profile` recorded; within its block there is nothing yet, and asking raises `RuntimeError`."""

    _content: bytes | None = None  # the chrome trace
    _parsed: Parsed | None = None

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The CPU's threads, the busiest first, then the cards' streams."""
        return self._complete().lanes

    @property
    def spans(self) -> tuple[Span, ...]:
        """What took time, lane by lane and in the order of time."""
        return self._complete().spans

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """From each launch to what it launched on a card."""
        return self._complete().arrows

    @property
    def devices(self) -> tuple[str, ...]:
        """The names of the cards; empty if there was none."""
        return self._complete().devices

    @property
    def seconds(self) -> float:
        """From the start of the first span to the end of the last."""
        return max((span.end for span in self.spans), default=0.0)

    def table(self) -> Table:
        """Return where the time went by name, the most self time first. It prints, and has `markdown` and `html`."""
        return tabulate(self.spans, self.lanes)

    def figure(self, most: int = 2000) -> Any:
        """Return a plotly timeline: a lane for each thread and stream, what lies within a span below it.

        Kinds differ by colour and by pattern; arrows lead from launches to the card. Above `most` spans the longest
        are shown.
        """
        return draw(self.spans, self.lanes, self.arrows, self.devices, most)

    def explain(self, name: str) -> Explanation:
        """Return what a name means, in plain words; it may be in this recording or not.

        >>> recording = Recording.of(b'{"traceEvents": []}', "nothing")
        >>> recording.explain("Memcpy DtoH").what
        "a copy from the card's memory (device) to the computer's (host)."
        """
        kind = next((span.kind for span in self.spans if span.name == name), None)
        try:
            return explain_name(name, kind)
        except KeyError:
            names = sorted({span.name for span in self.spans})
            near = difflib.get_close_matches(name, names, 3) or names[:10]
            hint = f"; there is: {', '.join(near)}" if near else ""
            raise KeyError(f"nothing here is named {name!r}, and it is no name of torch's or CUDA's{hint}") from None

    def tell(self, span: int) -> list[str]:
        """Return what is known of one span, by its place in `spans`: sentences on its time, its cause and its work."""
        return tell(self._complete(), span, self.seconds)

    def save(self, path: str | Path) -> Path:
        """Write a chrome trace, gzipped if the name ends in .gz, for `profile.load`, Perfetto and chrome://tracing.

        The file appears only when it is whole.
        """
        self._complete()
        file = Path(path)
        content = self._content or b""
        write_atomically(file, gzip.compress(content, mtime=0) if file.suffix == ".gz" else content)
        return file

    @classmethod
    def of(cls, content: bytes, where: str) -> Recording:
        """Return the recording that a chrome trace holds; `where` names it in errors."""
        recording = cls()
        recording.fill(content, where)
        return recording

    def fill(self, content: bytes, where: str) -> None:
        """Take what a chrome trace holds; raise `TraceFileError` if it is none."""
        self._parsed = parse(content, where)
        self._content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content

    def _complete(self) -> Parsed:
        if self._parsed is None:
            raise RuntimeError("this recording isn't complete: look at it after its `with profile()` block")
        return self._parsed

    def __repr__(self) -> str:
        if self._parsed is None:
            return "<Recording, not complete>"
        return f"<Recording: {len(self.spans)} spans on {len(self.lanes)} lanes>"

    def _repr_html_(self) -> str:
        return self.table().html()
