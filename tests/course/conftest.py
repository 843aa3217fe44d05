"""A small course of one's own, written file by file, for what the real one has no fault for."""

import json

import pytest
from underhood_course import read_catalog

COURSE = """
title = "Small"
course_id = "small"
[[levels]]
level = 1
title = "Read"
description = "Reading."
[[specializations]]
id = "deep-learning"
title = "Deep learning"
mark = "DL"
[[specializations]]
id = "computer-graphics"
title = "Computer graphics"
mark = "CG"
[[modules]]
id = "m1"
title = "One"
folder = "m1-one"
pages = [{pages}]
"""


def cell(source, *tags, kind="markdown", **more):
    """A cell, with an id from its text."""
    cell = {
        "cell_type": kind,
        "id": f"c{abs(hash(source)) % 10**7}",
        "metadata": {"tags": list(tags)},
        "source": source,
    }
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    return cell | more


class SmallCourse:
    """A course's folder under construction."""

    def __init__(self, folder):
        self.folder = folder
        self.names = []

    def page(self, name, *cells, metadata=None, **changes):
        """Write a page; `changes` are to its metadata, `metadata` replaces them."""
        own = {"id": f"m1/{name}", "title": name.title(), "kind": "page", "level": 1} | changes
        document = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"underhood": own if metadata is None else metadata},
            "cells": list(cells) or [cell(f"# {name}\n\nSome words.")],
        }
        return self.raw(name, json.dumps(document))

    def raw(self, name, text):
        """Write a page's file as it is."""
        self.names.append(name)
        file = self.folder / "m1-one" / f"{name}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        pages = ", ".join(f'"{one}"' for one in dict.fromkeys(self.names))
        (self.folder / "course.toml").write_text(COURSE.format(pages=pages))
        return file

    def catalog(self):
        return read_catalog(self.folder)

    def problems(self):
        return [str(problem) for problem in self.catalog().problems]


@pytest.fixture
def course(tmp_path):
    return SmallCourse(tmp_path / "course")
