"""How far figures rise and fall: gagner 3 % is to gain and not to win, a reculé de 4 points à 3,41 % is by four points.

An engine takes "de 1,2 % à 2.644 dollars" for the two ends of a range, says of an index that closed down that it
closed, and of "deux fois moins" that it is twice as many. So it is asked otherwise (`plainly`), and what it still makes
of the figures of a sentence is put right where its French decides (`corrected`). Figures are never changed.
`movements.toml` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

_FIGURE = rf"\d{{1,3}}(?:(?:{SPACE}|\.)\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?"
_ABOUT = rf"(?:(?:environ|près de|plus de|moins de|jusqu'à|quelque|encore|au moins|presque|au total){SPACE})?"
_UNIT = rf"{SPACE}?%|{SPACE}points?(?:{SPACE}de{SPACE}base)?(?![\w-])"
_BY = re.compile(  # recule de 4 points de base à 3,41 %, prend 0,2 %, à 7.846 points
    rf"(?<![\w-])de{SPACE}{_ABOUT}(?:{_FIGURE})(?P<unit>{_UNIT})(?P<at>,?{SPACE}à{SPACE})(?P<to>{_FIGURE})"
    rf"(?P<other>{_UNIT}|{SPACE}?[€$£]|{SPACE}(?:dollars?|euros?|unités|yens|livres|m\w+{SPACE}d(?:e{SPACE}|['’])))"
)
_RANGE = re.compile(rf"(?<![\w-])de{SPACE}(?P<from>{_FIGURE}){SPACE}?%?{SPACE}à{SPACE}(?P<to>{_FIGURE}){SPACE}?%")
_TIMES = re.compile(  # a multiplié ses ventes par quatre
    rf"\b(?P<verb>multiplié|divisé)(?P<what>{SPACE}(?:ses|leurs?|son|sa|les|l[ae]){SPACE}(?:[\w-]+{SPACE}){{0,3}}?[\w-]+)"
    rf"(?P<by>{SPACE}par{SPACE}(?P<times>deux|trois|quatre))(?![\w-])"
)
_MULTIPLIED = {"deux": "doublé", "trois": "triplé", "quatre": "quadruplé"}
_BELOW = re.compile(  # inférieur de 27 % à son niveau
    rf"\b(?P<way>inf|sup)érieure?s?{SPACE}d(?:e{SPACE}|['’])(?P<amount>{_ABOUT}(?:{_FIGURE}){SPACE}?%)"
    rf"(?P<to>{SPACE}(?:à|aux?)(?!\w))"
)
_OF = {"à": " de", "au": " du", "aux": " des"}
_DAY = re.compile(rf"(?<=%){SPACE}au{SPACE}(?=1er{SPACE}[a-zûé])")  # augmente de 2 % au 1er janvier
_PASSES = re.compile(
    rf"\bpass\w*{SPACE}(?:\w+{SPACE})?de{SPACE}(?P<from>{_FIGURE})[^.;:]{{0,30}}?{SPACE}à{SPACE}{_ABOUT}(?P<to>{_FIGURE})",
    re.I,
)
_FROM_TO = re.compile(
    r"\b(?P<verb>ris(?:e|es|en|ing)|rose|increas(?:e|es|ed|ing)|grow(?:s|n|ing)?|grew)"
    r"(?= (?:\w+ )?from [€$£]?(?P<from>\d[\d., \u00a0\u202f]*\d|\d)[^.;:]{0,30}? to (?:\w+ ){0,2}?[€$£]?"
    r"(?P<to>\d[\d., \u00a0\u202f]*\d|\d))"
)
_FALLS = {"rise": "fall", "rises": "falls", "risen": "fallen", "rising": "falling", "rose": "fell", "grew": "fell"}
_FALLS |= {"increase": "decrease", "increases": "decreases", "increased": "decreased", "increasing": "decreasing"}
_FALLS |= {"grow": "fall", "grows": "falls", "grown": "fallen", "growing": "falling"}
_TWO_ENDS = re.compile(  # passé de 5 % en 1970 à 60 %, de 17,9 % à moins de 7,5 %
    rf"(?<![\w-])de{SPACE}(?P<from>{_FIGURE})(?P<unit>{_UNIT})[^.;:()%]{{0,60}}?{SPACE}à{SPACE}{_ABOUT}(?:{_FIGURE})(?P=unit)"
)
_ONE = re.compile(rf"(?<![\w-])d(?:e{SPACE}|['’]){_ABOUT}(?P<figure>{_FIGURE})(?P<unit>{_UNIT})")
_FROM = re.compile(
    r"\bfrom (?:(?:about|around|nearly|almost|more than|over|less than|some) )?(?P<figure>\d[\d., \u00a0\u202f]*\d|\d)"
    r" ?(?:%|percent|per cent|(?:\w+ )?points?\b)?(?=,? (?:to|in|at|on)\b)"
)
_PERCENT = r"(?P<figure>\d[\d., \u00a0\u202f]*\d|\d)(?= ?%)"
_WON = re.compile(
    rf"\b(?P<verb>won|earned|took|takes|wins|earns|was taking|was winning|was earning) (?:by )?{_PERCENT}"
)
_GAINED = {"takes": "gains", "wins": "gains", "earns": "gains"}
_CLOSES = re.compile(
    r"\b(?P<verb>clos(?:e|ed|es)|end(?:ed|s)?|finish(?:ed|es)?|open(?:ed|s)?)(?P<way>(?: up| down| higher| lower)?) "
    rf"(?P<by>(?:on )?(?:by |with |at |an? )?){_PERCENT}"
)
_UP = re.compile(
    r", (?:and )?(?:increasing|rising|growing|an increase|increased|grew|rose|a rise|growth|progressing|up)"
    rf"(?: (?:by|of|from))? {_PERCENT}"
)
_DOWN = re.compile(
    r", (?:and )?(?:decreasing|falling|declining|a decrease|decreased|a fall|fell|a drop|a decline|down)"
    rf"(?: (?:by|of|from))? {_PERCENT}"
)
_ENDING = r"(?:é|ée|és|ées|e|ent|t|ssent|ait|aient)?"
_TWICE = re.compile(r"\b(?:[Tt]wice|[Tt]wo times|[Dd]ouble) as (?=many|much|high|large|big|expensive|likely|fast|long)")
_LESS = re.compile(
    r"\b(?:half|two times|twice|2 times) (?:less|fewer)(?P<than> than(?P<the> the(?= (?:\w+ )*average))?)?\b"
)
_THAN = re.compile(r"(?: \w+){1,3}? (?P<than>than)\b")
_AS = re.compile(r"\b(?:times|half|twice) as (?:many|much)(?: \w+){0,3}? (?P<than>than)\b")
_HALF, _DOUBLE = re.compile(r"\bdeux fois moins\b", re.I), re.compile(r"\bdeux fois plus\b|\ble double\b", re.I)


_ENDED = re.compile(
    r"\b(?P<verb>closed|ended|finished|opened|closes|ends|finishes|opens)\b"
    r"(?P<period> the (?:week|session|day|year))?"
    r"(?P<tail> up (?:falling|rising|increasing|decreasing|(?:a )?(?:slight|sharp) (?:drop|rise|fall))"
    r"|(?: mixed)?(?: in)? (?:a )?(?:dispersed|scattered)(?: order)?| in order dispersed| without direction"
    r"| (?:by|in) (?:withdrawal|decline))?"
    r"(?P<how> sharply| slightly)?"
    r"(?! ?(?:\w+ ){0,3}(?:up|down|higher|lower|rise|fall|increase|decrease|gain|loss|flat|unchanged|mixed|without)\b)"
)


class _Words(NamedTuple):
    """`movements.toml`, as patterns."""

    gains: re.Pattern[str]
    plain: dict[str, str]
    rates: re.Pattern[str]
    moving: re.Pattern[str]
    closing: re.Pattern[str]
    ended: re.Pattern[str]
    gained: re.Pattern[str]


def plainly(text: str) -> list[Replace]:
    """What to put for the movements of `text`, in order."""
    if not any(sign in text for sign in ("%", "point", "fois", " par ")):
        return []
    words, found = _words(), []
    for gain in words.gains.finditer(text):
        verb = "verb" if gain["verb"] else "with_de"
        found.append(Replace(Span(*gain.span(verb)), words.plain[gain[verb].replace("’", "'").lower()]))
    for by in _BY.finditer(text):
        if by["unit"].strip() != by["other"].strip():
            found.append(Replace(Span(*by.span("at")), " pour atteindre "))
    found += _times_and_below(text)
    found += (Replace(Span(*day.span()), " le ") for day in _DAY.finditer(text))
    found += (Replace(Span(*half.span()), "moitié moins") for half in _HALF.finditer(text))
    return sorted(found)


def _times_and_below(text: str) -> Iterator[Replace]:
    """A quadruplé ses ventes; reste 27 % en dessous de son niveau."""
    for it in _TIMES.finditer(text):
        if it["verb"] == "multiplié":
            yield Replace(Span(*it.span("verb")), _MULTIPLIED[it["times"]])
            yield Replace(Span(*it.span("by")), "")
        elif it["times"] == "deux":
            yield Replace(Span(*it.span("verb")), "réduit")
            yield Replace(Span(*it.span("by")), " de moitié")
    for it in _BELOW.finditer(text):
        yield Replace(Span(it.start(), it.start("amount")), "")
        way = " en dessous" if it["way"].lower() == "inf" else " au-dessus"
        yield Replace(Span(*it.span("to")), way + _OF[it["to"].strip()])


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What to put right in an engine's English for `source`, each with the name of its rule."""
    if _HALF.search(source) and not _DOUBLE.search(source):
        yield from (("half and not twice", Replace(Span(*it.span()), "half as ")) for it in _TWICE.finditer(raw))
        for it in _LESS.finditer(raw):
            put = "half the" if it["the"] else "half as many as" if it["than"] else "half as many"
            yield "half and not half less", Replace(Span(*it.span()), put)
            if than := _THAN.match(raw, it.end()):
                yield "as many as", Replace(Span(*than.span("than")), "as")
    for it in _AS.finditer(raw) if "fois " in source or "moitié moins" in source else ():
        yield "as many as", Replace(Span(*it.span("than")), "as")
    yield from _ended_so(raw, source)
    yield from _passes_down(raw, source)
    if "%" not in source and "point" not in source:
        return
    yield from _by_and_not_from(raw, source)
    yield from _closed_up_or_down(raw, source)
    gained = {_plain(it["figure"]) for it in _words().gained.finditer(source)}
    for won in _WON.finditer(raw):
        if _plain(won["figure"]) in gained:
            put = "was gaining" if " " in won["verb"] else _GAINED.get(won["verb"], "gained")
            yield "a share gains", Replace(Span(*won.span("verb")), put)


def _by_and_not_from(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """A figure that tells how far, and not where from: falls from 25 to 30%, rose from 4 points to 3.41%."""
    words = _words()
    by = {_plain(it["figure"]) for it in _ONE.finditer(source) if not _RANGE.match(source, it.start())}
    by |= {
        _plain(it["from"])
        for it in _RANGE.finditer(source)
        if words.moving.search(source[: it.start()]) and not words.rates.search(source[: it.start()])
    }
    by -= {_plain(it["from"]) for it in _RANGE.finditer(source) if not words.moving.search(source[: it.start()])}
    by -= {_plain(it["from"]) for it in _TWO_ENDS.finditer(source)}
    for it in _FROM.finditer(raw):
        if _plain(it["figure"]) in by:
            yield "by and not from", Replace(Span(it.start(), it.start() + len("from")), "by")


def _closed_up_or_down(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Which way what closes, opens or is reported went."""
    ways = {_plain(it["figure"]): it["up"] for it in _words().closing.finditer(source)}
    for it in _CLOSES.finditer(raw):
        if (up := ways.get(_plain(it["figure"]), "-")) != "-":
            start, end = it.end("verb"), it.end("by")
            yield "closed up or down", Replace(Span(start, end), " up " if up else " down ")
    for pattern, rises, put in ((_UP, True, ", up "), (_DOWN, False, ", down ")):
        for it in pattern.finditer(raw):
            if bool(ways.get(_plain(it["figure"]), "-" if rises else "+")) == rises and _plain(it["figure"]) in ways:
                yield "up or down", Replace(Span(it.start(), it.start("figure")), put)


def _ended_so(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """How a stock exchange ended, where an engine only says that it did: a fini en hausse jeudi."""
    said, meant = list(_ENDED.finditer(raw)), list(_words().ended.finditer(source))
    if len(said) == len(meant) == 1:
        way = "higher" if meant[0]["up"] else "lower" if meant[0]["down"] else "mixed"
        start = said[0].end("period") if said[0]["period"] else said[0].end("verb")
        yield "how a stock exchange ended", Replace(Span(start, said[0].end()), f"{said[0]['how'] or ''} {way}")


def _passes_down(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Passe de 3 % à 2,4 % is no rise."""
    down = {(_plain(it["from"]), _plain(it["to"])) for it in _PASSES.finditer(source)}
    for it in _FROM_TO.finditer(raw) if down else ():
        ends = _plain(it["from"]), _plain(it["to"])
        if ends in down and float(ends[0]) > float(ends[1]):
            yield "down and not up", Replace(Span(*it.span("verb")), _FALLS[it["verb"]])


def _plain(figure: str) -> str:
    """A figure without what stands between its thousands, its decimals behind a point."""
    digits = re.sub(r"[ \u00a0\u202f]", "", figure)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?", digits):
        digits = re.sub(r"[.,](?=\d{3}(?!\d))", "", digits)
    return digits.replace(",", ".")


@cache
def _words() -> _Words:
    data = data_of(__file__)
    plain = {said: put for put, several in data["plain"].items() for said in several}
    with_de = {said: put for put, several in data["plain_de"].items() for said in several}
    either, either_de = map(_either, (plain, with_de))
    behind = rf"{SPACE}{_ABOUT}(?P<figure>{_FIGURE}){SPACE}?%(?!{SPACE}(?:{data['owned']}))"
    rising, falling = (data["ways"][way] for way in ("up", "down"))
    return _Words(
        re.compile(rf"(?<![\w-])(?:(?P<verb>{either}){behind}|(?P<with_de>{either_de}){SPACE}{_ABOUT}\d)", re.I),
        plain | with_de,
        re.compile(rf"\b(?:{data['rates']})\b", re.I),
        re.compile(rf"\b(?:{data['moving']})\b[^.;:,]{{0,20}}$", re.I),
        re.compile(
            rf"\ben{SPACE}(?:(?:nette|forte|légère|très|petite){SPACE})*(?:(?P<up>{rising})|{falling})"
            rf"(?:{SPACE}\w+)?{SPACE}de{SPACE}{_ABOUT}(?P<figure>{_FIGURE}){SPACE}?%",
            re.I,
        ),
        re.compile(
            rf"\b(?:bourses?|wall{SPACE}street|cac|dow{SPACE}jones|nasdaq|dax|indices?|marchés?)\b(?:[^.;:,]){{0,40}}?"
            rf"\b(?:termin|fini|clôtur|ouv(?:r|ert)){_ENDING}{SPACE}(?:la{SPACE}(?:séance|semaine|journée){SPACE})?"
            rf"(?:en{SPACE}(?:(?:nette|forte|légère|très){SPACE})*(?:(?P<up>{rising})|(?P<down>{falling}))(?!{SPACE}de)"
            rf"|(?:sans{SPACE}direction|en{SPACE}ordre{SPACE}dispersé))",
            re.I,
        ),
        re.compile(rf"\b(?:{data['gained']})\b{behind}", re.I),
    )


def _either(forms: Mapping[str, str]) -> str:
    """A pattern for any of the forms, the longest first."""
    spelled = (re.escape(one).replace("'", "['’]") for one in forms)
    return "|".join(sorted(spelled, key=len, reverse=True))
