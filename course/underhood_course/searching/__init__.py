"""What stands in the course's pages: their text without markup, and where the words of a search are in it."""

from underhood_course.searching.find import search
from underhood_course.searching.texts import PageTexts

__all__ = ["PageTexts", "search"]
