"""Installing what pip can't bring, with the system played by functions."""

import subprocess
from dataclasses import replace
from types import SimpleNamespace

import pytest
from underhood_lab import system_packages


@pytest.fixture
def system(monkeypatch):
    """A Debian without the package: what it is told to run, and whether that helps."""
    state = SimpleNamespace(commands=[], installed=False, root=True, sudo=False, apt=True)

    def run(command, **_):
        state.commands.append(command)
        if command[:2] == ["sudo", "-n"] and command[2] == "true":
            return SimpleNamespace(returncode=0 if state.sudo else 1)
        if "install" in command:
            state.installed = True
        return SimpleNamespace(returncode=0)

    known = replace(system_packages.KNOWN["vulkan"], present=lambda: state.installed)
    monkeypatch.setitem(system_packages.KNOWN, "vulkan", known)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(system_packages, "_present_now", lambda _: state.installed)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.geteuid", lambda: 0 if state.root else 1000)
    found = {"apt-get": lambda: state.apt, "sudo": lambda: True}
    monkeypatch.setattr("shutil.which", lambda name: name if found.get(name, bool)() else None)
    return state


def test_root_installs(system, capsys):
    assert system_packages.install(["vulkan"])
    assert [command[:2] for command in system.commands] == [["apt-get", "update"], ["apt-get", "install"]]
    assert "mesa-vulkan-drivers" in system.commands[-1]
    assert capsys.readouterr().err == ""


def test_sudo_without_a_password_installs(system):
    system.root, system.sudo = False, True
    assert system_packages.install(["vulkan"])
    assert system.commands[-1][:3] == ["sudo", "-n", "apt-get"]


def test_nobody_else_installs_and_one_line_says_what_to_do(system, capsys):
    system.root = False
    assert not system_packages.install(["vulkan"])
    assert not any("install" in command for command in system.commands)
    assert capsys.readouterr().err.splitlines() == [
        "a Vulkan driver is missing (the NumPy, numba and torch variants still run): "
        "sudo apt-get install libvulkan1 mesa-vulkan-drivers"
    ]


def test_without_apt_it_is_one_line_too(system, capsys):
    system.apt = False
    assert not system_packages.install(["vulkan"])
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_there_is_left_alone(system):
    system.installed = True
    assert system_packages.install(["vulkan"])
    assert system.commands == []


def test_other_systems_are_left_alone(system, monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert not system_packages.install(["vulkan"])
    assert system.commands == []


def test_the_sandbox_s_are_looked_for(monkeypatch) -> None:
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_packages, "find_library", lambda name: f"lib{name}.so.2")
    assert system_packages.KNOWN["sandbox"].present()
    monkeypatch.setattr(system_packages, "find_library", lambda name: None)
    assert not system_packages.KNOWN["sandbox"].present()
