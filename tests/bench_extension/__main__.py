"""Measures the sidebar on a synthetic course of 5,000 pages: `make bench-extension`.

Nothing of this is asserted in tests: the figures depend on the machine, and on what else runs there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import in_browser as browsing
from playwright.sync_api import sync_playwright
from serving import Server
from synthetic import FOLDED, write_course
from underhood_course import course_folder
from underhood_lab.system_packages import chromium

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
MEASURES = ("catalog", "size", "start", "keystroke", "level", "opening", "folding")
SETTLING = 3000  # milliseconds until JupyterLab's launcher has taken the focus, which it does after all else
LOW = 0.5  # load for each core, up to which a measurement is worth keeping
STOLEN = 0.01  # share of the processors that other machines of the host may take meanwhile
Row = tuple[str, str, str]


def main() -> None:
    """Measure, print the table and write the JSON."""
    parser = argparse.ArgumentParser(prog="make bench-extension", description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--starts", type=int, default=10, help="how often JupyterLab is started each way")
    parser.add_argument(
        "--only", nargs="+", choices=MEASURES, default=MEASURES, metavar="WHAT", help=", ".join(MEASURES)
    )
    parser.add_argument("--output", type=Path, default=Path("build/bench-extension.json"))
    options = parser.parse_args()
    load, before = os.getloadavg()[0], _processor_time()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(Path(folder), options)
    stolen, whole = (after - one for after, one in zip(_processor_time(), before, strict=True))
    results |= {"load": [load, os.getloadavg()[0]], "cores": os.cpu_count(), "pages": options.pages}
    results |= {"stolen": stolen / whole, "date": datetime.now(UTC).isoformat(timespec="minutes")}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(results, indent=1), "utf-8")
    print(table(results))
    if max(results["load"]) > LOW * (os.cpu_count() or 1):
        print(f"\nThe machine was busy (load {results['load'][0]:.1f} to {results['load'][1]:.1f}): measure again.")
    if results["stolen"] > STOLEN:
        print(f"\nOther machines on this host took {100 * results['stolen']:.0f} % of the processors: measure again.")


def _processor_time() -> tuple[float, float]:
    """Return what other virtual machines took of the processors so far, and all of their time; same units."""
    times = [float(field) for field in Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()[1:]]
    return times[7], sum(times[:8])


def measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Return every measurement by name."""
    course = folder / "course"
    write_course(course, options.pages)
    results: dict[str, Any] = {}
    server = Server(folder / "home", course).start()
    # JupyterLab's start is compared with the course that is installed.
    with_ours = Server(folder / "start", course_folder()).start()
    plain = Server(folder / "plain", course_folder(), ours=False).start()
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", shutil.which("node") or "")
    try:
        if "catalog" in options.only:
            results["catalog"] = measure_catalog(server, course)
        # The welcome would be in the way of what comes after it.
        server.ask("underhood/api/progress", "PATCH", json.dumps({"welcomed": True, "level": 1}).encode())
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            results["machine"] = browsing.machine(browser)
            if "size" in options.only:
                results["size"] = browsing.loaded_size(browser, server)
            if "start" in options.only:
                results["start"] = browsing.measure_start(browser, with_ours, plain, options.starts)
            results |= _measure_page(browser, server, options.only)
            browser.close()
    finally:
        for one in (server, with_ours, plain):
            one.stop()
    return results


def _measure_page(browser: Browser, server: Server, only: Sequence[str]) -> dict[str, Any]:
    """Return what is measured in one window, one after the other."""
    results: dict[str, Any] = {}
    page = browsing.new_page(browser, server)
    page.wait_for_selector("#underhood-course [role=treeitem]")
    page.wait_for_timeout(SETTLING)
    if "keystroke" in only:
        results["keystroke"] = browsing.measure_keys(browser, page)
    if "level" in only:
        results["level"] = browsing.measure_levels(browser, page)
    if "opening" in only:
        pages = [one for one in _pages(server) if one["level"] == 1][1:25]
        results["opening"] = browsing.measure_opening(page, server, pages)
    if "folding" in only:
        server.ask(f"underhood/api/pages/{FOLDED}/open", "POST")
        folded = next(one for one in _pages(server) if one["id"] == FOLDED)
        results["folding"] = browsing.measure_folding(page, folded["path"])
    return results


def measure_catalog(server: Server, course: Path, times: int = 5) -> dict[str, Any]:
    """Return the milliseconds of the request over HTTP: first, after restarts, again, unchanged, one page changed."""
    first = server.ask("underhood/api/catalog", Accept_Encoding="gzip")
    time.sleep(5)  # it is kept on the disk meanwhile
    restarted = []
    for _ in range(times):
        server.stop()
        server.start()
        restarted.append(server.ask("underhood/api/catalog", Accept_Encoding="gzip").milliseconds)
    again = [server.ask("underhood/api/catalog", Accept_Encoding="gzip").milliseconds for _ in range(times)]
    etag = first.headers["Etag"]
    unchanged = [server.ask("underhood/api/catalog", If_None_Match=etag) for _ in range(times)]
    if any(one.status != 304 for one in unchanged):
        raise RuntimeError("an unchanged catalog was sent again")
    server.ask("underhood/api/handins")  # the pages themselves are wanted, too
    changed = []
    for turn in range(times):
        file = course / "m1-module" / "page-0.ipynb"
        title = f"Changed {turn} {time.time_ns()}"
        notebook = json.loads(file.read_text("utf-8"))
        notebook["metadata"]["underhood"]["title"] = title
        file.write_text(json.dumps(notebook), "utf-8")
        answer = server.ask("underhood/api/catalog")
        if title.encode() not in answer.body:
            raise RuntimeError("a changed page was not seen")
        changed.append(answer.milliseconds)
        time.sleep(2)
    return {
        "first": [first.milliseconds],
        "restarted": restarted,
        "again": again,
        "unchanged": [one.milliseconds for one in unchanged],
        "changed": changed,
        "bytes": len(first.body),
    }


def _pages(server: Server) -> list[dict[str, Any]]:
    catalog = json.loads(server.ask("underhood/api/catalog").body)
    return [page for module in catalog["modules"] for page in module["pages"]]


def table(results: dict[str, Any]) -> str:
    """Return the results beside what is wanted, as Markdown."""
    lines = [f"{results['machine']}, {results['cores']} cores, {results['date'][:10]}, {results['pages']} pages", ""]
    rows = [("what", "wanted", "measured"), ("---", "---", "---"), *_rows(results)]
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    for row in rows:
        cells = [text.ljust(width, "-" if text == "---" else " ") for text, width in zip(row, widths, strict=True)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _rows(results: dict[str, Any]) -> list[Row]:
    rows: list[Row] = []
    for name, words in (("keystroke", "a key in the search box"), ("level", "a change of level")):
        if name in results:
            sums = {kind: browsing.summary(values) for kind, values in results[name].items()}
            work, processor, whole = (f"{one['median']} ms, p95 {one['p95']} ms" for one in sums.values())
            rows += [
                (f"{words} until painted: work", "16 ms, p95 33 ms", work),
                (f"{words}: of that on a processor", "", processor),
                (f"{words}: with the wait for the screen", "", whole),
            ]
    if start := results.get("start"):
        whole, processor = (_paired(one["with"], one["without"]) for one in start.values())
        rows.append(("added to JupyterLab's start", "50 ms", whole))
        rows.append(("added to the start's processor time", "", processor))
    if size := results.get("size"):
        rows.append(("loaded, compressed", "60 kB", f"{sum(size.values()) / 1000:.1f} kB"))
    if opening := results.get("opening"):
        rows.append(("added to opening a page", "100 ms", _difference(opening["ours"], opening["theirs"])))
    if "folding" in results:
        folding = results["folding"]
        rows.append(("folding 300 cells", "50 ms", f"{_median(folding):.1f} ms" if folding else "not measured"))
    if catalog := results.get("catalog"):
        rows += [
            ("the catalog after a restart", "100 ms", f"{_median(catalog['restarted']):.0f} ms"),
            ("the catalog again", "100 ms", f"{_median(catalog['again']):.0f} ms"),
            ("the catalog, nothing changed (304)", "", f"{_median(catalog['unchanged']):.0f} ms"),
            ("the catalog, one page changed", "", f"{_median(catalog['changed']):.0f} ms"),
            ("the catalog, never read before", "", f"{_median(catalog['first']):.0f} ms"),
        ]
    return rows


def _difference(longer: list[float], shorter: list[float]) -> str:
    return f"{_median(longer) - _median(shorter):.0f} ms"


def _paired(longer: list[float], shorter: list[float]) -> str:
    """Return the mean difference of what was measured in turns, with its standard error."""
    differences = [one - other for one, other in zip(longer, shorter, strict=True)]
    mean = f"{statistics.mean(differences):.0f}"
    if len(differences) == 1:
        return f"{mean} ms, one start each way"
    return f"{mean} ± {statistics.stdev(differences) / len(differences) ** 0.5:.0f} ms"


def _median(values: list[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    main()
