"""POST handins/NAME/nickname: whether a student's next submission asks to be on the board, and by which name."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated
from underhood_grading.board import write_nickname

from underhood_lab.routes.handins import HandinHandler


class NicknameHandler(HandinHandler):
    """The nickname in the student's copy of a hand-in."""

    @authenticated
    @authorized
    def post(self, name: str) -> None:
        """Take {"nickname": "Grace"}, or null to ask for nothing; answer with every hand-in's state."""
        body = self.get_json_body()
        nickname = body.get("nickname", 0) if isinstance(body, dict) else 0
        if not isinstance(nickname, str | None):
            raise HTTPError(400, log_message="nickname: is no text; write one, or null to leave the board")
        state, _ = self.handin(name)
        if state["path"] is None:
            raise HTTPError(409, log_message=f"{state['title']} is not in your folder yet: fetch it first")
        write_nickname(self.workspace.inside(name), nickname)
        self.answer(self.look()[0])
        self.tell("handins", name)
