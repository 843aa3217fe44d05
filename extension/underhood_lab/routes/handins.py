"""GET handins: where each of the student's hand-ins stands, as handins.schema.json has it; and what is done there.

Fetching, handing in and fetching feedback are nbgrader's own services, which the sidebar calls itself; it tells us
afterwards, so that the student's other windows learn of it and a receipt is kept.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated
from underhood_grading.checking import Checks
from underhood_grading.student import (
    Watch,
    copy_of,
    course_handins,
    handins,
    limits_of,
    note_opened,
    places,
    work_of,
    write_check,
    write_receipt,
)

from underhood_lab.events import emit
from underhood_lab.routes.base import Handler

if TYPE_CHECKING:
    from jupyter_events import EventLogger
    from underhood_grading.checking import Progress
    from underhood_grading.student import Listing

CHECKS, WATCH = "underhood_checks", "underhood_watch"
_OFTEN = 0.5  # seconds between two words on a check's progress


def follow(settings: dict[str, Any], logger: EventLogger) -> None:
    """Have a server's windows told of checks' progress and of what changes in the exchange."""
    told: dict[str, float] = {}

    def progressed(name: str, progress: Progress | None) -> None:
        now = time.monotonic()
        if progress is None or now - told.get(name, 0.0) > _OFTEN:
            told[name] = now
            emit(logger, "handins", name, {"checking": progress})

    def changed() -> None:
        try:
            settings["underhood_loop"].call_soon_threadsafe(emit, logger, "handins")
        except (KeyError, RuntimeError):
            return  # the server is ending

    settings[CHECKS] = Checks(progressed)
    settings[WATCH] = Watch(changed)


class HandinHandler(Handler):
    """What the routes on hand-ins have in common."""

    @property
    def checks(self) -> Checks:
        """The checks under way."""
        checks: Checks = self.settings[CHECKS]
        return checks

    def look(self) -> tuple[dict[str, Any], Listing]:
        """Return where every hand-in stands, and watch what may change that."""
        catalog = self.catalog()
        watch: Watch = self.settings[WATCH]
        # On the event loop like nbgrader's own routes, because its service changes the working directory.
        document, listing = handins(
            self.workspace.root,
            course_handins(catalog.to_dict()),
            manager=self.settings.get("assignment_list_manager"),
            course_id=catalog.course_id,
            checking=self.checks.under_way(),
            unwatched=watch.problem,
        )
        self.settings["underhood_loop"] = asyncio.get_running_loop()
        names = [one["name"] for one in document["handins"] if one["path"] is not None]
        watch.arm(places(self.workspace.root, listing, names))
        return document, listing

    def handin(self, name: str) -> tuple[dict[str, Any], Listing]:
        """Return where one hand-in stands; 404 if there is none of that name."""
        document, listing = self.look()
        for one in document["handins"]:
            if one["name"] == name:
                return one, listing
        raise HTTPError(404, log_message=f'there is no hand-in "{name}"')


class HandinsHandler(HandinHandler):
    """The student's hand-ins."""

    @authenticated
    @authorized
    def get(self) -> None:
        """Answer with every hand-in's state."""
        self.answer(self.look()[0])


class NotedHandler(HandinHandler):
    """What the sidebar did with a hand-in over nbgrader's services, or the student with its feedback."""

    @authenticated
    @authorized
    def post(self, name: str) -> None:
        """Take {"action": "fetched" | "handed-in" | "opened"}; answer with every hand-in's state."""
        body = self.get_json_body()
        action = body.get("action") if isinstance(body, dict) else None
        if action not in ("fetched", "handed-in", "opened"):
            raise HTTPError(400, log_message='action: is none of "fetched", "handed-in", "opened"')
        state, listing = self.handin(name)
        if action == "handed-in":
            for one in listing.submitted.get(name, [])[:1]:
                write_receipt(
                    self.workspace.state, one, title=state["title"], student=listing.student, due=state["due"]
                )
        elif action == "opened":
            note_opened(self.workspace.state, name, [self.workspace.inside(one) for one in state["feedback_paths"]])
        self.answer(self.look()[0])
        self.tell("handins", name)


class CheckHandler(HandinHandler):
    """Check: nbgrader's validation of the student's copy, beside the server."""

    @authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Run the visible tests; answer with what they found once they have ended."""
        state, listing = self.handin(name)
        work = work_of(self.workspace.root, listing, name)
        if state["path"] is None or work is None:
            raise HTTPError(409, log_message=f"{state['title']} is not in your folder yet: fetch it first")
        if work.problems:
            raise HTTPError(409, log_message=" ".join(work.problems))
        files = [self.workspace.inside(f"{name}/{one}") for one in work.cells]
        # `time` and the version are those of the beginning: what is written meanwhile was not checked.
        begun = datetime.now(UTC).isoformat(timespec="seconds")
        limits = limits_of(self.workspace.root, listing, name)
        found = await self.checks.run(name, files, limits, cwd=self.workspace.root)
        check = {"version": work.version, "time": begun, **found}
        write_check(self.workspace.state, name, check)
        self.answer(check)
        self.tell("handins", name)

    @authenticated
    @authorized
    def delete(self, name: str) -> None:
        """End the check that is under way; 404 if there is none."""
        if not self.checks.cancel(name):
            raise HTTPError(404, log_message=f'no check of "{name}" is under way')
        self.set_status(204)
        self.finish()


class SubmissionHandler(HandinHandler):
    """A submission of the student's own, to look at."""

    @authenticated
    @authorized
    def post(self, name: str, submission: str) -> None:
        """Answer with {"path"} of a copy; 404 where nbgrader keeps none."""
        _, listing = self.handin(name)
        for one in listing.submitted.get(name, []):
            if one["timestamp"] == submission:
                self.answer({"path": copy_of(self.workspace.root, one)})
                return
        raise HTTPError(404, log_message=f'there is no submission of "{name}" from {submission}')
