"""nbgrader's marks of a cell: what it is, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbgrader.utils import compute_checksum

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from .release import ReleasedCell

__all__ = ["has_own_checksum", "released_mark", "remove_runner_tags", "same_marks"]

# Tags by which a runner leaves a cell out or lets it fail; neither is the student's to set.
_RUNNER_TAGS = ("skip-execution", "raises-exception")

# What the schema of nbgrader's marks allows beside what the release says.
_KINDS = ("raw", "code", "markdown")


def _restore_mark(mark: dict[str, Any], cell: ReleasedCell) -> None:
    """Make a cell's mark say what the release says, whatever the submission says."""
    mark["task"] = cell.task
    mark["grade"] = cell.grade
    mark["solution"] = cell.solution
    mark["locked"] = cell.locked
    mark["schema_version"] = 3
    if cell.points is not None:
        mark["points"] = cell.points


def released_mark(old: dict[str, Any], cell: ReleasedCell) -> dict[str, Any]:
    """Return the whole mark of a cell; of the old one only what means nothing is kept.

    nbgrader refuses a notebook for a mark that its schema does not know.
    """
    mark: dict[str, Any] = {"grade_id": cell.name}
    if old.get("cell_type") in _KINDS:
        mark["cell_type"] = cell.cell_type
    points = old.get("points")
    if isinstance(points, int | float) and not isinstance(points, bool) and points >= 0:
        mark["points"] = points
    _restore_mark(mark, cell)
    if cell.checksum:
        mark["checksum"] = cell.checksum
    return mark


def remove_runner_tags(cell: NotebookNode) -> bool:
    """Remove the tags that tell a runner to leave the cell out or to let it fail; say if there were any."""
    tags = cell.metadata.get("tags")
    if not isinstance(tags, list):
        return False
    kept = [tag for tag in tags if tag not in _RUNNER_TAGS]
    cell.metadata["tags"] = kept
    return len(kept) < len(tags)


def same_marks(mark: dict[str, Any], cell: ReleasedCell) -> bool:
    """Say whether a mark means what the release says. A locked solution is none, as with nbgrader."""
    grade, solution = mark.get("grade") is True, mark.get("solution") is True
    locked = not solution and (grade or mark.get("locked") is True)
    if (grade, solution, locked, mark.get("task") is True) != (cell.grade, cell.solution, cell.locked, cell.task):
        return False
    return cell.points is None or mark.get("points") == cell.points


def has_own_checksum(cell: NotebookNode) -> bool:
    """Say whether a cell is as it was when its checksum was made, in this release or an earlier one."""
    mark = cell.metadata["nbgrader"]
    try:
        return bool(mark.get("checksum") == compute_checksum(cell))
    except (ValueError, TypeError, KeyError, OverflowError):
        return False
