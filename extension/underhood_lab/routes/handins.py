"""GET handins: where each of the student's hand-ins stands, as handins.schema.json describes it.

Fetching, checking, handing in and fetching feedback are nbgrader's own services, which the sidebar calls itself.
"""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated
from underhood_grading.student import course_handins, handins

from underhood_lab.routes.base import Handler


class HandinsHandler(Handler):
    """The student's hand-ins."""

    @authenticated
    @authorized
    def get(self) -> None:
        """Answer with every hand-in's state."""
        catalog = self.catalog()
        manager = self.settings.get("assignment_list_manager")
        known = course_handins(catalog.to_dict())
        # On the event loop like nbgrader's own routes, because its service changes the working directory.
        self.answer(handins(self.workspace.root, known, manager=manager, course_id=catalog.course_id))
