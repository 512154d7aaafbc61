"""Times of day, given to the engine as English has them: à 14 heures is 2 p.m., vers 19 h 30 is 7:30 p.m.

An engine counts the hours of French down to twelve by ear ("à 16 heures" came out as 6 p.m.), but copies what is
written in English. What may be a stretch of time (pendant 2 heures, à 2 heures de Paris) stays; `clock.toml` says what
tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

_WORDS = (
    *("zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt", "vingt-et-une"),
    *("vingt-deux", "vingt-trois"),
)
_PARTS = {
    "": 0,
    "et quart": 15,
    "et demi": 30,
    "et demie": 30,
    "moins le quart": -15,
    "moins dix": -10,
    "moins cinq": -5,
}
_PART = "|".join(part.replace(" ", SPACE) for part in reversed(_PARTS) if part)
_TIME = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<figure>[01]?\d|2[0-3]){SPACE}?(?i:h(?:eures?)?)|(?P<word>{'|'.join(_WORDS[:0:-1])}){SPACE}heures?"
    rf"|(?P<round>[mM]i(?:di|nuit)))"
    rf"(?:{SPACE}?(?P<minute>[0-5]\d)(?!{SPACE}?mi?n)|{SPACE}(?P<part>{_PART}))?(?![\w/-]|\.\d|{SPACE}?\d)"
    rf"(?:{SPACE}(?:(?P<morning>du{SPACE}matin)|du{SPACE}soir|de{SPACE}l['’](?P<afternoon>après-midi))(?![\w-]))?"
)
_FIGURE = re.compile(rf"\d{SPACE}?[hH]")
_NEWS = re.compile(rf"(?<![\w-])(?:[Ll]e|[Aa]u|[Dd]u){SPACE}$")
_ELSEWHERE = re.compile(rf"{SPACE}(?:GMT|UTC|TU)\b")
_LOCAL = re.compile(rf",?{SPACE}\(?(?:heures?{SPACE}(?:de{SPACE}[A-ZÀ-Þ]|locale|française|suisse|belge)|locales?\b)")
_END = re.compile(r"\.(?=[\s»”\"’')]|$)")
_LAST = r",?(?: (?!(?:puis|avant|et|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lendemain)\b)\w+){0,3} ?$"
_EVENING, _AFTERNOON = re.compile(rf"\bsoir(?:ée)?{_LAST}"), re.compile(rf"\baprès-midi{_LAST}")
_FROM, _BETWEEN = re.compile(rf"\b(?:[Dd]e|[Ee]ntre){SPACE}$"), re.compile(rf"(?:{SPACE}(?:à|et|ou)|,){SPACE}")
_ABOUT = re.compile(rf"(?<![\w-])(?P<about>[vV]ers){SPACE}$")  # an engine says at for vers, seldom around
_STOPPED = re.compile(r"(?<=\d )[ap]\.m(?P<stops>(?!\.)|\.{2,})(?![\w…])")
_NEAR = 50  # characters before a time that tell of what day, and what is done
_LATE = 13  # an hour from which on "après 20 heures" is a time of day, and below which it may be a stretch


class _Context(NamedTuple):
    """`clock.toml`: what stands before a time of day, and what before or behind a stretch of time."""

    before: re.Pattern[str]
    before_late: re.Pattern[str]
    reaching: re.Pattern[str]
    lasting: re.Pattern[str]
    behind: re.Pattern[str]


def twelve_hour(text: str) -> list[Replace]:
    """What to put for the times of day in `text`, in order."""
    if not any(map(text.__contains__, ("heure", "idi", "inuit"))) and _FIGURE.search(text) is None:
        return []
    found: list[Replace] = []
    times = list(_TIME.finditer(text))
    ranged: set[re.Match[str]] = set()
    lasting: set[re.Match[str]] = set()
    for one, other in pairwise(times):
        if _are_joined(text, one, other):
            clock = one in ranged or _opens_range(text, one) or _is_clock(text, one)
            (ranged if clock else lasting).update((one, other))
    for time in times:
        clock = time in ranged or (time not in lasting and _is_clock(text, time))
        if (clock or time["round"]) and (about := _ABOUT.search(text, 0, time.start())):
            put = "Aux environs de" if about["about"][0] == "V" else "aux environs de"
            found.append(Replace(Span(*about.span("about")), put))
        if clock:
            found += _said(text, time, ranged=time in ranged)
    return found


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where a full stop is missing in the a.m. or p.m. of an engine's English, or doubled behind it."""
    for found in _STOPPED.finditer(raw) if ".m" in raw and twelve_hour(source) else ():
        yield "full stops in a.m. and p.m.", Replace(Span(*found.span("stops")), ".")


def _are_joined(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two may be times of day together: 9 heures à 19 heures, 8 heures et 20 heures."""
    return _BETWEEN.fullmatch(text, first.end(), second.start()) is not None and not _is_counted(text, second)


def _opens_range(text: str, time: re.Match[str]) -> bool:
    lasts = _context().lasting.search(text, 0, time.start()) or _reaches(text, time)
    return _FROM.search(text, 0, time.start()) is not None and not lasts


def _is_clock(text: str, time: re.Match[str]) -> bool:
    """Whether what stands around an hour makes it a time of day."""
    if time["part"] and time["round"]:
        return True
    if time["morning"] or time["afternoon"] or time[0].endswith("soir"):
        return True
    if _is_news(text, time):
        return True
    if time["round"] or _is_counted(text, time):
        return False
    if _LOCAL.match(text, time.end()) or _ELSEWHERE.match(text, time.end()):
        return True
    before = [_context().before, *([_context().before_late] if _hour(time) >= _LATE else [])]
    return any(one.search(text, 0, time.start()) for one in before) and not _reaches(text, time)


def _is_news(text: str, time: re.Match[str]) -> bool:
    """Whether it is the evening's news: le 20 heures de TF1."""
    alone = not (time["minute"] or time["part"])
    return _hour(time) in (13, 20) and alone and _NEWS.search(text, 0, time.start()) is not None


def _is_counted(text: str, time: re.Match[str]) -> bool:
    return _context().behind.match(text, time.end()) is not None


def _reaches(text: str, time: re.Match[str]) -> bool:
    return _context().reaching.search(text, 0, time.start()) is not None


def _hour(time: re.Match[str]) -> int:
    """The hour as it is written; du soir and de l'après-midi, here or before, make it one of the later half."""
    if time["round"]:
        return 12 if time["round"][1:] == "idi" else 0
    return int(time["figure"]) if time["figure"] else _WORDS.index(time["word"])


def _half(text: str, time: re.Match[str]) -> int:
    """The hours to add where the text counts to twelve: 8 heures du soir, hier soir vers 8 heures."""
    hour, before = _hour(time), text[max(0, time.start() - _NEAR) : time.start()]
    if time["round"] or time["morning"] or not 0 < hour < 12:
        return 0
    if time["afternoon"] or time[0].endswith("soir"):
        return 12
    evening = hour > 4 and _EVENING.search(before)
    return 12 if evening or (hour < 8 and _AFTERNOON.search(before)) else 0


def _said(text: str, time: re.Match[str], *, ranged: bool) -> list[Replace]:
    """A time in English; of those in words only what an engine does not know."""
    minutes = (60 * (_hour(time) + _half(text, time)) + int(time["minute"] or _PARTS[_part(time)])) % (24 * 60)
    hour, minute = divmod(minutes, 60)
    of_a_half = time["morning"] or _half(text, time)
    if time["word"] and _hour(time) < _LATE and not of_a_half:
        return [Replace(Span(*time.span()), f"{hour}:{minute:02}")] if minute else []
    if _ELSEWHERE.match(text, time.end()):
        return [Replace(Span(*time.span()), f"{hour}:{minute:02}")]
    if minute or hour % 12:
        put = f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''} {'a' if hour < 12 else 'p'}.m."
    else:
        put = ("12 noon" if hour else "midnight") if ranged else ("midi" if hour else "minuit")
    put += " news" * _is_news(text, time)
    stop = _END.match(text, time.end()) if put.endswith(".") else None
    return [Replace(Span(time.start(), stop.end() if stop else time.end()), put)]


def _part(time: re.Match[str]) -> str:
    return re.sub(SPACE, " ", time["part"] or "")


@cache
def _context() -> _Context:
    data = data_of(__file__)
    before, late, reaching, lasting, behind = ("|".join(data[key]).replace(" ", SPACE) for key in _Context._fields)
    hours = rf"{SPACE}(?:\w+|de{SPACE}\d+{SPACE}?h\w*)"
    return _Context(
        re.compile(rf"(?<![\w-])(?:{before}){SPACE}\(?$", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{late}){SPACE}$", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{reaching})\w*(?:{hours})?{SPACE}(?:de|à|jusqu['’]à){SPACE}$", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{lasting}){SPACE}(?:de|entre){SPACE}$", re.IGNORECASE),
        re.compile(rf"{SPACE}(?:{behind})(?:(?<=['’])|(?![\w-]))"),
    )
