import pytest
from underhood_course.words import count_words, reading_minutes


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("", 0),
        ("# A title", 2),
        ("one, two — three.", 3),
        ("don't and half-way and 1,000 and 3.5", 7),
        ("[a link](https://example.org/not/counted) here", 3),
        ("![a picture](figures/x.svg) after", 1),
        ("before\n```python\nx = 1\n```\nafter", 2),
        ("the sum $a + b$ and\n$$\nx\n$$ end", 4),
        ("| a | b |\n|---|---|\n| c | d |", 4),
        ("<b>bold</b> word", 2),
    ],
)
def test_words_are_prose(markdown, words):
    assert count_words(markdown) == words


def test_minutes_count_words_and_code():
    assert reading_minutes(400, 30) == 4
