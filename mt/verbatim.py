"""What is the same in every language, and comes out letter for letter: web and mail addresses, pictographs, arrows."""

from __future__ import annotations

import re

from mt.document import Span

_KEPT = re.compile(
    r"\S*(?:https?://|\bwww\.)\S+"
    r"|\S*[\w.+-]@[\w-]+\.\w\S*"
    r"|[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff][\ufe0f\u200d\u20e3\U0001f000-\U0001faff]*"
)
_SIGNS = re.compile(r"//|@|www|[\u2190-\u2bff\U0001f000-\U0001faff]")


def kept(text: str) -> list[Span]:
    """Where it stands in `text`, in order; what clings to an address (brackets, a full stop) is of it."""
    if _SIGNS.search(text) is None:
        return []
    return [Span(*found.span()) for found in _KEPT.finditer(text)]
