"""Check: nbgrader's own validation of a hand-in's notebooks, in a process beside the student's server.

nbgrader's service runs the notebook inside the server, which answers nobody meanwhile.
"""

from .running import Checks, Progress

__all__ = ["Checks", "Progress"]
