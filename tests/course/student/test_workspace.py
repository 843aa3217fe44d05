"""The student's folder: copied once, never written over, never left."""

import os
import threading

import pytest
from underhood_course import Workspace, WorkspaceError, read_catalog
from underhood_course.check import check_files
from underhood_course.student.workspace import NotFetchedError, OutsideError, local_targets

from ..conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find


@pytest.fixture
def workspace(tmp_path):
    root = tmp_path / "student"
    root.mkdir()
    return Workspace(root)


def test_a_page_is_copied_once_and_then_the_students(course, workspace):
    source = course.page("gpu")
    catalog = course.catalog()
    opened = workspace.open(catalog.page("m1/gpu"), catalog)
    assert (opened.path, opened.copied) == ("m1-one/gpu.ipynb", True)
    copy = workspace.root / opened.path
    assert copy.read_bytes() == source.read_bytes()
    copy.write_text("my own work")
    source.write_text(source.read_text().replace("Some words", "Newer words"))
    catalog = course.catalog()
    assert not workspace.open(catalog.page("m1/gpu"), catalog).copied
    assert copy.read_text() == "my own work"
    assert "Some words" in (workspace.state / "originals" / opened.path).read_text()


def test_pictures_and_linked_pages_come_along_and_nothing_else(course, workspace):
    figures = course.folder / "m1-one" / "figures"
    figures.mkdir(parents=True)
    (figures / "a b.svg").write_text("<svg/>")
    (course.folder / "secret.txt").write_text("not linked")
    outside = course.folder.parent / "outside.txt"
    outside.write_text("outside")
    course.page("one", cell("# One\n![a](figures/a%20b.svg) [two](two.ipynb#Part) [web](https://example.org/x.svg)"))
    course.page("two", cell("# Two\n[three](three.ipynb) [one](one.ipynb) [out](../../outside.txt) [none](none.svg)"))
    course.page("three")
    catalog = course.catalog()
    workspace.open(catalog.page("m1/one"), catalog)
    copied = {p.relative_to(workspace.root).as_posix() for p in workspace.root.rglob("*") if p.is_file()}
    assert {name for name in copied if not name.startswith(".underhood")} == {
        "m1-one/one.ipynb",
        "m1-one/two.ipynb",
        "m1-one/three.ipynb",
        "m1-one/figures/a b.svg",
    }


def test_a_page_opens_beside_a_broken_one_that_it_links_to(course, workspace):
    course.page("one", cell("# One\n[two](two.ipynb)"))
    course.raw("two", "{")
    catalog = course.catalog()
    assert workspace.open(catalog.page("m1/one"), catalog).copied


def test_a_handins_source_never_gets_to_a_student(course, workspace):
    source = course.folder / "m1-one" / "handins" / "sums" / "sums.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text("the solution")
    course.page("one", cell("# One\n[the hand-in](handins/sums/sums.ipynb) ![x](../m1-one/handins/sums/sums.ipynb)"))
    catalog = course.catalog()
    workspace.open(catalog.page("m1/one"), catalog)
    assert not list(workspace.root.rglob("sums*"))
    problems = [str(problem) for problem in check_files(catalog)]
    assert problems[0].startswith(
        'm1-one/one.ipynb cell 1: "handins/sums/sums.ipynb" holds a solution; name it instead'
    )


def test_every_page_of_the_real_course_can_be_opened(workspace):
    catalog = read_catalog()
    for page in catalog.pages():
        if page.handin:
            with pytest.raises(NotFetchedError, match="fetch it first"):
                workspace.open(page, catalog)
        else:
            assert (workspace.root / workspace.open(page, catalog).path).is_file()


def test_a_fetched_handin_opens(workspace):
    catalog = read_catalog()
    page = catalog.page("m1/handin-convolution")
    (workspace.root / "convolution").mkdir()
    (workspace.root / "convolution" / "convolution.ipynb").write_text("{}")
    assert workspace.open(page, catalog).path == "convolution/convolution.ipynb"


def test_a_link_out_of_the_folder_is_refused(course, workspace, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace.root / "m1-one").symlink_to(elsewhere)
    course.page("gpu")
    catalog = course.catalog()
    with pytest.raises(OutsideError, match="leads out of"):
        workspace.open(catalog.page("m1/gpu"), catalog)
    assert list(elsewhere.iterdir()) == []
    for path in ("../x", "/etc/passwd", "a/../../x"):
        with pytest.raises(OutsideError):
            workspace.inside(path)


def test_a_file_where_a_folder_is_needed_is_one_clear_error(course, workspace):
    (workspace.root / "m1-one").write_text("a file")
    course.page("gpu")
    catalog = course.catalog()
    with pytest.raises(WorkspaceError, match="can't copy m1-one/gpu.ipynb"):
        workspace.open(catalog.page("m1/gpu"), catalog)


def test_a_read_only_folder_is_one_clear_error(course, workspace):
    workspace.root.chmod(0o500)
    if os.access(workspace.root, os.W_OK):
        pytest.skip("root may write into a read-only folder")
    course.page("gpu")
    catalog = course.catalog()
    with pytest.raises(WorkspaceError, match="permission denied"):
        workspace.open(catalog.page("m1/gpu"), catalog)


def test_two_at_once_make_one_copy(course, workspace):
    course.page("gpu")
    catalog = course.catalog()
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(workspace.open(catalog.page("m1/gpu"), catalog).copied))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.count(True) == 1
    assert [p.name for p in (workspace.root / "m1-one").iterdir()] == ["gpu.ipynb"]


def test_targets_are_local_paths_only():
    markdown = "[a](x.ipynb#h) ![b](<y z.png>) ![c](f/g.svg) [w](https://e.org) [m](mailto:a@b) [h](#only) text (no)"
    assert list(local_targets(markdown)) == ["x.ipynb", "y", "f/g.svg"]
