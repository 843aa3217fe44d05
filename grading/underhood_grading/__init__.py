"""How hand-ins are graded: nbgrader's configuration, the teacher's steps, the student's view.

Nothing is imported here: `underhood_grading.student` must not cost the teacher's imports.
"""
