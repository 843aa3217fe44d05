"""Real JupyterLab servers, started by `underhood lab`, in a real Chromium."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError  # noqa: A004 - its own
from underhood_lab.system_packages import chromium

OUTPUT = Path(__file__).parents[2] / "build" / "screenshots"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    """One Chromium for a file's tests; not longer, because its event loop would be in the way of the route tests'."""
    path = chromium()
    if path is None:
        pytest.fail("Chromium is missing: sudo apt-get install chromium")
    # Its own node wants a library that a bare Debian lacks; the one that built the extension is there.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", shutil.which("node"))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


class Student:
    """A student with a folder, a server and, once `window` is asked for, a browser window."""

    def __init__(self, name, home, browser, exchange, course=None):
        self.name, self.home, self.folder = name, home, home / "underhood"
        self.token = secrets.token_hex(8)
        self.errors = []
        self.page = self.port = None
        self._browser, self._exchange, self._course = browser, exchange, course
        self._server = self._context = None

    def start(self, welcomed=True, base="/"):
        """Start the server below `base`; the welcome counts as answered, unless a test is about it."""
        if self.port is None:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}{base}"
        configuration = self.home / ".jupyter" / "nbgrader_config.py"
        configuration.parent.mkdir(parents=True, exist_ok=True)
        # nbgrader takes the system's user name for the student's; here one user plays several.
        configuration.write_text(f"c = get_config()\nc.CourseDirectory.student_id = {self.name!r}\n")
        command = [
            *(sys.executable, "-m", "underhood_lab", "lab", str(self.folder), "--no-browser"),
            *(f"--port={self.port}", f"--ServerApp.token={self.token}", f"--ServerApp.base_url={base}"),
            "--LabApp.expose_app_in_browser=True",
        ]
        if self._exchange:
            command += ["--exchange", str(self._exchange)]
        self.log = self.home / "server.log"
        variables = environment(self.name, self.home)
        if self._course:
            variables["UNDERHOOD_COURSE"] = str(self._course)
        self._server = subprocess.Popen(command, env=variables, stdout=self.log.open("w"), stderr=subprocess.STDOUT)
        end = time.monotonic() + 60
        while True:
            try:
                self.ask("catalog")
            except OSError:
                if time.monotonic() > end or self._server.poll() is not None:
                    pytest.fail(f"the server didn't start:\n{self.log.read_text()}")
                time.sleep(0.2)
            else:
                break
        if welcomed:
            self.ask("progress", {"welcomed": True})
        return self

    def ask(self, path, change=None):
        """GET a document of ours from the server, or PATCH it."""
        request = urllib.request.Request(
            f"{self.address}underhood/api/{path}",
            headers={"Authorization": f"token {self.token}"},
            data=None if change is None else json.dumps(change).encode(),
            method="GET" if change is None else "PATCH",
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def window(self, width=1400, height=900):
        """Open JupyterLab in a window of its own."""
        self._context = self._browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        page = self.page = self._context.new_page()
        page.set_default_timeout(60_000)  # two busy cores
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{self.address}lab?token={self.token}")
        settle(page)
        page.get_by_role("button", name="No", exact=True).click()  # no news, thank you
        return page

    def stop(self):
        if self._context:
            self._context.close()
        self.stop_server()

    def stop_server(self):
        """End the server; `start` starts another one at the same address."""
        if self._server and self._server.poll() is None:
            self._server.send_signal(signal.SIGTERM)
            try:
                self._server.wait(20)
            except subprocess.TimeoutExpired:  # its kernels may be busy on a busy machine
                self._server.kill()
                self._server.wait()


def settle(page):
    """Wait until JupyterLab has restored its layout: until then it may take the focus from whatever has it."""
    page.wait_for_selector("#underhood-course", state="attached")
    page.evaluate("async () => { await window.jupyterapp.restored; }")
    page.wait_for_selector("#jupyterlab-splash", state="detached")
    page.locator(".jp-Launcher").first.wait_for()


def environment(name, home):
    """A person's own environment: nothing of the developer's Jupyter gets in."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "UNDERHOOD", "XDG"))}
    return {**kept, "HOME": str(home), "LOGNAME": name, "USER": name, "JUPYTER_CONFIG_DIR": str(home / ".jupyter")}


@pytest.fixture(scope="module")
def join(browser, tmp_path_factory):
    """Start a student's server: join("ada") or join("ada", exchange); `course` takes the place of the course."""
    students = []

    def join(name, exchange=None, course=None, **options):
        student = Student(name, tmp_path_factory.mktemp(name), browser, exchange, course)
        students.append(student)
        return student.start(**options)

    join.students = students
    yield join
    for student in students:
        student.stop()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep what each student saw when a test failed, and what the server said."""
    report = (yield).get_result()
    if report.failed and call.when != "teardown" and "join" in getattr(item, "funcargs", {}):
        OUTPUT.mkdir(parents=True, exist_ok=True)
        for student in item.funcargs["join"].students:
            if student.page:
                student.page.screenshot(path=OUTPUT / f"failed-{student.name}.png")
            report.sections.append((f"{student.name}'s server", student.log.read_text()[-4000:]))


@pytest.fixture(scope="module")
def underhood(tmp_path_factory):
    """Run the `underhood` command as the teacher types it."""
    home = tmp_path_factory.mktemp("teacher")

    def underhood(*arguments, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "underhood_lab", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=environment("teacher", home),
            cwd=home,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout if code == 0 else done.stderr

    return underhood


def photograph(page, name):
    """Keep a screenshot as build output, in the light and the dark theme."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / f"{name}-light.png")
    choose_theme(page, "Dark")
    page.screenshot(path=OUTPUT / f"{name}-dark.png")
    choose_theme(page, "Light")


def choose_theme(page, theme):
    """Choose JupyterLab's own light or dark theme."""
    command(page, "apputils:change-theme", theme=f"JupyterLab {theme}")
    page.wait_for_selector(f'body[data-jp-theme-name="JupyterLab {theme}"]', state="attached")
    page.wait_for_timeout(500)  # the theme's style sheet is painted a moment later


def command(page, name, **arguments):
    """Run a command of JupyterLab's."""
    run = "async ([name, args]) => { await window.jupyterapp.commands.execute(name, args); }"
    page.evaluate(run, [name, arguments])


def palette(page, label):
    """Run a command as one does by keyboard: the palette, (the beginning of) its name, Enter."""
    field = page.locator(".lm-CommandPalette-input:focus")
    found = page.locator(".lm-CommandPalette-item.lm-mod-active", has_text=label)
    for _ in range(15):
        page.keyboard.press("Control+Shift+C")
        # A notebook takes the focus for a moment after it was opened or edited, and that closes the palette: what is
        # typed then would be commands of the notebook.
        page.wait_for_timeout(400)
        if field.is_visible():
            page.wait_for_timeout(1000)
        if field.is_visible():
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(label)
            try:
                found.wait_for(timeout=5000)
            except TimeoutError:
                continue
            page.keyboard.press("Enter")
            return
    pytest.fail(f"the palette does not stay open, or has no {label!r}")
