"""The bench as its user runs it: tables, files and errors."""

import json

import pytest
from underhood_kernels import registry
from underhood_kernels.bench import command, load, rows
from underhood_kernels.roofline import roofs


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(roofs, "LONG_ENOUGH", dict.fromkeys(roofs.LONG_ENOUGH, 1e-3))
    monkeypatch.setattr(roofs, "COPIED", dict.fromkeys(roofs.COPIED, 1 << 18))


def run(*arguments):
    return command.main([*arguments, "--budget", "0.0001", "--no-cold"])


def test_a_table_a_file_and_a_page(tmp_path, capsys):
    to_json, to_html = tmp_path / "found.json", tmp_path / "found.html"
    assert run("saxpy", "transpose", "--size", "64", "--json", str(to_json), "--html", str(to_html)) == 0
    printed = capsys.readouterr().out
    for name in registry["saxpy"].variants:
        assert name in printed
    assert "of the roof" in printed
    assert "CPU: " in printed
    assert "WRONG" not in printed
    found = load(to_json)
    assert found.machine["cores"] >= 1
    assert [table["family"] for table in found.tables] == ["saxpy", "transpose"]
    assert found.seconds("saxpy", "numpy") > 0
    assert found.seconds("saxpy", "absent") is None
    assert {roof["where"] for roof in found.ceilings} >= {"cpu"}
    assert all(row["right"] for table in found.tables for row in table["variants"] if "kernel" in row)
    page = to_html.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "wgpu-blocks" in page
    assert 'id="roofline"' in page
    assert 'src="http' not in page, "the page needs no network"
    assert not list(tmp_path.glob("*.part"))


def test_one_variant_with_a_parameter_and_another_dimension(capsys, tmp_path):
    file = tmp_path / "found.json"
    arguments = ["--set", "taps=5", "--only", "wgpu-shared", "--only", "numpy", "--with", "work_group=64"]
    assert run("convolution", "--size", "100", *arguments, "--json", str(file)) == 0
    (table,) = json.loads(file.read_text())["tables"]
    assert table["sizes"] == {"size": 100, "taps": 5}
    assert [row["variant"] for row in table["variants"]] == ["wgpu-shared", "numpy"]
    assert table["variants"][0].get("parameters") in (None, {"work_group": 64})  # None: no GPU here
    assert "wgpu-naive" not in capsys.readouterr().out


def test_a_wrong_result_is_exit_code_1(monkeypatch, capsys):
    judge = type(registry["copy"]).judge
    monkeypatch.setattr(type(registry["copy"]), "judge", lambda self, x: judge(self, x + 1))
    assert run("copy", "--size", "10", "--only", "numpy") == 1
    assert "numpy is WRONG: 10 of 10 elements differ" in capsys.readouterr().out


def test_list_measures_nothing(capsys, monkeypatch):
    monkeypatch.setattr(rows, "run_family", None)
    assert run("--list") == 0
    printed = capsys.readouterr().out
    assert "wgpu-grid-stride (work_group=128, groups=" in printed
    assert "--set taps=N" in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "no kernel family 'nonsense'; there is: convolution, copy"),
        (["copy", "--size", "-3"], "copy: size must lie between 0 and 268,435,456, not -3"),
        (["copy", "--set", "taps=3"], "copy has no dimension 'taps'"),
        (["copy", "--set", "taps"], "--set wants NAME=N with a whole number N, not 'taps'"),
        (["copy", "--with", "work_group=x"], "--with wants NAME=N"),
        (["copy", "--only", "cuda"], "copy has no variant 'cuda'; there is: numpy"),
        (["copy", "--json", "/no/such/folder/file.json"], "there is no folder /no/such/folder"),
    ],
)
def test_bad_input_is_one_plain_line(arguments, message, capsys):
    assert run(*arguments) == 1
    error = capsys.readouterr().err.strip()
    assert message in error
    assert "\n" not in error


def test_a_budget_of_nothing_is_refused(capsys):
    assert command.main(["copy", "--budget", "0"]) == 1
    assert "--budget must be more than 0 seconds" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "underhood-bench", "version": 99}', "\x00"])
def test_a_file_that_is_no_record_is_named(tmp_path, text):
    file = tmp_path / "other.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"other\.json"):
        load(file)
