"""Newspapers called by an article: dit au Parisien is dit à Le Parisien for the engine, du Point is de Le Point.

Otherwise it takes the name for a word ("he said in Paris", "told the World"). What it makes of some names all the same
is put right in its English (`newspapers.toml`). A tribune in one is an op-ed, and no gallery.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Edited, Replace
from mt.phrasing.common import SPACE, data_of

_OPINION = re.compile(
    rf"(?:(?<=^Dans{SPACE}une{SPACE})|(?<=\b[dD]ans{SPACE}une{SPACE})(?=tribune,)|(?<![\w-])(?=tribune{SPACE}(?:co-?)?"
    rf"(?:publiée|parue|signée|intitulée|collective|au{SPACE}[A-Z]|dans{SPACE}(?:L[ae]s?{SPACE}|L['’])?[A-ZÀ-Þ])))"
    r"tribune(?![\w-])"
)
_WORD = re.compile(r"[^\W\d_]+")
_FULL = {"au": "à Le", "aux": "à Les", "du": "de Le", "des": "de Les"}


class _Press(NamedTuple):
    """`newspapers.toml`: where a name stands behind "au", and behind "du"; what is made of names, by the name; these.

    `doubtful` are names that are other words too, `does` what tells that they are newspapers."""

    told: re.Pattern[str]
    whose: re.Pattern[str]
    mistaken: dict[str, re.Pattern[str]]
    names: tuple[str, ...]
    doubtful: tuple[str, ...]
    does: tuple[str, ...]


def plainly(text: str) -> list[Replace]:
    """What to put for newspapers with their articles and for their op-eds in `text`, in order."""
    if "tribune" not in text and not any(map(text.__contains__, _press().names)):
        return []
    found = [place for pattern in (_press().told, _press().whose) for place in pattern.finditer(text)]
    opinions = (Replace(Span(*one.span()), "op-ed") for one in _OPINION.finditer(text))
    return sorted([*(Replace(Span(*one.span("of")), _FULL[one["of"]]) for one in found), *opinions])


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where a newspaper's name in the English for `source` is put right, each with the name of its rule."""
    full = Edited(source, plainly(source)).after
    for name, mistaken in _press().mistaken.items():
        if name not in full or name in raw or not _named(name).search(full):
            continue
        found = mistaken.search(raw)
        if found and found[0].split()[-1] not in _WORD.findall(full.replace(name, "")):  # Paris may be the town
            yield "a newspaper's name", Replace(Span(*found.span()), name)


@cache
def _named(name: str) -> re.Pattern[str]:
    whole = rf"(?<![\w-]){name}(?![\w-])(?!{SPACE}(?:d[eu]|des|de{SPACE}l.){SPACE})"  # not La Croix-Rouge
    if name not in _press().doubtful:
        return re.compile(whole)
    within = rf"(?<=[a-zà-ÿ,]{SPACE})(?<!\b[Ll]a{SPACE}){whole}|(?<=\(){whole}"
    return re.compile(rf"{within}|{whole}(?={SPACE}?:|{SPACE}(?:{'|'.join(_press().does)})(?!\w))")


@cache
def _press() -> _Press:
    data = data_of(__file__)
    le, les, told, whose = ("|".join(data[key]).replace(" ", SPACE) for key in ("le", "les", "told", "whose"))
    name = rf"{SPACE}(?:{{}})(?![\w-])"
    before = rf"(?<![\w-])(?i:{told})\w*(?:-t)?(?:-\w+)?[^.,;:!?«»()]{{0,60}}?{SPACE}"
    of = rf"(?<![\w-])(?i:{whose})\w*(?:{SPACE}\w+)?{SPACE}"
    return _Press(
        re.compile(rf"{before}(?:(?P<of>au(?={name.format(le)})|aux(?={name.format(les)})))"),
        re.compile(rf"{of}(?:(?P<of>du(?={name.format(le)})|des(?={name.format(les)})))"),
        {
            name: re.compile(rf"(?<![\w-])(?:{'|'.join(several)})(?![\w-])")
            for name, several in data["mistaken"].items()
        },
        (*data["le"], *data["les"]),
        tuple(data["doubtful"]),
        tuple(data["does"]),
    )
