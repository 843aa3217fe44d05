"""The wheel: built from this checkout, installed beside it, used without node."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (file,) = folder.glob("underhood-*.whl")
    return file


def test_it_has_the_extension_the_course_and_the_commands_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    data = next(name.split("/")[0] for name in names if ".data/" in name)
    assert f"{data}/data/share/jupyter/labextensions/underhood/package.json" in names
    assert f"{data}/data/share/jupyter/labextensions/underhood/install.json" in names
    assert f"{data}/data/etc/jupyter/jupyter_server_config.d/underhood_lab.json" in names
    assert any("labextensions/underhood/static/remoteEntry." in name for name in names)
    assert "underhood_course/content/course.toml" in names
    assert "underhood_kernels/families/convolution/naive.wgsl" in names
    assert not [name for name in names if "tests/" in name or name.endswith((".ts", ".tsx", ".map"))]


def test_it_gives_the_course_without_node(wheel, tmp_path):
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", target, wheel]
    nowhere = tmp_path / "empty"
    nowhere.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(target), "PATH": str(nowhere)}
    subprocess.run(install, check=True, capture_output=True, env=environment)
    script = (
        "from underhood_course import course_folder; from underhood_lab.command import main; print(course_folder());"
    )
    catalog = [sys.executable, "-c", f"{script} raise SystemExit(main(['catalog', '--json']))"]
    done = subprocess.run(catalog, check=True, capture_output=True, text=True, env=environment, cwd=tmp_path)
    folder, document = done.stdout.split("\n", 1)
    assert Path(folder).is_relative_to(target)
    found = json.loads(document)
    assert found["problems"] == []
    assert len(found["modules"][0]["pages"]) == 5
