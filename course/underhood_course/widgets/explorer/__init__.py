"""The kernel explorer: move a slider, a kernel runs, and its result and times are shown beside NumPy's.

One file a role: `request` says what can be asked for, `run` computes it, `latest` does so in a thread of its own and
drops what is out of date, `figures` draws, `view` puts controls and figures together.
"""

from underhood_course.widgets.explorer.view import Explorer, explorer

__all__ = ["Explorer", "explorer"]
