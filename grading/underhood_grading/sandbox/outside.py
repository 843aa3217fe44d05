"""The sandbox around a template: bubblewrap with a read-only system, Python, and nothing of the teacher's."""

from __future__ import annotations

import os
import site
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from underhood_grading.sandbox.place import HOME

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["UNPRIVILEGED", "command", "environment", "groups_of_graphics_cards", "is_administrator"]

# What programs need of /etc; not the accounts, the host's name, or anything with a secret.
_ETC = (
    "alternatives", "debian_version", "drirc", "egl", "fonts", "glvnd", "ld.so.cache", "ld.so.conf", "ld.so.conf.d",
    "locale.alias", "localtime", "magic", "magic.mime", "mime.types", "nsswitch.conf", "nvidia", "OpenCL", "os-release",
    "protocols", "services", "static", "terminfo", "timezone", "vulkan",
)  # fmt: skip
# Processors' caches and memory nodes, and the graphics cards that a driver looks for.
_SYS = ("devices", "dev/char", "bus/pci", "class/drm", "module/nvidia")
_PARENTS = {Path(name) for name in ("/dev", "/etc", "/nix", "/gnu", "/sys", "/tmp", "/usr")}
_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_STORES = ("/nix/store", "/gnu/store")  # where some systems keep what /usr has elsewhere
UNPRIVILEGED = 65533  # no account's anywhere, and not the number that stands for unknown ones


def command(argv: Sequence[str], *, readable: Sequence[Path] = ()) -> list[str]:
    """Return the command line that runs `argv` in a sandbox as templates have it around them.

    >>> subprocess.run(command(["ls", "/"]))

    Templates don't start so, they go in later (`entering`).

    Inside there is the system read-only, this Python with its packages, the GPU, `readable` at their own paths, an
    empty /tmp, and a small environment; no network, no home, nothing else. What is inherited stays open.
    What runs in it ends with the *thread* that started it, so start it from one that stays.

    Started by the administrator, what runs in it belongs to an account without rights; Python and `readable` have to
    be readable to others then. Raises ValueError for a path that the sandbox needs for itself, and where Python's own
    folder holds the home.
    """
    administrator = is_administrator()
    line = ["bwrap", "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-net"]
    line += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "grading", "--cap-drop", "ALL"]
    if administrator:
        for capability in ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            line += ["--cap-add", capability]
    else:
        line += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    line += ["--clearenv"]
    for name, value in environment(Path("/tmp")).items():
        line += ["--setenv", name, value]
    line += _system()
    shown = [_allowed(folder) for folder in (*_python(), *readable)]
    # Those that bubblewrap would make for them would be closed to others.
    for parent in sorted({parent for folder in shown for parent in folder.parents} - _PARENTS - {Path("/")}):
        line += ["--perms", "0755", "--dir", str(parent)]
    for folder in shown:
        line += ["--ro-bind", str(folder), str(folder)]
    for folder in _never():
        line += ["--tmpfs", str(folder)]
    line += ["--dir", HOME, "--chdir", "/tmp", "--remount-ro", "/dev", "--remount-ro", "/", "--"]
    return [*line, *(_give_up_rights() if administrator else []), *argv]


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of what runs in the sandbox, or will: nothing of the teacher's. It writes to `folder`."""
    folders = [str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]
    cache = folder / "cache"
    return {
        "PATH": ":".join(dict.fromkeys(folders)),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "XDG_CACHE_HOME": str(cache),
        "XDG_RUNTIME_DIR": str(folder),
        "MPLCONFIGDIR": str(cache / "matplotlib"),
        "NUMBA_CACHE_DIR": str(cache / "numba"),
        "MESA_SHADER_CACHE_DISABLE": "true",
    }


def is_administrator() -> bool:
    """Return whether this is root itself, and not a root whose other accounts don't exist, as in a container."""
    if os.geteuid() != 0:
        return False
    rows = [list(map(int, row.split())) for row in Path("/proc/self/uid_map").read_text("ascii").splitlines()]
    return any(inside <= UNPRIVILEGED < inside + count for inside, _, count in rows)


def groups_of_graphics_cards() -> list[int]:
    """Return the groups that may use the graphics cards, but for root's."""
    return sorted({device.stat().st_gid for device in _graphics_cards()} - {0})


def _give_up_rights() -> list[str]:
    """Return what root's command line starts with: a whole /proc, then an account that owns nothing.

    bubblewrap covers parts of root's /proc, and the kernel then allows no other /proc in namespaces further in.
    """
    groups = ",".join(map(str, groups_of_graphics_cards()))
    setpriv = ["setpriv", f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}"]
    setpriv += [f"--groups={groups}" if groups else "--clear-groups"]
    setpriv += ["--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"]
    return ["sh", "-c", 'mount -t proc -o nosuid,nodev,noexec proc /proc && exec "$@"', "sh", *setpriv, "--"]


def _system() -> list[str]:
    line = ["--ro-bind", "/usr", "/usr"]
    for parent in sorted(_PARENTS - {Path("/usr"), Path("/dev"), Path("/tmp")}):
        line += ["--perms", "0755", "--dir", str(parent)]
    for name in _SYSTEM:
        folder = Path(name)
        if folder.is_symlink():
            line += ["--symlink", str(folder.readlink()), name]
        elif folder.is_dir():
            line += ["--ro-bind", name, name]
    for name in _STORES:
        line += ["--ro-bind-try", name, name]
    for name in _ETC:
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    line += ["--ro-bind", *map(str, (Path(__file__).with_name("passwd"), "/etc/passwd"))]
    for name in _SYS:
        line += ["--ro-bind-try", f"/sys/{name}", f"/sys/{name}"]
    line += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/dev/shm"]
    for device in _graphics_cards():
        line += ["--dev-bind-try", str(device), str(device)]
    return [*line, "--perms", "1777", "--tmpfs", "/tmp"]


def _graphics_cards() -> list[Path]:
    found = [*Path("/dev").glob("nvidia*"), *Path("/dev/dri").glob("render*"), Path("/dev/kfd"), Path("/dev/dxg")]
    return sorted(path for path in found if path.exists())


def _python() -> list[Path]:
    """Return this Python's folders, and the packages that are installed in place; each only once."""
    wanted = [Path(folder) for folder in (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)]
    wanted += [folder.resolve() for folder in wanted]  # what the environment's links lead to
    if site.ENABLE_USER_SITE and Path(own := site.getusersitepackages()).is_dir():
        wanted.append(Path(own))
    for packages in map(Path, site.getsitepackages()):
        for file in sorted(packages.glob("*.pth")):
            wanted += _installed_in_place(file)
    kept: list[Path] = []
    for folder in sorted(set(wanted)):  # a parent sorts before what is in it
        if Path.home().is_relative_to(folder):
            message = f"Python at {folder} can't be shown in the sandbox without the home folder: install it elsewhere"
            raise ValueError(message)
        if not folder.is_relative_to("/usr") and not any(folder.is_relative_to(other) for other in kept):
            kept.append(folder)
    return kept


def _installed_in_place(file: Path) -> list[Path]:
    """Return the packages and modules in the folders that a .pth names: these only, not what else lies there.

    A folder made by an installer is taken whole.
    """
    found: list[Path] = []
    for line in file.read_text("utf-8", errors="replace").splitlines():
        folder = Path(line.strip())
        if line.startswith(("import ", "import\t")) or not folder.is_absolute() or not folder.is_dir():
            continue
        if any(folder.glob("*.dist-info")):
            found.append(folder)
        else:
            found += [inside.parent for inside in folder.glob("*/__init__.py")]
            found += [*folder.glob("*.py"), *folder.glob("*.so")]
    return found


def _never() -> list[Path]:
    """Return what is never seen inside: the course's hand-ins, with solutions and tests, where they are installed."""
    found = find_spec("underhood_course")  # not imported: that takes a second
    content = Path(found.origin).with_name("content") if found and found.origin else None
    return [content] if content and content.is_dir() else []


def _allowed(path: Path) -> Path:
    path = path.absolute()
    if path.is_relative_to(HOME) or str(path) in {"/", "/tmp", "/proc", "/dev"}:
        message = f"{path} can't be shown in the sandbox: it has a {HOME}, /tmp, /proc and /dev of its own"
        raise ValueError(message)
    return path
