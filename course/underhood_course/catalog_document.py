"""The catalog as it is sent: JSON, compressed once for all who ask."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from underhood_course.catalog import Catalog


@dataclass(frozen=True)
class Document:
    """A JSON document and what names this state of it, for who has it already."""

    packed: bytes  # by gzip
    etag: str

    @classmethod
    def of(cls, catalog: Catalog) -> Document:
        """Return the document of a catalog."""
        return cls.packing(json.dumps(catalog.to_dict(), ensure_ascii=False, separators=(",", ":")).encode())

    @classmethod
    def packing(cls, text: bytes) -> Document:
        """Return a document with this text."""
        # The fastest level: a tenth of the size already, and the next one takes twice the time.
        return cls(gzip.compress(text, 1, mtime=0), f'"{hashlib.sha256(text).hexdigest()[:32]}"')

    @property
    def text(self) -> bytes:
        """The document itself."""
        return gzip.decompress(self.packed)
