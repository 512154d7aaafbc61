"""How long something takes, in English: an engine that is told of 2 heures et 38 minutes may say 2:38 minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.document import Span
from mt.edits import Replace

_CLOCK = re.compile(
    r"(?<![\w.,:])(?P<hours>\d{1,2})"
    r"(?:[:.](?P<minutes>[0-5]?\d)(?=[ -]minutes?\b)|:00(?P<and> and )(?=[0-5]?\d minutes?\b))"
)


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What to put right in an engine's English for `source`, which counts the hours with h or heures."""
    for found in _CLOCK.finditer(raw) if "h" in source else ():
        hours = found["hours"]
        if re.search(rf"(?<!\d){hours}[ \u00a0\u202f]?h(?:eures?)?(?![a-z])", source):
            unit = "hour" if hours == "1" else "hours"
            put = f"{hours} {unit}{found['and'] or ' '}{found['minutes'] or ''}"
            yield "hours and minutes that last", Replace(Span(*found.span()), put)
