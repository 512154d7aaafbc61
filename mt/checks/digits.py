"""Reads what is written in digits: amounts, times of day, decades, ordinals, telephone numbers, Roman numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

from mt.checks.figures import Figure, Value, Weight
from mt.checks.lexicon import Language, Lexicon, lexicon
from mt.document import Span
from mt.numerals import arabic

_PATTERN = r"""
    (?= [\d½¼¾IVX] ) (?: (?P<phone> (?<![\d.,/-]) 0\d (?P<gap> [\s.-]? ) \d\d (?: (?P=gap) \d\d ){2,} (?!\d) )
  | (?P<clock> (?<![\d.,:]) (?P<hour> \d{1,2} ) (?:
        \s? (?i: h (?: eures? )? ) (?: \s? (?P<minute_h> [0-5]\d ) )? (?! \w )
      | : (?P<minute_colon> [0-5]\d ) (?! [\d:] ) (?: \s? (?P<half_colon> [apAP] ) \.?[mM]\b )?
      | (?: \. (?P<minute_dot> [0-5]\d ) )? \s? (?P<half_dot> [apAP] ) \.?[mM]\b
      | \s? (?P<oclock> o['’]clock )
    ) )
  | (?P<roman> (?<! \w ) (?P<numeral> [IVX]+ ) (?P<suffix> er|re|e|ème|ième )? (?! [\w'’] ) )
  | (?P<date> (?<! [\d.,/] ) (?P<day> \d{1,2} ) (?P<mark> [./-] ) (?P<month> \d{1,2} ) (?P=mark)
      (?= \d{2} (?: \d{2} )? (?! \d ) ) )
  | (?P<amount> (?P<literal>
        \d{1,3} (?: [ \u00a0\u2009\u202f'’] \d{3} )+ (?! \d ) (?: [.,] \d+ )?
      | \d{1,3} (?: , \d{3} )+ (?! \d ) (?: \. \d+ )?
      | \d{1,3} (?: \. \d{3} )+ (?! \d ) (?: , \d+ )?
      | \d+ (?: [.,] \d+ | ["″] \d{1,2} (?! \d ) )?
      )? (?P<vulgar> (?(literal) [½¼¾]? | [½¼¾] ) )
      (?P<decade> ['’]? s\b )?
      (?: (?: er|re|ère|nde?|e|è|ème|ième|st|rd|th ) s? (?! \w ) )?
      (?: [\s-]? (?: (?P<scale> (?i: SCALES ) ) | (?P<sign> SIGNS ) ) (?! \w ) )?
      (?P<half> \s (?: HALVES ) \b )?
    ) )
"""
_DIGIT = re.compile(r"[\d½¼¾]")
_ANY = re.compile(r"[\d½¼¾]|(?<!\w)[IVX]")  # what every number in digits begins with
_NO_DIGIT = re.compile(r"\D")
_SEPARATORS = re.compile(r"[^\d.,]")
_ATTACHED = re.compile(r"(?:\b[CM][EM]|[ \u00a0\u202f\d][cdk]?m)$")  # a class of school (CM2), square metres (m2)
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "": Decimal(0)}
_EARLIER = 30  # how many characters around a figure may change its meaning ("de l'après-midi" is the longest)


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    words = lexicon(language)
    # "20 cents" is money, not two thousand: a figure is never multiplied by a hundred.
    scales = sorted((word for word, value in words.scales.items() if value > 100), key=len, reverse=True)
    signs = sorted(words.signs, key=len, reverse=True)
    halves = [re.escape(half) for half in words.halves]
    pattern = _PATTERN.replace("SCALES", "|".join(scales)).replace("SIGNS", "|".join(signs))
    return re.compile(pattern.replace("HALVES", "|".join(halves)), re.VERBOSE)


def has_any(text: str) -> bool:
    """Whether there is a digit."""
    return _DIGIT.search(text) is not None


@lru_cache(maxsize=1024)  # a check looks twice where the first look was not enough
def read(text: str, language: Language) -> tuple[Figure, ...]:
    """The numbers of `text` that are written in digits, in order."""
    return tuple(_read(text, language)) if _ANY.search(text) else ()


def _read(text: str, language: Language) -> Iterator[Figure]:
    words = lexicon(language)
    for match in _pattern(language).finditer(text):
        span = Span(*match.span())
        if match["phone"]:  # whole or wrong: half of it is no number either
            yield Figure(span, frozenset({_NO_DIGIT.sub("", match["phone"])}))
        elif match["clock"]:
            around = text[span.end : span.end + _EARLIER].lstrip().casefold()
            yield _clock(match, span, language, around.startswith(tuple(words.afternoon)))
        elif match["date"]:  # the other side may well say the month in a word
            yield Figure(span, frozenset({Decimal(match["day"]), Decimal(match["month"])}))
        elif match["roman"]:
            weight: Weight = "word" if match["suffix"] else "spare"
            yield Figure(span, frozenset({Decimal(arabic(match["numeral"]))}), weight=weight)
        else:
            before = text[max(0, span.start - _EARLIER) : span.start]
            yield _amount(match, span, language, words, before)


def _clock(match: re.Match[str], span: Span, language: Language, afternoon: bool) -> Figure:
    """A time of day; a French hour counts to 24, an English one without a.m. or p.m. may be either half."""
    hour = int(match["hour"])
    minute = match["minute_h"] or match["minute_colon"] or match["minute_dot"] or ""
    half = (match["half_colon"] or match["half_dot"] or "").lower()
    hours = {hour}
    if half:
        hours = {hour % 12 + (12 if half == "p" else 0)}
    elif afternoon:
        hours = {hour % 12 + 12}
    elif language == "english" and hour <= 12:
        hours = {hour, hour + 12}
    values: set[Value] = {f"{each % 24}:{int(minute or 0):02}" for each in hours}
    if not minute:
        values |= {Decimal(hour), *(map(Decimal, hours) if half else ())}  # "vingt heures" is no time here, but 20
    if minute == "30" and not half:
        values.add(hour + _VULGAR["½"])
    parts: set[Value] = {Decimal(each) for each in (*(hours if half else {hour}), minute or min(hours))}
    return Figure(span, frozenset(values), frozenset(parts))


def _amount(match: re.Match[str], span: Span, language: Language, words: Lexicon, before: str) -> Figure:
    """An amount with its scale, an ordinal, a year or a decade."""
    literal = match["literal"] or ""
    bare = literal.isdigit() and not any(match.group("vulgar", "decade", "scale", "sign", "half"))
    if bare and len(literal) == 1 and _ATTACHED.search(before):
        return Figure(span, _whole(literal), weight="spare")
    if bare and len(literal) not in (2, 4):  # which may be years
        return Figure(span, _whole(literal))
    scale = Decimal(words.scales.get((match["scale"] or "").casefold(), 1))
    scale *= words.signs.get(match["sign"] or "", 1)
    extra = _VULGAR[match["vulgar"]] + (_VULGAR["½"] if match["half"] else 0)
    plain = _readings(literal, language) if literal else {Decimal(0)}
    values: set[Value] = {(value + extra) * scale for value in plain}
    if len(match["sign"] or "") == 1 or match["scale"] in words.units:  # "12 M€" is millions, "100 m" are metres
        values |= plain
    if literal.isdigit():
        values |= _years(literal, bool(match["decade"]), words, before)
    parts: set[Value] = {Decimal(part) for part in re.findall(r"\d+", literal)}
    return Figure(span, frozenset(values), frozenset(parts if _falls_apart(literal) else ()), scale=scale)


@lru_cache(maxsize=4096)
def _whole(literal: str) -> frozenset[Value]:
    return frozenset({Decimal(literal)})


def _readings(literal: str, language: Language) -> set[Decimal]:
    """What digits with separators may mean: "3,5" one thing, "3.500" two."""
    plain = _SEPARATORS.sub("", literal.replace('"', ".").replace("″", "."))  # 36"4 are seconds and tenths
    marks = [mark for mark in plain if mark in ".,"]
    whole = Decimal(re.sub("[.,]", "", plain))
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        return {whole}
    head, _, tail = plain.rpartition(marks[-1])
    decimal = Decimal(f"{re.sub('[.,]', '', head)}.{tail}")
    if len(marks) > 1 or len(tail) != 3 or len(head) > 3 or head == "0":
        return {decimal}
    return {whole} if language == "english" and marks == [","] else {whole, decimal}


def _years(literal: str, decade: bool, words: Lexicon, before: str) -> set[Value]:
    """The other length of a year: "années 80" and "2011-12" say the century without writing it."""
    named = before.rstrip().casefold().endswith(tuple(words.decades)) if words.decades else False
    if len(literal) == 4 and (decade or named):
        return {Decimal(literal[2:])}
    if len(literal) != 2:
        return set()
    if range_start := re.search(r"(\d\d)\d\d\s?[-–/]\s?$", before):
        return {Decimal(range_start[1] + literal)}
    if decade or named or re.search(r"(?:['’‘]|\ben\s|\bin\s)$", before):
        return {Decimal("19" + literal), Decimal("20" + literal)}
    return set()


def _falls_apart(literal: str) -> bool:
    """Whether digits may be several numbers after all: "20.30", "12.05.2012", "le 15 200 coureurs"."""
    return bool(re.search(r"\s|[.,]\d\d$", literal))
