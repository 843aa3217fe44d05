"""Which folders lie on another machine, whose changes the system does not tell of."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["is_remote"]

MOUNTS = Path("/proc/self/mountinfo")  # man 5 proc_pid_mountinfo; Linux only

# Their own clients' changes are told of, those of other machines are not.
_REMOTE = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs"),
        *("9p", "virtiofs", "vboxsf", "prl_fs", "fakeowner"),  # a virtual machine's host
        *("ceph", "glusterfs", "lustre", "gpfs", "beegfs", "orangefs", "ocfs2", "gfs2", "panfs", "wekafs"),
    )
)
_OWN_FUSE = frozenset(("fuse.fuse-overlayfs", "fuse.encfs", "fuse.gocryptfs", "fuse.mergerfs"))


def is_remote(folder: Path) -> bool:
    """Say whether other machines may change a folder without the system's noticing.

    >>> is_remote(Path("/srv/nbgrader/exchange"))  # mounted by NFS
    True

    False where the system has no table of what is mounted.
    """
    try:
        folder = folder.resolve()
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except (OSError, RuntimeError):
        return False
    kind, deepest = "", -1
    for line in lines:
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        place = Path(re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[4]))
        # What was mounted later over the same place hides what was there.
        if len(place.parts) >= deepest and folder.is_relative_to(place):
            kind, deepest = right.split(" ")[0], len(place.parts)
    return kind in _REMOTE or (kind.startswith("fuse.") and kind not in _OWN_FUSE)
