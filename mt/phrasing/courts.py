"""Terms of parliament and the courts put right in English: relaxe, which an engine calls a relaxation, is an acquittal.

Some terms it says in a wrong word of its own whatever French is put for them; then that word is replaced. `courts.toml`
has, behind the French of each term, English as engines say it and as it is meant. Where a sentence has more of the
English than of the French, another word may be meant, and nothing is done. A day between a verb and the sentence that
is asked for (Le parquet a requis mercredi trois ans) goes before "for".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

RULE, DAY = "a term of parliament or the courts", "a day before what is asked for"
_NEVER = re.compile(r"(?!)")
_ASKED = re.compile(r"\b(?:asked|called) (?P<day>for (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day) (?=\d|[a-z])")
_ON = re.compile(r"\b(?:requis|réclamé|demandé) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b")


class _Term(NamedTuple):
    """A term: its French, what the sentence must have and must not have beside it, its English said and meant."""

    french: re.Pattern[str]
    beside: re.Pattern[str]
    without: re.Pattern[str]
    said: re.Pattern[str]
    meant: dict[str, str]


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What to put right in an engine's English for `source`, each with the name of its rule."""
    if (asked := _ASKED.search(raw)) and _ON.search(source):
        yield DAY, Replace(Span(*asked.span("day")), f"on {asked['day'].removeprefix('for ')} for")
    any_of, terms = _terms()
    if not any_of.search(raw):
        return
    for term in terms:
        found = [*term.said.finditer(raw)]
        times = len(term.french.findall(source)) if found else 0
        if times < max(len(found), 1) or not term.beside.search(source) or term.without.search(source):
            continue
        for match in found:
            meant = term.meant[match[0].lower()]
            if raw[: match.end()].lower().endswith(meant):  # investigating magistrates
                continue
            yield RULE, Replace(Span(*match.span()), meant[0].upper() + meant[1:] if match[0][0].isupper() else meant)


@cache
def _terms() -> tuple[re.Pattern[str], list[_Term]]:
    """What is said of any term, to look for it once; and the terms."""
    rows = data_of(__file__)["term"]
    terms = [
        _Term(
            _french(row["french"]),
            _french(row["beside"]) if "beside" in row else re.compile(""),
            _french(row["without"]) if "without" in row else _NEVER,
            _english(row["english"]),
            {said.lower(): meant for said, meant in row["english"].items()},
        )
        for row in rows
    ]
    return _english({said: "" for row in rows for said in row["english"]}), terms


def _french(pattern: str | list[str]) -> re.Pattern[str]:
    spelled = (pattern if isinstance(pattern, str) else "|".join(pattern)).replace("'", "['’]").replace(" ", f"{SPACE}")
    return re.compile(rf"(?<![\w-])(?i:{spelled})(?![\w-])")


def _english(said: dict[str, str]) -> re.Pattern[str]:
    longest_first = sorted(said, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?i:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
