"""Honest work in a notebook: all kinds of outputs and Markdown that must be shown as they are."""

from __future__ import annotations

from typing import Any

from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
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


def honest_cells() -> list[Any]:
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
