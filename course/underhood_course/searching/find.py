"""Where all words of a search stand in the pages, with a few words around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_course.searching.plain import fold, origins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from underhood_course.catalog import Catalog
    from underhood_course.page import Page
    from underhood_course.searching.texts import PageText, Text

MOST_PAGES = 200
MOST_HITS = 3  # of one page
MOST_WORDS = 12
LONGEST_QUERY = 200
BEFORE, AROUND = 36, 120  # characters of an excerpt, before the first word and in all


def search(pages: Sequence[PageText], query: str, shown: Catalog) -> dict[str, Any]:
    """Return the pages in which every word of `query` stands, as search.schema.json describes it.

    Only what is in `shown` counts, which may be a part of the course; places of sections are those in it. A word counts
    that stands in the page's text, its title, a heading or its module's title; one at least must stand in the text. Of
    a page's sections those with the most words are hits, the first few of them.
    """
    words = list(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]
    found: list[dict[str, Any]] = []
    complete = True
    there = {page.id: page for page in shown.pages()} if words else {}
    for page in pages:
        here = there.get(page.page.id)
        if here is None or not all(word in page.everything for word in words):
            continue
        hits = _hits(page, words, here)
        if hits and len(found) == MOST_PAGES:
            complete = False
            break
        if hits:
            found.append({"id": here.id, "hits": hits})
    return {"query": query, "complete": complete, "pages": found}


def _hits(text: PageText, words: list[str], shown: Page) -> list[dict[str, Any]]:
    # A part of the course has the very sections of the whole, though not all of them.
    place = {id(section): at for at, section in enumerate(shown.sections)}
    counted = []
    for one in text.texts:
        count = sum(word in one.folded for word in words)
        at = None if one.section is None else place.get(id(text.page.sections[one.section]))
        if count and (one.section is None or at is not None):
            counted.append((count, at, one))
    most = max((count for count, _, _ in counted), default=0)
    best = [(at, one) for count, at, one in counted if count == most]
    return [{"section": at, "text": excerpt(one, words)} for at, one in best[:MOST_HITS]]


def excerpt(text: Text, words: list[str]) -> str:
    """Return what stands around the first of the words, cut between words: `… a warp is 32 threads …`."""
    first = min(at for word in words if (at := _place(text.folded, word)) >= 0)
    # Where folding changed no length, which is nearly always, the places are the same.
    at = first if len(text.folded) == len(text.text) else origins(text.text)[first]
    start = max(0, at - BEFORE)
    if start:
        start = text.text.find(" ", start, at) + 1 or start
    end = min(len(text.text), start + AROUND)
    if end < len(text.text):
        end = max(text.text.rfind(" ", at + 1, end), at + len(words[0])) if " " in text.text[at + 1 : end] else end
    return f"{'… ' if start else ''}{text.text[start:end].strip()}{' …' if end < len(text.text) else ''}"


def _place(folded: str, word: str) -> int:
    """Return where a word begins, at a word's beginning if it stands at one; -1 where it doesn't stand."""
    if folded.startswith(word):
        return 0
    at = folded.find(f" {word}")
    return at + 1 if at >= 0 else folded.find(word)
