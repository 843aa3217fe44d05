"""The `underhood` command, as one types it."""

import json
import os
import socket
import subprocess
import sys

import pytest
from underhood_course.schema import faults, schema
from underhood_grading.joining import join
from underhood_kernels import Comparison, Family, gpu
from underhood_kernels.roofline import roofs
from underhood_lab.command import main


@pytest.fixture
def started(monkeypatch):
    """What `underhood lab` would have become."""
    found = {}

    def become(program, command, environment):
        found.update(program=program, command=command, environment=environment)
        raise SystemExit(0)

    monkeypatch.setattr(os, "execve", become)
    monkeypatch.setattr(os, "chdir", lambda folder: found.update(folder=folder))
    return found


@pytest.fixture(autouse=True)
def quick_ceilings(monkeypatch):
    """Ceilings from short samples: `doctor` measures them each time."""
    monkeypatch.setattr(roofs, "LONG_ENOUGH", dict.fromkeys(roofs.LONG_ENOUGH, 1e-3))
    monkeypatch.setattr(roofs, "COPIED", dict.fromkeys(roofs.COPIED, 1 << 18))


def lab(*arguments):
    with pytest.raises(SystemExit):
        main(["lab", *map(str, arguments)])


def test_lab_starts_jupyterlab_on_the_students_folder(started, tmp_path):
    folder = tmp_path / "new" / "student"
    lab(folder, "--no-browser", "--port", "0")
    assert folder.is_dir()
    assert started["command"][:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={folder}" in started["command"]
    assert started["command"][-3:] == ["--no-browser", "--port", "0"]
    assert started["environment"]["UNDERHOOD_WORKSPACE"] == str(folder)
    assert started["environment"]["UNDERHOOD_COURSE_ID"] == "underhood"
    assert "UNDERHOOD_EXCHANGE" not in started["environment"]


def test_lab_remembers_the_exchange(started, tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    lab(tmp_path / "student", "--exchange", exchange)
    assert started["environment"]["UNDERHOOD_EXCHANGE"] == str(exchange)
    started.clear()
    lab(tmp_path / "student")
    assert started["environment"]["UNDERHOOD_EXCHANGE"] == str(exchange)


def test_lab_on_a_jupyterhub_becomes_the_hub_s_server(started, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    monkeypatch.setenv("JUPYTERHUB_ROOT_DIR", str(tmp_path / "as-the-hub-says"))
    monkeypatch.setattr("underhood_lab.command.lab.find_spec", lambda name: name)
    lab("--debug")
    assert started["command"][:3] == [sys.executable, "-m", "jupyterhub.singleuser"]
    assert f"--ServerApp.root_dir={tmp_path / 'as-the-hub-says'}" in started["command"]
    assert "JUPYTERHUB_ROOT_DIR" not in started["environment"]
    lab(tmp_path / "mine")
    assert f"--ServerApp.root_dir={tmp_path / 'mine'}" in started["command"]
    monkeypatch.setattr("underhood_lab.command.lab.find_spec", lambda name: None)
    assert main(["lab", str(tmp_path)]) == 1
    assert "pip install jupyterhub" in capsys.readouterr().err


def test_lab_without_a_folder_takes_no_options_value_for_one(started, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for options in (["--port", "0"], ["--ip", "0.0.0.0", "--no-browser"], ["--no-browser"], []):
        lab(*options)
        assert f"--ServerApp.root_dir={tmp_path / 'underhood'}" in started["command"]
        assert started["command"][len(started["command"]) - len(options) :] == options
    (tmp_path / "exchange").mkdir()
    lab("--exchange", tmp_path / "exchange", tmp_path / "mine", "--debug")
    assert f"--ServerApp.root_dir={tmp_path / 'mine'}" in started["command"]
    assert started["command"][-1] == "--debug"


def one_line(capsys):
    error = capsys.readouterr().err.strip()
    assert error.startswith("underhood: ")
    assert len(error.splitlines()) == 1
    return error


def test_lab_says_in_one_line_what_is_wrong(started, tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("")
    cases = {
        (file,): "is a file",
        (file / "below",): "part of its path is a file",
        (tmp_path / "s", "--exchange", tmp_path / "gone"): "there is no exchange",
        (tmp_path / "s", "--port", "high"): 'not "high"',
        (tmp_path / "s", "--port=99999"): "--port needs a number",
        (tmp_path / "s", "--exchange"): "--exchange needs",
    }
    for arguments, words in cases.items():
        assert main(["lab", *map(str, arguments)]) == 1
        assert words in one_line(capsys)
    assert started == {}


def test_lab_refuses_a_read_only_folder(started, tmp_path, capsys):
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("root may write into a read-only folder")
    assert main(["lab", str(tmp_path)]) == 1
    assert "is read-only" in one_line(capsys)


def test_lab_refuses_a_port_in_use(started, tmp_path, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["lab", str(tmp_path), f"--port={port}"]) == 1
    assert f"port {port} is in use" in one_line(capsys)


def test_catalog_as_json_and_for_people(capsys):
    assert main(["catalog", "--json"]) == 0
    assert list(faults(json.loads(capsys.readouterr().out), schema("catalog"))) == []
    assert main(["catalog"]) == 0
    assert "m1/introduction-to-gpus" in capsys.readouterr().out


def test_doctor_finds_each_thing_and_gives_cures(capsys):
    code = main(["doctor", "--json"])
    found = json.loads(capsys.readouterr().out)
    names = {one["name"] for one in found}
    assert names >= {
        "GPU",
        "CPU ceilings",
        "torch",
        "numba",
        "sandbox",
        "exchange",
        "browser: anywidget",
        "browser: underhood",
    }
    assert {one["state"] for one in found} <= {"fine", "missing", "not needed"}
    assert all(one["cure"] for one in found if one["state"] == "missing")
    assert code == any(one["state"] == "missing" for one in found)
    main(["doctor"])
    assert "✓ Python" in capsys.readouterr().out


def test_bench_is_the_kernels_own(tmp_path, capsys):
    file = tmp_path / "found.json"
    assert main(["bench", "copy", "--size", "50", "--only", "numpy", "--budget", "0.0001", "--json", str(file)]) == 0
    assert "Copy (copy) of 50" in capsys.readouterr().out
    assert json.loads(file.read_text())["tables"][0]["family"] == "copy"
    assert main(["bench", "nonsense"]) == 1
    assert "underhood: no kernel family 'nonsense'" in capsys.readouterr().err


def test_doctor_without_a_gpu(monkeypatch, capsys):
    def choose():
        raise gpu.NoAdapterError("no GPU driver found", "install one: now")

    monkeypatch.setattr(gpu, "choose", choose)
    assert main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "missing: no GPU driver found; the NumPy, numba and torch variants run" in printed
    assert "cure: install one: now" in printed


def test_doctor_survives_what_is_installed_and_cannot_be_loaded(monkeypatch, capsys):
    def broken(name):
        raise OSError("libgomp.so.1: cannot open shared object file")

    monkeypatch.setattr("underhood_lab.findings.import_module", broken)
    assert main(["doctor"]) == 1
    assert "torch" in (printed := capsys.readouterr().out)
    assert "can't be loaded: libgomp.so.1" in printed


@pytest.mark.skipif(bool(gpu.why_unavailable()), reason=gpu.why_unavailable())
def test_doctor_sees_a_driver_that_computes_wrongly(monkeypatch, capsys):
    monkeypatch.setattr(Family, "compare", lambda *_: Comparison(False, 1.0, "7 of 1021 elements differ"))
    assert main(["doctor"]) == 1
    assert "missing: 7 of 1021 elements differ" in capsys.readouterr().out


def test_doctor_knows_the_exchange_of_a_students_folder(tmp_path, capsys):
    join(tmp_path / ".underhood", tmp_path)
    main(["doctor", "--json", str(tmp_path)])
    exchange = next(one for one in json.loads(capsys.readouterr().out) if one["name"] == "exchange")
    assert (exchange["state"], exchange["detail"]) == ("fine", str(tmp_path))


def test_check_reads_the_real_course_and_a_faulty_one(tmp_path, capsys):
    assert main(["check", "--no-run"]) == 0
    assert "5 pages checked: nothing wrong" in capsys.readouterr().err
    (tmp_path / "course.toml").write_text("title = 3")
    assert main(["check", "--course", str(tmp_path)]) == 1
    assert "course.toml" in one_line(capsys)


def test_check_runs_the_whole_course_and_grades_its_handins(capsys):
    assert main(["check"]) == 0
    said = capsys.readouterr().err
    assert "running m1/introduction-to-gpus" in said
    assert "grading m1/handin-convolution" in said


def test_teach_says_in_one_line_what_is_wrong(tmp_path, capsys):
    assert main(["teach", "release", "convolution", "--root", str(tmp_path)]) == 1
    assert "is no nbgrader course directory" in one_line(capsys)
    assert main(["teach", "--root", str(tmp_path / "gone"), "collect", "convolution"]) == 1
    assert "is no folder" in one_line(capsys)


def test_unknown_commands_and_options_are_refused(capsys):
    for arguments in (["fly"], ["catalog", "--yaml"], ["teach"], ["teach", "grade"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2


def test_version_is_the_packages(capsys):
    done = subprocess.run(
        [sys.executable, "-m", "underhood_lab", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("underhood 0.")


def test_a_teachers_choices_at_the_command_line(tmp_path, capsys):
    assert main(["teach", "init", str(tmp_path / "autumn")]) == 0
    root = ["--root", str(tmp_path / "autumn")]
    dates = ["--start", "2023-10-26", "--weekdays", "thu", "--project-start", "2024-01-02", "--timezone", "UTC"]
    assert main(["teach", "run", *dates, *root]) == 0
    said = capsys.readouterr().out
    assert "  7  2023-12-07  material" in said
    assert " 15  2024-01-11  project" in said
    (tmp_path / "class.csv").write_text("ada\ngrace\n")
    assert main(["teach", "enrol", str(tmp_path / "class.csv"), *root]) == 0
    assert "2 students" in capsys.readouterr().out
    assert main(["teach", "extend", "convolution", "ada", "--hours", "48", *root]) == 0
    assert "2 days, 0:00:00 more" in capsys.readouterr().out
    assert main(["teach", "extend", "convolution", "ada", "--none", *root]) == 0
    assert main(["teach", "extend", "song", "ada", "--hours", "1", *root]) == 1
    assert "no hand-in" in capsys.readouterr().err
    assert main(["teach", "enrol", str(tmp_path / "none.csv"), *root]) == 1
