"""Figures of the pages that are drawn from a recording: each module is the command that makes its file anew."""
