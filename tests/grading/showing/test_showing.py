"""Formgrader's page and the feedback page of hostile and honest notebooks, as nbconvert makes them for us."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import nbgrader
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from traitlets.config import Config
from traitlets.config.loader import LazyConfigValue
from underhood_grading.configuration import configure_grading
from underhood_grading.gradebook.tidying import tidy
from underhood_grading.showing import add_to, clean
from underhood_grading.showing.cleaning import MOST_HTML

# Tests are no package that an absolute import could find.
from ...hostile_notebook import HONEST_WORDS, LISTENER, PIXEL, notebook_of, pieces  # noqa: TID252

FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
PIECES = pieces()
RUNS = {
    *("script", "style", "iframe", "frame", "object", "embed", "applet", "link", "meta", "base", "form", "svg", "math"),
    *("video", "audio", "template", "noscript", "marquee", "portal", "title", "xmp", "plaintext"),
}
KNOWN = {"src", "href", "alt", "width", "height", "title", "style", "class", "id", "rel", "name", "type", "tabindex"}
KNOWN |= {
    "disabled",
    "checked",
    "open",
    "border",
    "colspan",
    "rowspan",
    "scope",
    "align",
    "span",
    "start",
    "role",
    "dir",
}
HOOKS = {"full-credit", "no-credit", "mark-graded", "score", "comment", "tabbable", "next", "modal", "tooltip"}
STYLES = re.compile(r"(?:(?:text-align|color|width|margin-left):[a-z0-9. ]+;?\s?)*", re.IGNORECASE)


@pytest.fixture(scope="module", params=["formgrade", "feedback"])
def show(request):
    """Make a notebook one of the two pages; returns what stands between the page's own frame."""
    c = Config()
    configure_grading(c)
    c.HTMLExporter.template_name = request.param
    c.HTMLExporter.extra_template_basedirs = [str(FORMGRADER / "templates")]
    c.HTMLExporter.extra_template_paths = [str(FORMGRADER / "static/node_modules/bootstrap/dist/css")]
    exporter = HTMLExporter(config=c)

    def show(notebook):
        about = {"notebook": "n", "score": 0, "max_score": 1, "late_penalty": 0}
        names = {"base_url": "", "assignment_id": "a", "notebook_id": "n", "submission_id": "s", "index": 0, "total": 1}
        names |= {"student": "<script>1</script>", "last_name": None, "first_name": None, "notebook_path": "p"}
        html, _ = exporter.from_notebook_node(notebook, {"nbgrader": about, **names})
        page = BeautifulSoup(html, "html.parser")
        assert "<script>1</script>" not in str(page.find("nav") or "")
        return page.select("#notebook-container")[1]  # nbgrader's template is around nbconvert's

    return show


@pytest.mark.parametrize("name", PIECES)
def test_nothing_that_runs_or_asks(show, name) -> None:
    shown = show(notebook_of(PIECES[name], honest=False))
    assert "\\href" not in shown.get_text()  # MathJax's links have an address of their own
    for tag in shown.find_all(True):
        assert tag.name not in RUNS, tag
        assert not set(tag.attrs) - KNOWN, tag
        ours = tag.find_parent(class_=["panel-heading", "panel-footer"])  # formgrader's own fields
        assert tag.name not in ("button", "textarea", "select") or ours, tag
        assert ours or tag.name != "input" or tag["type"] == "checkbox", tag
        assert ours or STYLES.fullmatch(tag.get("style", "")), tag
        for address in (tag.get("href", "#"), tag.get("src", "data:image/")):
            scheme = urlsplit(address).scheme
            assert address.startswith(("data:image/", "#")) or scheme in ("https", "") or LISTENER in address, tag
            assert scheme or address.startswith(("#", "figures/")), tag
        assert tag.name != "img" or LISTENER not in tag.get("src", ""), tag
        if ours is None:
            assert not HOOKS & set(tag.get("class", [])), tag
            assert tag.get("id", "cell-id=").startswith(("cell-id=", "in-notebook-", "no-such-cell")), tag


def test_what_is_honest_stays(show) -> None:
    shown = show(notebook_of([]))
    links = [tag["href"] for tag in shown.find_all("a") if tag.get("class") != ["anchor-link"]]
    assert links == ["https://example.org/page?a=1&b=2", "#in-notebook-An-honest-heading", "https://example.org/auto"]
    assert shown.find(id="in-notebook-An-honest-heading").name == "h1"
    pictures = [tag["src"] for tag in shown.find_all("img")]
    assert pictures[:2] == [f"data:image/png;base64,{PIXEL}"] * 2
    assert pictures[2:4] == ["figures/plot%201.png", "figures/plot.png"]
    assert pictures[4] == f"data:image/png;base64,{PIXEL}"
    assert [one[:26] for one in pictures[5:]] == ["data:image/svg+xml;base64,"] * 2
    assert shown.find("img", width="40") is not None
    assert shown.find("table", class_="dataframe").find("tr")["style"] == "text-align:right"
    assert all(shown.select(one) for one in ("blockquote", "li input[checked]", "span.mi", "code"))
    text = shown.get_text()
    assert all(word in text for word in HONEST_WORDS)
    assert "$a < b$ and $x^2$" in text
    assert "\\begin{aligned} y &= x^2 \\\\ z &< 1 \\end{aligned}" in text
    assert "a < b && c > d" in text
    assert "not shown" not in text
    assert "vertical-align" not in text  # pandas' style sheet is no text


def test_a_cell_cannot_be_hidden_from_the_teacher(show) -> None:
    assert "hidden_from_the_teacher" in show(notebook_of(PIECES["cell-metadata"])).get_text()


def _html(text):
    return new_code_cell("1", outputs=[new_output("display_data", {"text/html": text, "text/plain": "instead"})])


TOO_MUCH = {
    "deep": [_html("<div>" * 30_000), _html("<b><i>" * 20_000), new_markdown_cell("<div>" * 9_000)],
    "wide": [_html("<b>1</b>" * 200_000), _html("&" * 500_000), _html("<" * 500_000)],
    "long": [_html("x" * 3_000_000), _html("<script>" * 300_000), _html("<svg>" * 50_000)],
    "attribute": [_html(f'<p title="{"x<" * 20_000}"></p>'), _html(f'<b title="{"a " * 600_000}"></b>')],
    "formulas": [
        new_markdown_cell(one * (49_000 // len(one))) for one in ("\\\\[", "\\begin{a}", "$", "[", "![](", "> ")
    ],
    "plain text": [new_markdown_cell("word " * 300_000), new_code_cell("x = 1\n" * 200_000)],
    "colours": [new_code_cell("1", outputs=[new_output("stream", text="\x1b[31ma" * 300_000)])],
    "trace": [new_code_cell("1", outputs=[new_output("error", ename="E", evalue="", traceback=["x" * 9_000] * 5_000)])],
    "code": [new_code_cell("x = 1\n" * 15_000)] * 50,
    "outputs": [new_code_cell("1", outputs=[new_output("stream", text="x")] * 20_000)],
    "cells": [new_code_cell("1")] * 3_000,
    "pictures": [_html(f'<img src="data:image/png;base64,{"A" * 1_900_000}">')] * 15,
}


@pytest.mark.parametrize("show", ["formgrade"], indirect=True)
@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_shown_is_bounded(show, name) -> None:
    shown = show(notebook_of(TOO_MUCH[name]))
    assert len(str(shown)) < (24_000_000 if name == "pictures" else 6_000_000)
    assert len(shown.find_all(True)) < 200_000
    text = shown.get_text()
    assert all(word in text for word in HONEST_WORDS)
    assert name == "formulas" or any(word in text for word in ("instead", "not shown"))


def test_graded_cells_are_shown_whatever_stands_before_them(show) -> None:
    mark = {"grade_id": "test-sum", "grade": True, "locked": True, "points": 1, "schema_version": 3}
    graded = new_code_cell("assert honest_sum", metadata={"nbgrader": mark})
    assert "honest_sum" in show(notebook_of([new_code_cell("1")] * 2_000 + [graded])).get_text()


def test_html_that_is_too_much_is_none() -> None:
    assert clean("x" * (MOST_HTML + 1)) is None
    assert clean("<b>x") == "<b>x</b>"
    assert clean("<p>" * 1_000) is not None  # a paragraph ends where the next begins


@pytest.mark.parametrize(
    "metadata",
    [
        {"language": 7},
        {"language_info": "x"},
        {"language_info": {"name": 7}},
        {"title": 7, "authors": 7},
        {"kernelspec": {}},
    ],
)
def test_metadata_that_nbconvert_trips_over(show, metadata) -> None:
    raw = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": []}
    notebook, _ = tidy(raw, "sums.ipynb")
    notebook.cells = [from_dict({**new_markdown_cell("honest"), "metadata": {"name": 7, "jupyter": 7}})]
    assert show(notebook).get_text().strip() == "honest"


def test_other_steps_of_a_configuration_stay() -> None:
    c = Config()
    c.HTMLExporter.preprocessors.append("other.Step")
    c.HTMLExporter.filters.update({"mine": "other.filter"})
    assert isinstance(c.HTMLExporter.preprocessors, LazyConfigValue)
    add_to(c)
    add_to(c)
    ours, other = c.HTMLExporter.preprocessors
    assert (ours.rpartition(".")[2], other) == ("HarmlessNotebook", "other.Step")
    assert set(c.HTMLExporter.filters) == {"mine", "markdown2html", "highlight_code", "strip_files_prefix"}
