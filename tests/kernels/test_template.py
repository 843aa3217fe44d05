"""Shaders whose loops are written out from a template."""

import jinja2
import pytest
from underhood_kernels import template


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A package's folder with a shader and a template."""
    (tmp_path / "plain.wgsl").write_text("// {{ not a template }}\n", "utf-8")
    lines = [
        "// {{ rows }} rows",
        "{% for i in range(rows) %}",
        "let r{{ i }} = {{ i }}u;  // a < b",
        "{% endfor %}",
        "end",
    ]
    (tmp_path / "unrolled.wgsl.jinja").write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.setattr(template, "files", lambda _: tmp_path)
    template._rendered.cache_clear()
    yield "folder"
    template._rendered.cache_clear()


def test_files_follow_each_other_and_only_templates_are_rendered(folder):
    text = template.wgsl(folder, ["unrolled", "plain"], {"rows": 2})
    assert text == "// 2 rows\nlet r0 = 0u;  // a < b\nlet r1 = 1u;  // a < b\nend\n// {{ not a template }}\n"


def test_each_value_gives_a_text_of_its_own(folder):
    texts = [template.wgsl(folder, ["unrolled"], {"rows": rows}) for rows in (0, 1, 3)]
    assert [text.count("let") for text in texts] == [0, 1, 3]


def test_a_name_that_is_no_parameter_is_an_error(folder):
    with pytest.raises(jinja2.UndefinedError, match="rows"):
        template.wgsl(folder, ["unrolled"], {"columns": 2})


def test_a_missing_file_is_named(folder):
    with pytest.raises(FileNotFoundError, match=r"absent\.wgsl"):
        template.wgsl(folder, ["absent"], {})
