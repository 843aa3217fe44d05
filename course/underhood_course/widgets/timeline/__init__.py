"""The timeline of a recording: click a span, or pick its name, and it is explained.

>>> from underhood_course.widgets import timeline
>>> from underhood_kernels.profile import profile
>>> timeline(profile.load("trace.json.gz"))  # doctest: +SKIP

One file a role: `words` says what is known of a span as HTML, `view` puts figure, list and words together.
"""

from underhood_course.widgets.timeline.view import Timeline, timeline

__all__ = ["Timeline", "timeline"]
