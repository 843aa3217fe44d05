"""What a student may put into a notebook: all that could run in the page that shows it, and honest work beside it.

Whatever runs notes its name in `window.__ran` and asks `listener` for `ran/NAME`; some only ask, as a tracker does.
"""

from __future__ import annotations

import base64
from html import escape
from typing import Any

from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from .honest_cells import HONEST_WORDS, PIXEL, honest_cells
from .hostile_html import html_texts, running

__all__ = ["HONEST_WORDS", "LISTENER", "PIXEL", "notebook_of", "pieces"]

LISTENER = "http://127.0.0.1:9"
"""The discard port: nobody listens."""


def _bundles(listener: str) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Outputs beyond text/html: data and metadata by name."""

    def js(name: str) -> str:
        return running(name, listener)

    def script(name: str) -> str:
        return f"<script>{js(name)}</script>"

    def no_spaces(name: str) -> str:
        return js(name).replace("'", "`").replace(" ", "\t").replace("new\tImage()", "(new(Image))")

    svg = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{escape(js("mime-svg"))}">{script("mime-svg")}</svg>'
    plotly = (
        '<div id="plot" class="plotly-graph-div" style="height:100%"></div>'
        f"<script>window.PLOTLYENV={{}};{js('plotly')}</script>"
    )
    return {
        "mime-javascript": ({"application/javascript": js("mime-javascript")}, {}),
        "mime-text-javascript": ({"text/javascript": js("mime-text-javascript")}, {}),
        "mime-svg": ({"image/svg+xml": svg}, {}),
        "mime-pdf": ({"application/pdf": "JVBERi0="}, {}),
        "mime-mermaid": ({"text/vnd.mermaid": f"</pre>{script('mime-mermaid')}"}, {}),
        "mime-unknown": ({"text/x-evil": script("mime-unknown"), "text/plain": "plain"}, {}),
        "html-in-latex": ({"text/latex": f"$$x$$ </div>{script('html-in-latex')}"}, {}),
        "latex-href": ({"text/latex": f"$\\href{{javascript:{js('latex-href')}}}{{click}}$"}, {}),
        "html-in-plain": ({"text/plain": script("html-in-plain")}, {}),
        "html-in-png": ({"image/png": f'"><img src="x:" onerror="{js("html-in-png")}">'}, {}),
        "markdown-output": (
            {"text/markdown": f"{script('markdown-output')} [a](javascript:{js('markdown-output')})"},
            {},
        ),
        "isolated": ({"text/html": script("isolated")}, {"text/html": {"isolated": True}}),
        "png-width": ({"image/png": "AAAA"}, {"image/png": {"width": f"1\tonerror={no_spaces('png-width')}"}}),
        "png-height": ({"image/png": "AAAA"}, {"height": f"1\tonerror={no_spaces('png-height')}"}),
        "png-file": ({"image/png": PIXEL}, {"filenames": {"image/png": f"{listener}/tracker/png-file.png"}}),
        "jpeg-alt": ({"image/jpeg": "AAAA"}, {"alt": f'" onerror="{js("jpeg-alt")}', "width": "1 onerror=x()"}),
        "plotly": ({"application/vnd.plotly.v1+json": {"data": [], "layout": {}}, "text/html": plotly}, {}),
        "widget": ({"application/vnd.jupyter.widget-view+json": {"model_id": "m", "x": script("widget")}}, {}),
    }


def _cells(listener: str) -> dict[str, list[Any]]:
    """Cells of other kinds, by name."""

    def script(name: str) -> str:
        return f"<script>{running(name, listener)}</script>"

    def img(name: str) -> str:
        return f'<img src="x:" onerror="{escape(running(name, listener))}">'

    def markdown(text: str, **more: Any) -> Any:
        return from_dict({**new_markdown_cell(text), **more})

    evil_svg = base64.b64encode(f'<svg xmlns="http://www.w3.org/2000/svg">{script("attached")}</svg>'.encode()).decode()
    mark = {"grade": True, "solution": True, "locked": False, "task": False, "points": 1, "schema_version": 3}
    comment = {**mark, "grade_id": f'x"></a>{img("grade-id")}', "comment": img("comment"), "score": 0}
    javascript = f"javascript:{running('markdown-link', listener)}".replace(" ", "%20")
    svg_file = new_code_cell("1", outputs=[new_output("display_data", {"image/svg+xml": "<svg/>"})])
    svg_file.outputs[0]["svg_filename"] = f"{listener}/tracker/svg-file.svg"
    long_code = new_code_cell("1", metadata={"tags": [f'x">{img("tags")}'], "magics_language": img("magics")})
    return {
        "markdown-link": [
            markdown(f"[a]({javascript}) [b][r] <{javascript}> ![c]({javascript})\n\n[r]: {javascript}"),
            markdown("[x](javascript&colon;alert(1)) [y](JaVaScRiPt:alert(1)) [z](  javascript:alert(1))"),
        ],
        "markdown-heading": [markdown(f"# {img('markdown-heading')}\n\n# a\n{img('markdown-heading')}")],
        "markdown-fence": [
            markdown(f"```mermaid\n</pre>{script('markdown-fence')}\n```"),
            markdown(f'```"><img/src=x:/onerror=alert(1)>\n{script("markdown-fence")}\n```'),
        ],
        "markdown-math": [
            markdown(f"$x{img('markdown-math')}$ $$ {script('markdown-math')} $$"),
            markdown(f"\\begin{{a}}{img('markdown-math')}\\end{{a}}"),
        ],
        "markdown-title": [markdown(f"[a](https://a.org '\"onmouseover={running('markdown-title', listener)} x=\"')")],
        "markdown-tracker": [markdown(f"![a]({listener}/tracker/markdown.png) ![b](/logout?asked=markdown)")],
        "attached": [
            markdown("![a](attachment:a.svg)", attachments={"a.svg": {"image/svg+xml": evil_svg}}),
            markdown("![a](attachment:b)", attachments={"b": {'x" onerror="alert(1)': "AAAA", "text/html": "AAAA"}}),
            markdown("![a](attachment:c)", attachments={"c": {"image/png": f'A" onerror="{img("attached")}'}}),
            markdown("![a](attachment:nowhere.png) honest markdown beside a missing attachment"),
            markdown("![a](attachment:empty)", attachments={"empty": {}}),
        ],
        "raw": [
            new_raw_cell(script("raw") + img("raw"), metadata={"raw_mimetype": "text/html"}),
            new_raw_cell(script("raw") + f'<a href="{listener}">raw link</a>'),
        ],
        "stream": [new_code_cell("1", outputs=[new_output("stream", text=f"\x1b[31m{script('stream')}\x1b[0m")])],
        "error": [
            new_code_cell(
                "1", outputs=[new_output("error", ename=img("error"), evalue=img("error"), traceback=[img("error")])]
            )
        ],
        "source": [new_code_cell(f"'''</pre></div>{script('source')}'''")],
        "cell-metadata": [
            long_code,
            new_code_cell("hidden_from_the_teacher = 1", metadata={"transient": {"remove_source": True}}),
        ],
        "comment": [
            new_code_cell("1", metadata={"nbgrader": comment}),
            markdown("text", metadata={"nbgrader": comment}),
            markdown("text", metadata={"nbgrader": {**comment, "grade_id": "no-such-cell"}}),
        ],
        "svg-file": [svg_file],
    }


def _metadata(listener: str) -> dict[str, Any]:
    text = f"</title></script><script>{running('notebook-metadata', listener)}</script>"
    widgets = {"state": {"m": {"x": text}}, "version_major": 2, "version_minor": 0}
    return {
        "title": text,
        "authors": [{"name": text}],
        "kernelspec": {"name": "python3", "display_name": text, "language": text},
        "language_info": {"name": f'"{text}', "pygments_lexer": f'x" onmouseover="{text}'},
        "widgets": {"application/vnd.jupyter.widget-state+json": widgets},
    }


def pieces(listener: str = LISTENER) -> dict[str, list[Any]]:
    """Return hostile cells by name."""
    found: dict[str, list[Any]] = {}
    for name, html in html_texts(listener).items():
        outputs = [new_output("display_data", {"text/html": html}), new_output("display_data", {"text/markdown": html})]
        found[name] = [new_code_cell("1", outputs=outputs), new_markdown_cell(f"{html}\n\ninline {html}")]
    for name, (data, metadata) in _bundles(listener).items():
        found[name] = [new_code_cell("1", outputs=[new_output("display_data", data, metadata=metadata)])]
    for name, cells in _cells(listener).items():
        found[name] = found.get(name, []) + cells
    return found


def notebook_of(cells: list[Any], listener: str = LISTENER, *, honest: bool = True) -> Any:
    """Return a notebook with hostile metadata, honest cells and the cells given."""
    notebook = new_notebook()
    notebook.cells = [from_dict(cell) for cell in [*honest_cells(), *cells][0 if honest else len(honest_cells()) :]]
    notebook.metadata = from_dict(_metadata(listener))
    for index, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{index}"
    return notebook
