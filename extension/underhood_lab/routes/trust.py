"""A page that the student trusts, by having run it, is trusted after merging: all that is new is the course's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat

if TYPE_CHECKING:
    from pathlib import Path

    from underhood_course import Workspace
    from underhood_course.student.versions import Replaced


def keep_trust(contents_manager: Any, workspace: Workspace, replaced: Replaced) -> None:
    """Sign the page that took another's place if that one was signed; what can't be read stays untrusted."""
    notary = getattr(contents_manager, "notary", None)
    if notary is None or replaced.backup is None:
        return
    before = _notebook(replaced.backup.page)
    after = _notebook(workspace.inside(replaced.path))
    if before is not None and after is not None and notary.check_signature(before):
        notary.sign(after)


def _notebook(file: Path) -> Any:
    try:
        return nbformat.read(file, as_version=4)
    except Exception:  # noqa: BLE001 - a hostile file raises what it likes; it is only not trusted
        return None
