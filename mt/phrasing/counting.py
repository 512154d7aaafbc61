"""Numbers in words that an engine says wrongly, given to it in figures: soixante-deux is 62, quatre-vingtième 80e.

French counts on from sixty and by twenties, and an engine that has seen each of these words a few times mixes them up
("soixante-deux" came out as 72), but it copies figures. Words that it knows (vingt, cinquante-trois, deux cents) stay.
Where a sentence begins with one, its English does so in words, too; and ordinals are spelled right: the 71st.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.document import Span
from mt.edits import Replace

_WORD = re.compile(r"[^\W\d_]+")
_MANY = ("vingt", "trent", "quarant", "cinquant", "soixant", "cent", "mille", "seize", "douzième", "dix-")
_PART = re.compile(r"\b[Uu]n[ \u00a0]$")  # un vingtième du budget
_DECADE = re.compile(r"\bannées[ \u00a0]$")
_HEAD = re.compile('[«“"]?[ \u00a0\u202f]?')
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_FIGURE = re.compile(rf"(?P<open>[“\"]?)(?P<figure>[1-9]\d)(?= [a-zA-Z])(?! {_MONTH})")
_ORDINAL = re.compile(r"(?<![\w.,])(?P<number>\d+)(?P<ending>st|nd|rd|th|e(?=\)))\b")
_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}
_TIED = ("-", "‐", "‑")
_TWENTY, _TWELFTH = 20, 12  # the ordinals from twenty on are said wrongly, and this one
_HARD = {16, 36, 37, 42, 46, 47, 49, 52, 56, *range(61, 70), *range(71, 80), *range(81, 100)}  # and so are these, and
# what has "et un" or "et onze"; these where a sentence begins with them ("Ten-nine people")
_HARD_AT_HEAD = {17, 18, 19}
_MILLIONS = {"million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}  # that "de" follows
_FIFTY = 50  # what is counted in fifties below a thousand is said rightly
_YEARS = range(1900, 2100)  # figures that have no space between thousands


def figures(text: str) -> list[Replace]:
    """What to put for the numbers in words of `text`, in order."""
    from mt.checks import number_words  # with all the checks behind it, which a finished run does without

    found: list[Replace] = []
    lower = text.lower()
    for one in number_words.read(text, "french") if any(part in lower for part in _MANY) else ():
        words = [word.lower() for word in _WORD.findall(one.span.of(text))]
        before, behind = text[: one.span.start], text[one.span.end : one.span.end + 1]
        if one.weight != "word" or before.endswith(_TIED) or behind in _TIED:
            continue
        put = _figure(words, int(min(value for value in one.values if not isinstance(value, str))), before)
        if put:
            found.append(Replace(one.span, put))
    return found


def _figure(words: list[str], value: int, before: str) -> str | None:
    """The figure for a number in words; None if these stay."""
    if words[-1].endswith("ième"):
        hard = value == _TWELFTH or value >= _TWENTY
        return f"{value}e" if hard and _PART.search(before) is None else None
    if words[-1].endswith(("ièmes", "demi", "demie", "milles")):
        return None
    if _DECADE.search(before):
        return str(1900 + value) if value % 10 == 0 and value >= _TWENTY else None
    if value in _HARD_AT_HEAD and _HEAD.fullmatch(before):
        return str(value)
    return _cardinal(words, value)


def _cardinal(words: list[str], value: int) -> str | None:
    if value < 100:
        one_or_eleven = "et" in words
        return str(value) if one_or_eleven or value in _HARD else None
    if scale := _MILLIONS.get(words[-1]):
        counted = _cardinal(words[:-1], value // scale) if len(words) > 1 and value % scale == 0 else None
        return counted and f"{counted} {words[-1]}"
    if words[-1] == "mille" and (len(words) == 1 or _cardinal(words[:-1], value // 1000) is None):
        return None
    if (value < 1000 and value % _FIFTY == 0) or words[:2] == ["mille", "et"]:
        return None
    return str(value) if value in _YEARS else f"{value:,}".replace(",", " ")


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What to put right in the figures of an engine's English for `source`, each with the name of its rule."""
    for found in _ORDINAL.finditer(raw):
        number = found["number"]
        ending = "th" if number[-2:-1] == "1" else _ENDINGS.get(number[-1], "th")
        if ending != found["ending"]:
            yield "an ordinal's spelling", Replace(Span(*found.span("ending")), ending)
    head = _FIGURE.match(raw)
    put = next(iter(figures(source)), None) if head and not source.lstrip('«“" \u00a0\u202f')[:1].isdigit() else None
    if head and put and put.text == head["figure"] and _HEAD.fullmatch(source[: put.span.start]):
        yield "a number at the head in words", Replace(Span(*head.span("figure")), in_words(int(head["figure"])))


def in_words(number: int) -> str:
    """A number below a hundred in English words, with a capital."""
    from mt.checks.lexicon import lexicon

    words = {value: word for word, value in reversed(lexicon("english").cardinals.items())}  # "ten" before "tenth"
    tens, ones = number - number % 10, number % 10
    return (words.get(number) or f"{words[tens]}-{words[ones]}").capitalize()
