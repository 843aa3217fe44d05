"""Notebooks in a line: their cells are all that a test is about."""

import pytest


def notebook(*cells, **metadata):
    """A notebook; a cell is (id, text) for text, (id, text, "code") for code."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [made(*cell) for cell in cells]}


def made(name, text, kind="markdown", **metadata):
    cell = {"cell_type": kind, "id": name, "metadata": metadata, "source": text}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def texts(document):
    """What one reads, from top to bottom."""
    return [cell["source"] for cell in document["cells"]]


@pytest.fixture
def page():
    """A page with a heading, code and an end."""
    return notebook(("a", "# Title"), ("b", "x = 1\ny = 2\n", "code"), ("c", "The end of it all."))
