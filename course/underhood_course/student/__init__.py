"""The student's side: copies of pages and their newer versions, backups, progress; written whole or not at all.

>>> from pathlib import Path
>>> from underhood_course.student.workspace import Workspace
>>> Workspace(Path("my-folder")).root.name
'my-folder'
"""
