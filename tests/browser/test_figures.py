"""The kernels' figures and the bench's page as a browser shows them; `make picture` keeps two of them."""

import numpy as np
import pytest
from underhood_kernels import gpu, machine
from underhood_kernels.bench import recordings, run_family
from underhood_kernels.bench.page import page as bench_page
from underhood_kernels.roofline import Ceilings, figure
from underhood_kernels.trace import trace

from .conftest import OUTPUT

WIDTH, HEIGHT = 1100, 700
ROOF = Ceilings("cpu", "CPU", software=False, flops=2e11, bandwidth=2e10, close=2e11, close_name="cache", taken="now")
TRANSPOSE = """
@group(0) @binding(0) var<storage, read> A: array<f32>;
@group(0) @binding(1) var<storage, read_write> B: array<f32>;
var<workgroup> tile: array<f32, 16 * 16>;

@compute @workgroup_size(16, 4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_id) me: vec3u) {
    let n = groups.x * 16u;
    for (var row = me.y; row < 16u; row += 4u) {
        tile[row * 16u + me.x] = A[(group.y * 16u + row) * n + group.x * 16u + me.x];
    }
    workgroupBarrier();
    for (var row = me.y; row < 16u; row += 4u) {
        B[(group.x * 16u + row) * n + group.y * 16u + me.x] = tile[me.x * 16u + row];
    }
}"""


def shown(browser, tmp_path, html, name, theme="light"):
    """Open `html` in the browser, photograph it and return the page."""
    file = tmp_path / f"{name}.html"
    file.write_text(html, "utf-8")
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=theme)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_timeout(500)  # plotly draws in steps
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / f"{name}-{theme}.png", full_page=True)
    assert errors == []
    return page


def test_the_recorded_roofline_has_a_point_for_each_kernel(browser, tmp_path):
    runs = [recordings()[f"nvidia-h200-{part}"] for part in ("memory", "arithmetic")]
    points = [point for run in runs for point in run.points]
    roofs = runs[0].roofs
    html = figure(points, roofs).to_html(include_plotlyjs=True)
    page = shown(browser, tmp_path, html, "roofline")
    counting = sum(1 for point in points if point.flops)
    assert page.locator(".scatterlayer .point").count() >= counting
    page.close()


@pytest.mark.skipif(bool(gpu.why_unavailable()), reason=gpu.why_unavailable())
def test_a_trace_is_drawn_in_three_dimensions(browser, tmp_path):
    report = trace(TRANSPOSE, {"A": np.ones((32, 32), np.float32), "B": gpu.empty((32, 32))}, (2, 2))
    html = report.figure().to_html(include_plotlyjs=True)
    page = shown(browser, tmp_path, html, "trace")
    assert page.locator(".legend .traces").count() == 4  # A loaded, B stored, the tile both
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_benchs_page_follows_the_theme_and_can_be_read_aloud(browser, tmp_path, theme):
    table = run_family("saxpy", {"size": 64}, budget=1e-4, cold=False)
    page = shown(browser, tmp_path, bench_page([table], [ROOF], machine(), "now"), "bench", theme)
    background = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert background == "light dark"
    text = page.locator(".xtitle").first.evaluate("element => getComputedStyle(element).fill")
    dark = sum(int(part) for part in text[4:-1].split(",")[:3]) > 3 * 128
    assert dark == (theme == "dark"), text
    assert page.get_by_role("img", name="Roofline").count() == 1
    measured = sum(row.measurement is not None for row in table.rows)
    assert page.get_by_role("rowheader").count() == measured
    assert page.get_by_role("columnheader", name="of the roof").count() == 1
    page.close()
