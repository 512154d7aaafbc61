"""Whole articles as they were finished, so that one that comes again unchanged need not go through the stages again.

One for each article name: the last. It is worth something only under the very settings, model and program it was made
with, which its key stands for, and the approved segments there were; when those change, all are deleted.
"""

from __future__ import annotations

from mt.memory.file import Run


def recalled(run: Run, article: str, content: str, key: str) -> bytes | None:
    """What was kept of an article of this name and text under this key, or None."""
    row = run("SELECT body FROM finished WHERE article = ? AND content = ? AND key = ?", (article, content, key))
    found: tuple[bytes] | None = row.fetchone()
    return found[0] if found else None


def keep(run: Run, article: str, content: str, key: str, body: bytes) -> None:
    """Keep an article, in place of what was kept under its name before."""
    run("INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?)", (article, content, key, body))
