"""The score inside a feedback page."""

from __future__ import annotations

import pytest
from underhood_grading.feedback_page import embed, read_score, read_scores

SCORE = {
    "handin": "sums</script><script>alert(1)</script>",
    "score": 2.5,
    "max_score": 5.0,
    "parts": [{"name": "double", "kind": "required", "score": 2.5, "max_score": 5.0}],
    "late": True,
    "comments": [{"part": "double", "cell": "double", "text": "</script><script>alert(1)</script>"}],
}
PAGE = "<!DOCTYPE html>\n<html><body class='x'>\n<h4>sums (Score: 6.5 / 9.0)</h4></body></html>\n"


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "sums.html"
    file.write_text(PAGE)
    return file


def test_what_is_written_is_read(page) -> None:
    embed(page, SCORE)
    assert read_score(page) == SCORE
    text = page.read_text()
    assert text.count("</script>") == 1
    assert "alert(1)</script>" not in text
    assert "Required parts: 2.5 of 5. Handed in late." in text


def test_writing_again_replaces(page) -> None:
    embed(page, SCORE)
    once = page.read_text()
    embed(page, SCORE)
    assert page.read_text() == once
    embed(page, {**SCORE, "score": 5.0})
    assert read_score(page)["score"] == 5
    assert page.read_text().count("underhood-score") == 1


def test_plain_nbgrader_pages_say_their_total(page) -> None:
    assert read_score(page) == {
        "handin": "",
        "score": 6.5,
        "max_score": 9.0,
        "parts": [],
        "late": False,
        "comments": [],
    }


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[]",
        '{"score": 1}',
        '{"score": "5", "max_score": 5, "parts": []}',
        '{"score": true, "max_score": 5, "parts": []}',
        '{"score": 1, "max_score": 5, "parts": [{"name": "a", "kind": "x", "score": 1, "max_score": 1}]}',
    ],
)
def test_a_script_of_another_shape_says_nothing(page, script) -> None:
    page.write_text(f'<body><script type="application/json" id="underhood-score">{script}</script></body>')
    assert read_score(page) is None


def test_no_page_says_nothing(tmp_path) -> None:
    assert read_score(tmp_path / "none.html") is None
    (tmp_path / "other.html").write_bytes(b"\xff\xfe")
    assert read_score(tmp_path / "other.html") is None


def test_remarks_are_for_people(page) -> None:
    embed(page, SCORE, ["bonus 1", "<b>"])
    assert read_score(page) == SCORE
    assert "Score, bonus 1, &lt;b&gt;: 2.5 of 5. Handed in late." in page.read_text()


def test_the_pages_of_a_submission_with_several_notebooks_say_one_score(tmp_path) -> None:
    pages = [tmp_path / f"{name}.html" for name in ("basics", "shaders")]
    for file, score in zip(pages, (6.5, 1.0), strict=True):
        file.write_text(PAGE.replace("6.5", str(score)))
    assert (read_scores(pages)["score"], read_scores(pages)["max_score"]) == (7.5, 18)
    pages[1].write_text("nothing")
    assert read_scores(pages) is None, "a part of the sum is none"
    assert read_scores([]) is None
    comment = {"part": None, "cell": "shader", "text": "Well done"}
    embed(pages[0], SCORE)
    embed(pages[1], {**SCORE, "comments": [*SCORE["comments"], comment]})
    assert read_scores(pages) == {**SCORE, "comments": [*SCORE["comments"], comment]}
