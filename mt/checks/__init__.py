"""Flags for the reviewer: what in a translation deserves a second look.

One function a check. The first line of its docstring is the message the reviewer reads, with the values seen put in;
its name is the flag's code (`numbers_differ` gives "numbers-differ"). A check compares the two texts and nothing else:
no model, no network, no change to the text. To add one, write the function and put it into `CHECKS`.

The thresholds were chosen on newstest2013, where no check flags more than 2 % of the human translations
(`scripts/measure_checks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import exp

from mt.checks import language, loops, numbers, omissions, spelling, units
from mt.checks.units import Measure
from mt.document import Document, Flag, Name, Segment, Span

Check = Callable[[Segment], Iterable[Flag]]

_WORD = re.compile(r"[^\W\d_]+")
_UNKNOWN = re.compile("<unk>|<0x[0-9A-F]{2}>|[\ufffd\u2047\u2581]")
_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS = re.compile(r"(?<=\])\([^()\s]*\)|\[\^?\d+\]")  # where a link leads, the number of a note
_ASKS = re.compile(r"\?(?![\w=&])")  # not within an address
_UNIT = re.compile(r"\s?(?:%|€|\$|£|°)")
_SHOWN = 60  # characters of a text quoted in a message

SHORTEST, LONGEST = 0.61, 1.31  # length of a translation by that of its source: all but 1.8 % of newstest2013
SLACK = 10  # characters added to both sides, for a short sentence scatters more
LOWEST_SCORE = -1.2  # mean log-probability per token: three words in ten as good as guessed
COPIED_WORDS = 5  # in a row; four would be "c'est la vie"


def flag(document: Document) -> Document:
    """The document with the flags of every check on its segments; flags of other stages stay.

    Flags that a check had set before are made anew, so that they follow a corrected translation. Code is not checked.
    """
    foreign = language.rival_of_all(segment.source for segment in document.segments)
    segments = (
        segment if paragraph.kind == "code" else _checked(segment, foreign)
        for paragraph in document.paragraphs
        for segment in paragraph.segments
    )
    return document.with_segments(segments)


def _checked(segment: Segment, foreign: str) -> Segment:
    kept = [flag for flag in segment.flags if flag.code not in CODES]
    found = [flag for check in CHECKS for flag in check(segment)]
    # In an article that is not French, a line too short to tell is not French either.
    if foreign and not any(flag.code == _code(not_french) for flag in found) and _WORD.search(segment.source):
        found.append(_flag(not_french, language=foreign))
    said = [flag for flag in found if flag.code in ("untranslated", "not-french", "repetition")]
    flags = tuple(dict.fromkeys([*kept, *(flag for flag in found if not _is_explained(flag, said))]))
    return segment if flags == segment.flags else replace(segment, flags=flags)


def _is_explained(flag: Flag, said: Iterable[Flag]) -> bool:
    """Whether a word is unknown only because it is not translated, or repeats itself, which is said already."""
    return flag.code == _code(unknown_word) and any(
        other.span is None or flag.span is None or other.span.overlaps(flag.span) for other in said
    )


def empty(segment: Segment) -> Iterator[Flag]:
    """There is no translation."""
    if segment.source.strip() and not segment.target.strip():
        yield _flag(empty)


def untranslated(segment: Segment) -> Iterator[Flag]:
    """The translation is still French: {text}."""
    target, source = segment.target, segment.source
    same = language.words(target) == language.words(source) and _has_french(
        _without(source, (name.source for name in segment.names))
    )
    rest = _without(target, (name.target for name in segment.names if name.target))  # « La Nuit des autres » stays
    if same or language.rival(rest, "English") == "French":
        yield _flag(untranslated, text=_quoted(target))
    elif span := _copied(source, rest):
        yield _flag(untranslated, span, text=_quoted(span.of(target)))


def numbers_differ(segment: Segment) -> Iterator[Flag]:
    """The source says {source}, the translation {target}."""
    ours, theirs = (_MARKS.sub(_blank, text) if "]" in text else text for text in (segment.source, segment.target))
    if not segment.target.strip() or not numbers.may_differ(ours, theirs):
        return
    source, target = numbers.read(ours, "french"), numbers.read(theirs, "english")
    for one, other in numbers.differences(source, target):
        yield _flag(
            numbers_differ,
            other.span if other else None,
            source=_with_unit(segment.source, one.span) if one else "no such number",
            target=_with_unit(segment.target, other.span) if other else "no such number",
        )


def units_differ(segment: Segment) -> Iterator[Flag]:
    """The source says {source}, the translation {target}."""
    if not segment.target.strip():
        return
    for one, other in units.differences(segment.source, segment.target):
        yield _flag(
            units_differ,
            other.span if other else None,
            source=_measure(segment.source, one, other),
            target=_measure(segment.target, other, one),
        )


def left_out(segment: Segment) -> Iterator[Flag]:
    """Nothing in the translation answers {text}: it may be left out."""
    if lost := omissions.left_out(segment):
        yield _flag(left_out, text=", ".join(_quoted(span.of(segment.source)) for span in lost))


def question_differs(segment: Segment) -> Iterator[Flag]:
    """The {one} asks a question, the {other} does not."""
    asks, asked = (_ASKS.search(text) is not None for text in (segment.source, segment.target))
    if asks != asked and segment.target.strip():
        one, other = ("source", "translation") if asks else ("translation", "source")
        yield _flag(question_differs, one=one, other=other)


def name_missing(segment: Segment) -> Iterator[Flag]:
    """The name {name} was not found in the translation; it should read {form}."""
    if not segment.target.strip():
        return
    for name in missing(segment):
        yield _flag(name_missing, name=name.source.of(segment.source), form=name.after)


def missing(segment: Segment) -> list[Name]:
    """The names that the target does not have."""
    absent = (name for name in segment.names if name.target is None and name.after)
    return [name for name in absent if not _says(segment.target, name.after)]


def _says(target: str, form: str) -> bool:
    """Whether a form stands somewhere as whole words: "Malians" does not say "Malian"."""
    return form in target and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", target) is not None


def repetition(segment: Segment) -> Iterator[Flag]:
    """The translation repeats itself: {text}."""
    for span in loops.found(segment.target, segment.source):
        yield _flag(repetition, span, text=_quoted(span.of(segment.target)))


def length_ratio(segment: Segment) -> Iterator[Flag]:
    """The translation is unusually {what}: {target} characters for {source} of the source."""
    source, target = len(segment.source.strip()), len(segment.target.strip())
    if not source or not target:
        return
    ratio = (target + SLACK) / (source + SLACK)
    if not SHORTEST <= ratio <= LONGEST:
        yield _flag(length_ratio, what="long" if ratio > 1 else "short", target=target, source=source)


def unbalanced_quotes(segment: Segment) -> Iterator[Flag]:
    """A quotation mark is {what} in the translation."""
    theirs = _open_quotes(segment.target)
    if theirs and not _open_quotes(segment.source):
        yield _flag(unbalanced_quotes, what="opened and not closed" if theirs > 0 else "closed and not opened")


def unknown_characters(segment: Segment) -> Iterator[Flag]:
    """The translation has characters that the source does not have: {text}."""
    places: dict[str, list[Span]] = {}
    for match in _UNKNOWN.finditer(segment.target):
        if match[0] not in segment.source:
            places.setdefault(match[0], []).append(Span(*match.span()))
    for text, spans in places.items():  # a text of another script may come out as fifty of one sign: said once
        often = f" ({len(spans)} times)" if len(spans) > 1 else ""
        yield _flag(unknown_characters, spans[0], text=text + often)
    new = [character for character in set(_NO_ASCII.findall(segment.target)) if character not in segment.source]
    if not any(language.script(character) not in ("Latin", "") for character in new):
        return
    scripts = {language.script(character) for character in segment.source} | {"Latin", ""}
    strange = {character for character in new if language.script(character) not in scripts}
    for word in _WORD.finditer(segment.target):
        if not strange.isdisjoint(word[0]):
            yield _flag(unknown_characters, Span(*word.span()), text=_quoted(word[0]))


def unknown_word(segment: Segment) -> Iterator[Flag]:
    """{text} is no known English word: {what}."""
    source = None
    for span in spelling.unknown(segment):
        word = span.of(segment.target)
        source = source if source is not None else set(language.words(segment.source))
        what = "it stands so in the French" if word in source else "it may be made up or misspelled"
        yield _flag(unknown_word, span, text=_quoted(word), what=what)


def low_confidence(segment: Segment) -> Iterator[Flag]:
    """The engine was unsure: on average it gave its own words a probability of {percent}%."""
    if segment.score is not None and segment.score < LOWEST_SCORE:
        yield _flag(low_confidence, percent=round(100 * exp(segment.score)))


def not_french(segment: Segment) -> Iterator[Flag]:
    """The source looks like {language}, not French; the translation may mean nothing."""
    if found := language.rival(segment.source):
        yield _flag(not_french, language=found)


CHECKS: tuple[Check, ...] = (
    empty,
    untranslated,
    numbers_differ,
    units_differ,
    left_out,
    question_differs,
    name_missing,
    repetition,
    length_ratio,
    unbalanced_quotes,
    unknown_characters,
    unknown_word,
    low_confidence,
    not_french,
)


def _code(check: Check) -> str:
    return check.__name__.replace("_", "-")


CODES = frozenset(map(_code, CHECKS))


def _flag(check: Check, span: Span | None = None, **seen: object) -> Flag:
    template = (check.__doc__ or _code(check)).partition("\n")[0]
    return Flag(_code(check), template.format(**seen), span)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"“{shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + '…'}”"


def _with_unit(text: str, span: Span) -> str:
    """The number as it stands, with the sign that follows it."""
    unit = _UNIT.match(text, span.end)
    return " ".join((span.of(text) + (unit[0] if unit else "")).split())


def _measure(text: str, own: Measure | None, other: Measure | None) -> str:
    """A figure and its unit as they stand, or what unit is nowhere."""
    return _quoted(own.span.of(text)) if own else f"no {_quoted(other.form)}" if other else ""


def _without(text: str, names: Iterable[Span]) -> str:
    """The text with its names blanked: a name may well be the same in both languages."""
    for start, end in names:
        text = text[:start] + " " * len(text[start:end]) + text[end:]
    return text


def _has_french(text: str) -> bool:
    """Whether a text holds a word that only French has, and not as a part of a name."""
    words = [word for word in _WORD.findall(text) if word[0].islower()]
    return any(word.casefold() in language.only("French", "English") or not word.isascii() for word in words)


def _copied(source: str, target: str) -> Span | None:
    """The first stretch of French words that stands in the translation as it stood in the source."""
    french, said = language.only("French", "English"), language.words(target)
    if french.isdisjoint(said) or sum(word in french for word in said) < 2:
        return None
    ours, theirs = language.words(source), list(_WORD.finditer(target))
    runs = {ours[at : at + COPIED_WORDS] for at in range(len(ours) - COPIED_WORDS + 1)}
    for at in range(len(theirs) - COPIED_WORDS + 1):
        run = theirs[at : at + COPIED_WORDS]
        small = [word[0] for word in run if word[0].islower() and word[0].casefold() in french]
        if len(small) >= 2 and tuple(word[0].casefold() for word in run) in runs:
            return Span(run[0].start(), run[-1].end())
    return None


def _open_quotes(text: str) -> int:
    """Quotation marks opened and not closed, below zero if closed and not opened."""
    opened = sum(text.count(mark) for mark in "«“„") - sum(text.count(mark) for mark in "»”")
    straight = text.count('"')
    if straight:
        straight -= len(re.findall(r"\d['’]\s?\d+\"", text))  # 5'10" is a height
    return opened + straight % 2
