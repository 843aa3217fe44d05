"""Who may teach."""

import pytest

EVERY = [("teach",), ("teach", "export")]
CHANGING = [("teach", "course"), ("teach", "job"), ("teach", "formgrader")]


async def test_a_students_server_has_no_teacher(ask, monkeypatch, tmp_path):
    monkeypatch.setenv("UNDERHOOD_EXCHANGE", str(tmp_path))
    for path in EVERY:
        status, answer = await ask(*path)
        assert status == 403
        assert "a student's" in answer["message"]
    for path in CHANGING:
        assert (await ask(*path, method="POST", json={"folder": "x", "step": "grade", "handin": "sums"}))[0] == 403
    assert (await ask("teach", method="PATCH", json={}))[0] == 403
    assert (await ask("teach", "job", method="DELETE"))[0] == 403


async def test_an_authorizer_can_deny_teaching_alone(ask, course, jp_serverapp, monkeypatch):
    def may(handler, user, action, resource):
        return resource != "underhood:teach"

    monkeypatch.setattr(jp_serverapp.authorizer, "is_authorized", may)
    assert (await ask("teach"))[0] == 403
    assert (await ask("catalog"))[0] == 200


@pytest.mark.parametrize(
    ("user", "status"),
    [
        ({"name": "ada", "groups": ["nbgrader-underhood"]}, 403),
        ({"name": "grace", "groups": ["formgrade-underhood"]}, 200),
        ({"name": "owner", "groups": []}, 200),
    ],
)
async def test_on_a_hub_its_groups_decide(ask, course, *, monkeypatch, jp_serverapp, user, status):
    monkeypatch.setenv("JUPYTERHUB_USER", "owner")
    provider = jp_serverapp.identity_provider
    get_user = provider._get_user

    async def as_hub_user(handler):
        found = await get_user(handler)
        found.hub_user = user
        return found

    monkeypatch.setattr(provider, "_get_user", as_hub_user)
    assert (await ask("teach"))[0] == status
