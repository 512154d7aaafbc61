"""The conditional of hearsay: Le suspect aurait tenté de fuir is what is said of him, and not what he would have done.

The French press puts what it has from others in the conditional, and an engine takes it at its word. It is asked with
"a apparemment tenté", and its "apparently" becomes the "reportedly" of English papers, as an edit on record. Left alone
are quotations, and where the sentence tells that it is a conditional after all: si, sans, verbs that are mostly so
(aurait dû), whatever cela would have done. `hearsay.toml` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import data_of

RULE = "hearsay is reported"
_PUT, _SAID = "apparemment", re.compile(r"\b[Aa]pparently\b")
_QUOTED = re.compile(r"«[^»]*(?:»|$)|“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|^[^«]*»|^[^“]*”")
_ANY = re.compile(r"\b(?:aur|ser)ai(?:en)?t\b")
_IS = {"aurait": "a", "auraient": "ont", "serait": "est", "seraient": "sont"}
_ENDINGS = ("é", "i", "u", "it", "is", "ort", "ert")  # of participles, gender and number taken off
_ADVERBS = r"(?: (?:pas|plus|jamais|rien|déjà|ainsi|aussi|ensuite|alors|été|(?!apparemment)[a-zà-ÿ]{3,}ment))*"
_HAS = re.compile(
    r"(?P<before>[^,;:.()]*?)(?P<self>\b[sS](?:e |['’]))?\b(?P<verb>aurai(?:en)?t|serai(?:en)?t)"
    rf"(?P<adverbs>{_ADVERBS}) (?P<participle>[a-zà-öø-ÿœ]+)\b"
)


class _Words(NamedTuple):
    """`hearsay.toml`: what tells of a real conditional, and which participles have être."""

    conditions: re.Pattern[str]
    subjects: frozenset[str]
    conditional: frozenset[str]
    moving: frozenset[str]


def plainly(text: str) -> Iterator[Replace]:
    """What to put for the conditionals of hearsay in `text`."""
    if "rai" not in text or not _ANY.search(text) or text.rstrip(' »”"').endswith("?"):
        return
    words = _words()
    if words.conditions.search(text.lower()):
        return
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text)]
    for match in _HAS.finditer(text):
        place = Span(*match.span("verb"))
        if not any(place.overlaps(other) for other in quoted) and _is_told(match, words):
            has = _IS[match["verb"]]
            elided = match["self"] and has == "est"
            begin = match.start("self") if elided else place.start
            yield Replace(Span(begin, place.end), f"{_reflexive(match) if elided else ''}{has} {_PUT}")


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """The change from "apparently" to "reportedly", with the name of its rule."""
    said = list(_SAID.finditer(raw)) if "pparently" in raw else []
    if said and _PUT not in source.lower() and any(True for _ in plainly(source)):
        for match in said:
            yield RULE, Replace(Span(*match.span()), ("R" if match[0][0] == "A" else "r") + "eportedly")


def _is_told(match: re.Match[str], words: _Words) -> bool:
    """Whether a verb in the conditional is in the past and tells what others have said."""
    participle = match["participle"] if match["participle"] in words.moving else _bare(match["participle"])
    introduced = words.subjects & {*re.findall(r"[\w-]+", match["before"].lower())[-3:]}
    if introduced or participle in words.conditional or not participle.endswith(_ENDINGS):
        return False
    if match["verb"].startswith("aurai"):
        return not match["self"]
    been = "été" in match["adverbs"].split()
    return not been and (bool(match["self"]) or participle in words.moving)


def _reflexive(match: re.Match[str]) -> str:
    return "S'" if match["self"][0] == "S" else "s'"


def _bare(participle: str) -> str:
    """A participle without the endings of gender and number, as far as they are regular."""
    return re.sub(r"(?<=[éiut])e?s?$", "", participle)


@cache
def _words() -> _Words:
    data = data_of(__file__)
    told = "|".join(re.escape(word) for word in data["conditions"].split(", "))
    return _Words(
        re.compile(rf"(?<![\w-])(?:{told})(?![\w-])".replace("'", "['’]")),
        *(frozenset(data[name].split()) for name in ("subjects", "conditional", "moving")),
    )
