"""What the server tells the browser by itself, over JupyterLab's own event stream: nothing of ours polls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from jupyter_events import EventLogger

CHANGED = "https://schema.underhood.org/changed/v1"

Subject = Literal["catalog", "progress", "handins", "updates", "teaching", "grading"]


def register(logger: EventLogger) -> None:
    """Make our events known to a Jupyter server's logger."""
    logger.register_event_schema(Path(__file__).with_name("changed.yaml"))


def emit(logger: EventLogger, subject: Subject, name: str | None = None, data: dict[str, Any] | None = None) -> None:
    """Tell every window that `subject` changed; from the server's event loop."""
    logger.emit(schema_id=CHANGED, data={"subject": subject, "name": name, "data": data})
