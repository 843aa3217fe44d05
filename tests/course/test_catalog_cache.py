import json
import os
import pickle
import time

import pytest
from underhood_course import catalog_cache, read_catalog
from underhood_course.catalog_cache import stored_document

from .conftest import cell


@pytest.fixture
def read(course, tmp_path):
    """Read the course as a process that was just started, with the pages that it reads itself."""
    store = tmp_path / "store"

    def read(monkeypatch):
        import underhood_course.catalog as module

        fresh = catalog_cache.CatalogCache()
        monkeypatch.setattr(module, "_cache", fresh)
        names = []
        whole = module.read_page
        monkeypatch.setattr(module, "read_page", lambda *a, **k: names.append(k["name"]) or whole(*a, **k))
        catalog = read_catalog(course.folder, store=store)
        end = time.monotonic() + 10
        while stored_document(course.folder, store) is None or not list(store.rglob("pages.pickle")):
            assert time.monotonic() < end
            time.sleep(0.01)
        monkeypatch.undo()
        return catalog, names

    read.store = store
    return read


def test_nothing_changed_gives_the_same_catalog(course):
    course.page("a")
    assert course.catalog() is course.catalog()


@pytest.mark.parametrize(
    "change",
    [
        lambda course: course.page("b"),
        lambda course: course.raw("a", "{"),
        lambda course: (course.folder / "m1-one" / "a.ipynb").unlink(),
        lambda course: (course.folder / "m1-one" / "unlisted.ipynb").write_text("{}"),
        lambda course: os.utime(course.folder / "course.toml", ns=(1, 1)),
    ],
)
def test_whatever_changes_is_seen(course, change):
    course.page("a")
    before = course.catalog()
    change(course)
    assert course.catalog() is not before


def test_a_course_that_vanished_is_an_error_at_once(course):
    course.page("a")
    course.catalog()
    (course.folder / "course.toml").unlink()
    with pytest.raises(ValueError, match="there is no such file"):
        course.catalog()


def test_a_page_whose_permissions_are_put_right_is_there(course):
    file = course.page("a")
    file.chmod(0)
    course.catalog()
    file.chmod(0o644)
    assert course.catalog().page("m1/a")


def test_a_restart_reads_only_what_has_changed(course, read, monkeypatch):
    course.page("a", cell("# A"), cell("## S", "level-3"))
    course.page("b")
    first, names = read(monkeypatch)
    assert names == ["m1-one/a.ipynb", "m1-one/b.ipynb"]
    again, names = read(monkeypatch)
    assert names == []
    assert again.to_dict() == first.to_dict()
    assert list(again.pages()) == list(first.pages())
    course.page("b", title="Another")
    changed, names = read(monkeypatch)
    assert names == ["m1-one/b.ipynb"]
    assert changed.page("m1/b").title == "Another"


def test_the_document_is_there_before_a_page_is_read(course, read, monkeypatch):
    course.page("a")
    catalog, _ = read(monkeypatch)
    stored = stored_document(course.folder, read.store)
    assert json.loads(stored.text) == catalog.to_dict()
    assert stored == catalog.document
    course.page("a", title="Another")
    assert stored_document(course.folder, read.store) is None


class Evil:
    def __reduce__(self):
        return (os.system, ("touch /tmp/underhood-was-here",))


@pytest.mark.parametrize("content", [b"", b"\x80", b"no pickle", pickle.dumps(Evil()), pickle.dumps(["x"])])
def test_a_store_that_is_broken_or_hostile_is_only_of_no_use(course, read, monkeypatch, content):
    course.page("a")
    read(monkeypatch)
    for file in read.store.rglob("*.*"):
        file.write_bytes(content)
    assert stored_document(course.folder, read.store) is None
    catalog, names = read(monkeypatch)
    assert names == ["m1-one/a.ipynb"]
    assert catalog.page("m1/a")
    assert not os.path.exists("/tmp/underhood-was-here")  # noqa: PTH110
