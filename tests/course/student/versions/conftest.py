"""A student with one page of a small course, and newer versions of it."""

import json

import pytest
from underhood_course import Workspace
from underhood_course.student.versions import Versions

from ...conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find

PATH = "m1-one/gpu.ipynb"


@pytest.fixture
def workspace(tmp_path):
    root = tmp_path / "student"
    root.mkdir()
    return Workspace(root)


class Case:
    """A student with one page of a small course."""

    def __init__(self, course, workspace):
        self.course, self.workspace = course, workspace
        self.publish("one", "x = 1")
        self.open()

    def publish(self, text, code, *more):
        """Put a version of the page into the course."""
        return self.course.page(
            "gpu",
            cell("# GPU", id="title"),
            cell(text, id="text"),
            cell(code, kind="code", id="code"),
            *more,
        )

    @property
    def catalog(self):
        return self.course.catalog()

    @property
    def page(self):
        return self.catalog.page("m1/gpu")

    @property
    def versions(self):
        return Versions(self.workspace, self.catalog)

    def open(self, **options):
        return self.workspace.open(self.page, self.catalog, **options)

    def read(self, path=PATH):
        return [one["source"] for one in json.loads((self.workspace.root / path).read_text())["cells"]]

    def write(self, change, path=PATH):
        file = self.workspace.root / path
        document = json.loads(file.read_text())
        change(document["cells"])
        file.write_text(json.dumps(document))

    def code(self, text):
        self.write(lambda cells: cells[2].update(source=text))


@pytest.fixture
def case(course, workspace):
    return Case(course, workspace)
