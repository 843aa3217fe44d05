"""What stops a command."""


class CommandError(Exception):
    """One clear line: what is wrong, where, and what to do."""
