"""Pages and files that were renamed, deleted or are in the way."""

from ...conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find
from .conftest import PATH


def test_a_page_that_the_course_renamed_is_followed(case):
    case.code("x = 3")
    case.course.names.remove("gpu")
    (case.course.folder / "m1-one" / "gpu.ipynb").unlink()
    case.course.page("graphics", cell("# GPU", id="title"), cell("two", id="text"), id="m1/gpu")
    assert case.open().path == PATH
    assert case.versions.newer()[0]["path"] == PATH
    shown = case.versions.show(case.page)
    case.versions.merge(case.page, {}, shown["fingerprint"])
    assert case.read() == ["# GPU", "two", "x = 3"], "changed by the student, so it stays though the course deleted it"
    assert not (case.workspace.root / "m1-one" / "graphics.ipynb").exists()
    assert case.versions.newer() == []


def test_a_file_that_the_student_renamed_is_followed(case):
    (case.workspace.root / PATH).rename(case.workspace.root / "mine.ipynb")
    case.write(lambda cells: cells[2].update(source="x = 3"), "mine.ipynb")
    case.publish("two", "x = 1")
    assert case.open().path == "mine.ipynb"
    shown = case.versions.show(case.page)
    assert shown["path"] == "mine.ipynb"
    case.versions.merge(case.page, {}, shown["fingerprint"])
    assert case.read("mine.ipynb") == ["# GPU", "two", "x = 3"]
    assert not (case.workspace.root / PATH).exists()


def test_a_deleted_file_is_copied_anew(case):
    (case.workspace.root / PATH).unlink()
    case.publish("two", "x = 1")
    assert case.versions.newer() == []
    opened = case.open()
    assert (opened.path, opened.copied) == (PATH, True)
    assert case.read()[1] == "two"
    assert case.versions.newer() == []


def test_a_new_page_where_the_student_has_another_one_goes_beside_it(case):
    case.course.names.remove("gpu")
    case.course.page("gpu", cell("# Another"), id="m1/another")
    catalog = case.catalog
    opened = case.workspace.open(catalog.page("m1/another"), catalog)
    assert opened.path == "m1-one/gpu-2.ipynb"
    assert case.read() == ["# GPU", "one", "x = 1"]
    assert case.workspace.open(catalog.page("m1/another"), catalog).path == opened.path


def test_pictures_are_renewed_unless_the_student_touched_them(case):
    figures = case.course.folder / "m1-one" / "figures"
    figures.mkdir()
    for name in ("a", "b"):
        (figures / f"{name}.svg").write_text("old")
    case.publish("![a](figures/a.svg) ![b](figures/b.svg)", "x = 1")
    case.open()
    own = case.workspace.root / "m1-one" / "figures"
    (own / "b.svg").write_text("drawn over")
    for name in ("a", "b"):
        (figures / f"{name}.svg").write_text("new")
    case.open()
    assert ((own / "a.svg").read_text(), (own / "b.svg").read_text()) == ("new", "drawn over")
    (own / "a.svg").unlink()
    case.open()
    assert (own / "a.svg").read_text() == "new"
