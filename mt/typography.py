"""English typography as recorded edits: what is done to a translation's punctuation, and nothing more.

Quotes and apostrophes become curly or straight, the space that French puts before ; : ? ! % » goes, thousands get their
commas, two hyphens are a dash, a sentence begins with a capital where the source's does, and the codes that laws have
for currencies become signs (EUR 12: €12). Words are not touched, but for what modules of `mt.phrasing` put right
(`corrected`), the article of headlines and the "After being" of `participles`; a quote's direction is read from its
neighbours alone, so a quotation over several sentences comes out right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from mt.document import Edit, Span
from mt.edits import Edited, Replace
from mt.phrasing import (
    accents,
    aliases,
    articles,
    clock,
    copied,
    counting,
    durations,
    french_acronyms,
    headlines,
    hearsay,
    members,
    movements,
    newspapers,
    participles,
    pronouns,
    scholars,
    terms,
)
from mt.phrasing.common import capitalised

QUOTES = ("curly", "straight")
_CORRECTING = (  # modules that put English right, in order: of two at one place the first has it
    *(terms, articles, durations, hearsay, pronouns, members, aliases, clock, counting),
    *(newspapers, scholars, copied, french_acronyms, accents, movements),
)
_AT_HEAD, _BEHIND_DASH, _NO_ARTICLE = (
    "a capital at the head",
    "a capital behind a dash",
    "no article at a headline's head",
)
_CAPITALS = (_AT_HEAD, _BEHIND_DASH, _NO_ARTICLE)  # rules that change no more than a letter behind what they take away
_SPACES = " \u00a0\u202f\u2009"
_BEFORE_MARK = re.compile(rf"(?<=[^\s])[{_SPACES}]+(?=[;:?!%](?![\w)(\\/-])|[,.](?:\s|$))")
_THOUSANDS = re.compile(rf"(?<![\w.,])\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?=\.\d+(?![\w,.]*\d)|(?![\w,.]*\d))")
_FIRST = re.compile(r"[^\W_]\w*")
_HEAD = 3  # characters that may stand before the first word: quotation marks, a dash
_BEHIND = re.compile(r"[^\s–—-][^–—:]{1,40}?\s[–—-]\s(?P<letter>[^\W\d_])(?!.*\s[–—-]\s)")  # Sahel - Une attaque…
_CURRENCIES = {"EUR": "€", "USD": "$", "GBP": "£"}
_CURRENCY = re.compile(rf"(?<!\w)(?P<code>EUR|USD|GBP)[{_SPACES}]?(?=\d)")
_DASH = re.compile(r"(?<![^\s])--(?![^\s])")
_MARK = re.compile("[\"“”„«»'‘’‚`´]")
_OPENING, _CLOSING = re.compile(r"(?<!\w)['‘’`](?=\w)"), re.compile(r"(?<=[\w.,!?…%)])['’](?!\w)")
_STRAIGHT = dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚`´", "'")
_NUMBER = re.compile(rf"(?<![\w.,])\d{{1,3}}(?:[{_SPACES}]\d{{3}})*(?:,\d+)?(?![\w,.])")


def set_english(raw: str, quotes: str, source: str = "") -> tuple[str, tuple[Edit, ...], Edited]:
    """`raw` with English punctuation, the edits that made it so, and the map between the two.

    Args:
        raw: an English text as an engine wrote it.
        quotes: "curly" or "straight".
        source: what it is a translation of; where all its quotation marks are of one kind, so are those of the text.
    """
    every = [*_spaces(raw), *_thousands(raw), *_signs(raw, source), *_quotes(raw, quotes, _doubled(raw, source))]
    every += _opening(raw, source)
    for one in chain.from_iterable(module.corrected(raw, source) for module in _CORRECTING):
        every = _with(one, every)
    changes = sorted(every, key=lambda change: change[1].span)
    edited = Edited(raw, [replace for _, replace in changes])
    edits = tuple(
        Edit(rule, new, old.of(raw), new.of(edited.after))
        for (rule, _), (old, new) in zip(changes, edited.replaced, strict=True)
    )
    return edited.after, edits, edited


def undo(target: str, edits: tuple[Edit, ...]) -> str:
    """The text before these edits."""
    return Edited(target, [Replace(edit.span, edit.before) for edit in edits]).after


def english_numbers(text: str) -> str:
    """Figures as English writes them, for a text that is nothing but figures: 1 250,5 % -> 1,250.5%."""
    swapped = _NUMBER.sub(lambda found: re.sub(rf"[{_SPACES}]", ",", found[0].replace(",", ".")), text)
    return _BEFORE_MARK.sub("", swapped)


def _spaces(raw: str) -> Iterator[tuple[str, Replace]]:
    for found in _BEFORE_MARK.finditer(raw):
        yield "no space before , . ; : ? ! %", Replace(Span(*found.span()), "")


def _thousands(raw: str) -> Iterator[tuple[str, Replace]]:
    for found in _THOUSANDS.finditer(raw):
        yield "comma between thousands", Replace(Span(*found.span()), re.sub(rf"[{_SPACES}]", ",", found[0]))


def _opening(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """How a sentence begins: a headline without its article, a participle, a capital."""
    headline, participle = headlines.without_article(raw, source), participles.alone(raw, source)
    if participle:
        yield "a sentence opens with its participle", participle
    if headline:
        yield _NO_ARTICLE, headline
    if not headline and not participle:
        yield from _capital(raw, source)


def _with(change: tuple[str, Replace], every: list[tuple[str, Replace]]) -> list[tuple[str, Replace]]:
    """Changes and one more, if no other is at its place but for the capital that its first letter gets: it has that.

    A headline loses its article thereby: "The relaxation" is "Acquittal".
    """
    rule, (span, text) = change
    capital = [one for one in every if one[0] in _CAPITALS and one[1].span.end == span.start + 1 <= span.end]
    others = [one for one in every if one not in capital]
    if any(span.overlaps(other.span) for _, other in others):
        return every
    if capital:
        text = capitalised(text)
        span = Span(capital[0][1].span.start, span.end)
    return [*others, (rule, Replace(span, text))]


def _capital(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """The first letter's, where the source has one; not iPhone's."""
    ours, theirs = _FIRST.search(source), _FIRST.search(raw)
    if ours and theirs and ours[0][0].isupper() and theirs[0].islower() and theirs.start() <= _HEAD:
        yield _AT_HEAD, Replace(Span(theirs.start(), theirs.start() + 1), theirs[0][0].upper())
    behind, said = _BEHIND.match(source), _BEHIND.match(raw)
    if behind and said and behind["letter"].isupper() and said["letter"].islower():
        yield _BEHIND_DASH, Replace(Span(*said.span("letter")), said["letter"].upper())


def _signs(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    if "--" in raw and "--" not in source:
        for found in _DASH.finditer(raw):
            yield "a dash for two hyphens", Replace(Span(*found.span()), "—")
    for found in _CURRENCY.finditer(raw) if any(map(raw.__contains__, _CURRENCIES)) else ():
        if found["code"] not in source:
            yield "the currency's sign for its code", Replace(Span(*found.span()), _CURRENCIES[found["code"]])


def _doubled(raw: str, source: str) -> frozenset[int]:
    """Where single quotation marks stand for double ones: in pairs, none inside those, the source having one kind only.

    What may be an apostrophe ("the players' union") makes the pairs doubtful, and then all stay.
    """
    kinds = [kind for kind in ("«»", "“”", '"') if any(mark in source for mark in kind)]
    if len(kinds) != 1 or any(mark in source for mark in "‘‹›"):
        return frozenset()
    opens, closes = ([found.start() for found in pattern.finditer(raw)] for pattern in (_OPENING, _CLOSING))
    places = [place for pair in zip(opens, closes, strict=False) for place in pair]
    inside = any(sum(map(raw[:place].count, '"“”«»')) % 2 for place in places)
    if len(opens) != len(closes) or places != sorted(places) or inside:
        return frozenset()
    return frozenset(places)


def _quotes(raw: str, quotes: str, doubled: frozenset[int]) -> Iterator[tuple[str, Replace]]:
    for found in _MARK.finditer(raw):
        mark = '"' if found.start() in doubled else _STRAIGHT.get(found[0], found[0])
        if quotes == "curly":
            known = found[0] in "“”‘’" and found.start() not in doubled
            mark = found[0] if known else _curly(mark, raw[: found.start()][-1:], raw[found.end() :][:1])
        if mark != found[0]:
            yield f"{quotes} quotes", Replace(Span(*found.span()), mark)


def _curly(mark: str, before: str, after: str) -> str:
    """Opening after a space, a bracket or a dash and before a word; closing everywhere else."""
    opens = (not before or before.isspace() or before in "([{–—“‘\"'") and after != "" and not after.isspace()
    if mark == '"':
        return "“" if opens else "”"
    return "‘" if opens and not after.isdigit() else "’"
