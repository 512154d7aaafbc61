"""Who sits at this computer, for what is to bear a name and has none."""

from __future__ import annotations


def user() -> str:
    """The name this computer knows its user by; empty where it knows none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user
        return ""
