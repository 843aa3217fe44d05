"""Stock `nbgrader autograde` and `underhood teach grade` on the same submissions: time, scores, memory.

>>> python -m underhood_grading.bench --students 60
"""
