"""Initials with a hyphen that stand for somebody's whole name, as courts have them: V. M.-D.; F. T.-L.

An engine reads the M. as Monsieur, or tears them. Initials before a surname (J.-L. Mélenchon) are no whole name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.document import Span

_ONE = "[A-ZÀ-ÖØ-Þ]\\."
_BLANK = "[ \u00a0\u202f]"
_NAME = re.compile(
    rf"(?<![\w.-])(?!(?:J\.-C|P\.-S|R\.-U|S\.-E)\.)(?:{_ONE}{_BLANK})?{_ONE}[-‐‑]{_ONE}(?:{_BLANK}{_ONE})?"
    rf"(?!{_BLANK}?[A-ZÀ-ÖØ-Þ])(?![\w-])"
)


def found(text: str) -> Iterator[Span]:
    """Where such initials stand in a text."""
    return (Span(*match.span()) for match in _NAME.finditer(text)) if ".-" in text or ".‑" in text else iter(())


def are(form: str) -> bool:
    """Whether a name is nothing but such initials."""
    return _NAME.fullmatch(form) is not None
