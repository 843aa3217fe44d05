import time

import pytest
from underhood_course.searching.plain import fold, origins, plain_code, plain_markdown


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("A **warp** is [32 threads](x.html)", "A warp is 32 threads"),
        ("![a picture](a.svg) and ***both*** ~~old~~", "a picture and both old"),
        ("- one\n- two\n\n1. three\n> four", "one two three four"),
        ("| a | b |\n|---|:-:|\n| `c` | d |", "a b c d"),
        ("```python\nx = 1\n```\nafter", "x = 1 after"),
        ("<b>bold</b><!-- not\nthis --> if a < b and b > c", "bold if a < b and b > c"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ('[link](x "title") `code`', "link code"),
        ("", ""),
    ],
)
def test_markdown_loses_its_markup_and_nothing_else(markdown, plain):
    assert plain_markdown(markdown) == plain


def test_code_loses_what_no_student_is_given():
    source = (
        "def f():\n    ### BEGIN SOLUTION\n    return 'secret'\n    ### END SOLUTION\n"
        "# BEGIN HIDDEN TESTS\nx\n# END HIDDEN TESTS\ny = 1"
    )
    assert plain_code(source) == "def f(): y = 1"


def test_folding_knows_where_each_character_came_from():
    text = "Ünïversal ﬁlter: Straße 𝄞 É"
    folded = fold(text)
    assert folded == "universal filter: straße 𝄞 e"
    places = origins(text)
    assert len(places) == len(folded) + 1
    assert text[places[folded.index("filter")] :].startswith("ﬁlter")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "*" * 50_000,
        "<" * 50_000,
        "<!--" * 20_000,
        "[a](" * 20_000,
        "|" * 50_000,
        "\n" * 50_000 + "x",
        " " * 50_000 + "x",
    ],
)
def test_hostile_markdown_is_read_in_time(text):
    start = time.perf_counter()
    plain_markdown(text)
    assert time.perf_counter() - start < 5
