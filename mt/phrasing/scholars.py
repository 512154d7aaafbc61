"""Those whose trade ends in -logue: an engine leaves many as they are in French, and English has -logist (virologists).

Done to its English, where the source has such a word; dialogues and catalogues stay (`scholars.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import bare, capitalised, data_of

_SCHOLAR = re.compile(r"(?<![\w’'-])(?P<stem>[^\W\d_]{2,}log)ue(?P<several>s?)(?![\w’'-])", re.IGNORECASE)


class _Words(NamedTuple):
    """`scholars.toml`."""

    english: frozenset[str]
    irregular: dict[str, str]


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What to put for the words in -logue in the English for `source`, each with the name of its rule."""
    if "logue" not in raw or "logue" not in source:
        return
    for found in _SCHOLAR.finditer(raw):
        word = bare(found["stem"]) + "ue"
        if word.lower() not in _words().english:
            put = _words().irregular.get(word.lower(), f"{bare(found['stem'])}ist")
            put = capitalised(put) if word[0].isupper() and found.start() == 0 else put
            yield "-logist for -logue", Replace(Span(*found.span()), put + found["several"])


@cache
def _words() -> _Words:
    data = data_of(__file__)
    return _Words(frozenset(data["english"]), data["irregular"])
