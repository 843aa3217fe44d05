"""The widgets that pages show; each drives the shared kernels and computes nothing of its own.

>>> from underhood_course.widgets import explorer
>>> explorer("convolution")
"""

from underhood_course.widgets.explorer import Explorer, explorer
from underhood_course.widgets.timeline import Timeline, timeline

__all__ = ["Explorer", "Timeline", "explorer", "timeline"]
