"""The house: who imports whom, and that what stands twice says the same."""

import ast
import json
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

import pytest
import underhood_lab

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "underhood_kernels": (ROOT / "kernels", set()),
    "underhood_course": (ROOT / "course", {"underhood_kernels"}),
    "underhood_grading": (ROOT / "grading", {"underhood_kernels", "underhood_course"}),
    "underhood_lab": (ROOT / "extension", {"underhood_kernels", "underhood_course", "underhood_grading"}),
}
NO_JUPYTER = {
    "IPython",
    "ipywidgets",
    "jupyter_core",
    "jupyter_server",
    "jupyterlab",
    "nbclient",
    "nbformat",
    "nbgrader",
}


def imports(package):
    """Yield each file of a package with the top names that it imports, wherever in the file."""
    folder, _ = PACKAGES[package]
    for file in sorted((folder / package).rglob("*.py")):
        names = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module.split(".")[0])
        yield file.relative_to(ROOT).as_posix(), names


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_go_one_way(package):
    _, allowed = PACKAGES[package]
    for file, names in imports(package):
        ours = {name for name in names if name.startswith("underhood_")}
        assert ours <= allowed | {package}, file


def test_the_kernels_know_nothing_of_jupyter():
    for file, names in imports("underhood_kernels"):
        assert not names & NO_JUPYTER, file


def test_the_version_is_one():
    npm = json.loads((ROOT / "extension" / "package.json").read_text())["version"]
    assert underhood_lab.__version__ == npm == version("underhood")
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert f"## [{npm}]" in changelog or "## [Unreleased]" in changelog


def test_the_wheel_has_every_module_of_the_course():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    course = tomllib.loads((ROOT / "course" / "course.toml").read_text())
    for module in course["modules"]:
        assert f"course/{module['folder']}" in included


def test_pinned_versions_satisfy_what_the_project_asks_for():
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = dict(line.lower().replace("_", "-").split("==") for line in lines if "==" in line)
    wanted = [
        *project["dependencies"],
        *project["optional-dependencies"]["test"],
        *project["optional-dependencies"]["dev"],
    ]
    for text in wanted:
        requirement = Requirement(text)
        name = requirement.name.lower().replace("_", "-")
        if name != "underhood":
            assert requirement.specifier.contains(pinned[name]), text


def test_pinned_versions_run_on_debian_12s_python():
    from packaging.specifiers import SpecifierSet

    oldest = "3.11.2"
    pinned = [line.split("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line]
    for name in pinned:
        try:
            needs = metadata(name).get("Requires-Python")
        except PackageNotFoundError:  # of `make lint` alone
            continue
        assert SpecifierSet(needs or "").contains(oldest), f"{name} needs Python {needs}"
