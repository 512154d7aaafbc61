"""Paragraphs into sentences, losing nothing.

sentencex finds where sentences end, but it knows little of French: it is shown a shadow of the paragraph, of the same
length, in which every mark that ends a sentence is a plain question mark and every other mark is hidden. So the
offsets stay true, and what French means by a full stop is written here, as rules over the lists in
`french/sentences.toml`. In doubt a sentence is not split: two sentences in one row are read, half a name is not.

Left out: languages other than French (marks of other scripts are left to sentencex), and any judgement of what a
sentence means. A quotation that stands in the middle of a sentence and ends with a full stop of its own is taken to
end the sentence if a capital follows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mt.document import Document, Flag, Paragraph, Segment, Span, with_margin

LINE_BREAK = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)(?:\s|>)*")
"""A hard line break inside a source: with the white space around it, and `>` where lines of a quotation differ."""

_MARKS = ".!?…‼⁇⁈⁉‽"
_FOREIGN_MARKS = "。．｡！？؟۔।॥։።။។"
_CAPITAL = "A-ZÀ-ÖØ-ÞŒŸŠŽŁ"
_LETTER = r"[^\W\d_]"

# Marks, then all that closes behind them: « … récemment ?! », with an apostrophe, an emphasis, a link or a note number.
_STOP = re.compile(
    rf"([{_MARKS}]+)"
    rf"(?:[{_MARKS}]|\s[!?]|\s{{0,2}}[»›”]|\]\([^\s()]*\)|\[\d{{1,3}}\]|[“’')\]}}*_\u00ad\u200b-\u200d\u2060\ufeff])*"
)
_OPENING = re.compile(r"(\s*)[\s«‹“„‘'¿¡(\[{*_#>–—―•·-]*")  # what may stand before the first word of a sentence
_OPEN = ("(", "[", "{", "«", "‹", "“", "„")
_BEFORE_QUOTE, _AFTER_QUOTE = " ([{«“'’–—-", " .,;:!?)]}»”"  # where a straight quote opens, and where it closes
_CONTINUES = frozenset(",;:)]}»›”&/|")  # no sentence begins with one of these
_BRACKET_OR_DASH = re.compile(r"\s*[(\[{–—―-]")
_FIRST_WORD = re.compile(rf"(?:[Aa]ujourd|[Dd])['’](?:hui|après|abord|autres)\b|{_LETTER}+['’]?")
_LAST_WORD = re.compile(rf"(?:{_LETTER}+['’])?{_LETTER}*$")
_ROMAN = re.compile(r"[IVX][IVXLC]*(?:er|re|e)?")
_SMALL_BUT_FIRST = re.compile(rf"[a-z][A-Z]|[a-h]\)\s|[a-h]\.\s+[{_CAPITAL}]")  # iPhone; b) Second; b. Second
_ENUMERATOR = re.compile(r"[\s#>(*–—•-]{0,12}(?:\d{1,2}(?:\.\d{1,2}){0,5}|[IVX]{2,5}|[a-h])\.")
_CAPITAL_ENUMERATOR = re.compile(r"[\s#>(*–—•-]{0,12}[A-Z]\.")
_LETTERS = re.compile(r"[^\W\d_]+$")
_LONGEST_TAIL = 20  # letters looked at before a full stop; no abbreviation has as many
_LONGEST_ENTRY, _LOOKAHEAD = 60, 10  # characters up to such a stop and behind it that say what it is
_LETTERLESS = re.compile(r"°$|[:;]\s\d{1,2}$")  # what may stand before such a stop and is no letter
_NOT_A_SPACE = re.compile(r"[^\S ]")
_HIDDEN = re.compile(rf"[^\s{_FOREIGN_MARKS}]+")
_NOT_SEEN = re.compile(rf"[^\S ]|(?<=X)X(?=[?{_FOREIGN_MARKS}])")
_LINK_TARGET = re.compile(r"\]\([^()]*\)")
_DATELINE = re.compile(  # PARIS (A.F.P.) –, LYON, 3 janv. – : what stands before the dash is no sentence
    rf"\s*(?:[{_CAPITAL}]{{2}}[{_CAPITAL}' ’-]*|[{_CAPITAL}][\w' ’-]{{1,30}}(?=\(|, (?:le )?\d{{1,2}} ))"
    r"(?:\([^()]{2,40}\))?(?:,[^–—]{1,30})?[\s.]*[–—-]\s"
)


class _Lists(NamedTuple):
    """The data file, ready to be asked; `patterns` give the kind of every full stop that may end nothing.

    `tails` are the letters before such a stop, where they are more than two.
    """

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    tails: frozenset[str]
    never_a_name: frozenset[str]
    opening: frozenset[str]
    unfinished: frozenset[str]


def split(document: Document) -> Document:
    """Divide each paragraph that is still one whole segment into sentences, numbered "paragraph.sentence".

    Code and paragraphs already divided are left as they are. White space between sentences goes into the gaps, so
    `source_text()` stays the same. A paragraph sentencex fails on stays whole and is flagged.
    """
    paragraphs = (_divided(paragraph, number) for number, paragraph in enumerate(document.paragraphs, 1))
    return replace(document, paragraphs=tuple(paragraphs))


def sentences(text: str) -> list[str]:
    """The sentences of a text in order; every paragraph ends one, and a line break within one becomes a space.

    Anything is accepted; blank text has no sentences.
    """
    from mt.readers.txt import blocks

    return [
        LINE_BREAK.sub(" ", sentence.of(text))
        for block in blocks(text)
        for sentence in _spans(text, block.span, _boundaries_or_none(block.span.of(text)) or [])
    ]


def _divided(paragraph: Paragraph, number: int) -> Paragraph:
    if len(paragraph.segments) != 1:
        return paragraph
    (whole,) = paragraph.segments
    text = whole.source
    if paragraph.kind == "code" or not text.strip():
        return replace(paragraph, segments=(replace(whole, id=f"{number}.1"),))
    ends = _boundaries_or_none(text)
    if ends is None:
        flag = Flag("not-segmented", "This paragraph could not be divided into sentences: read it as a whole.")
        return replace(paragraph, segments=(replace(whole, id=f"{number}.1", flags=(*whole.flags, flag)),))
    return replace(paragraph, segments=tuple(_segments(whole, list(_spans(text, Span(0, len(text)), ends)), number)))


def _segments(whole: Segment, spans: list[Span], number: int) -> Iterator[Segment]:
    """One segment a span, what lies between them in the gaps; white space before the first stays with it."""
    text = whole.source
    starts = [0, *(span.start for span in spans[1:]), len(text)]
    for position, span in enumerate(spans):
        last = position == len(spans) - 1
        gap = with_margin(text[span.end : starts[position + 1]], whole.margin) + (whole.gap if last else "")
        yield replace(whole, id=f"{number}.{position + 1}", source=text[starts[position] : span.end], gap=gap)


def _spans(text: str, span: Span, ends: Iterable[int]) -> Iterator[Span]:
    """Spans between the ends (counted from `span.start`), without the white space around them."""
    start = span.start
    for end in (*(span.start + end for end in ends), span.end):
        piece = text[start:end]
        if stripped := piece.strip():
            begin = start + len(piece) - len(piece.lstrip())
            yield Span(begin, begin + len(stripped))
            start = end


def boundaries(text: str) -> list[int]:
    """Where sentencex, shown the shadow of `text`, ends a sentence; ascending, the end of the text left out."""
    from sentencex import get_sentence_boundaries

    masked = shadow(text)
    if not masked[:-1].strip("X "):
        return []
    found = get_sentence_boundaries("fr", masked)
    return [end for boundary in found if 0 < (end := boundary["end_index"]) < len(text)]


def _boundaries_or_none(text: str) -> list[int] | None:
    """The boundaries, or None if sentencex panics on the text."""
    try:
        return boundaries(text)
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # what pyo3 raises for a panic in Rust; it is not an Exception
            return None
        raise


def shadow(text: str) -> str:
    """`text` as sentencex is to see it, character for character of the same length.

    "?" where a sentence ends, a plain space for every kind of white space, marks of other scripts, and "X" for all
    else. Words are hidden because sentencex has exceptions of its own ("etc.", "Yahoo!") and panics on a few; the
    character before a mark is a space because it reads back to the nearest one, which takes quadratic time in Chinese.
    """
    masked = list(_HIDDEN.sub(lambda run: "X" * len(run[0]), text))
    for end in _ends(_plain(text)):
        masked[end - 1] = "?"
    return _NOT_SEEN.sub(" ", "".join(masked))


def _plain(text: str) -> str:
    """The text with plain spaces, blank link targets, and straight double quotes that face the right way."""
    text = _LINK_TARGET.sub(lambda target: "](" + "x" * (len(target[0]) - 3) + ")", _NOT_A_SPACE.sub(" ", text))
    if '"' not in text:
        return text
    plain = list(text)
    inside = False
    for quote in re.finditer('"', text):
        position = quote.start()
        after = "".join(plain[position + 1 : position + 3])
        opens = not position or plain[position - 1] in _BEFORE_QUOTE
        closes = not after or (after[0] in _AFTER_QUOTE and after != "..")
        is_unclear = after.startswith(" ") if opens else not closes
        inside = not inside if is_unclear else not closes
        plain[position] = "“" if inside else "”"
    return "".join(plain)


def _ends(plain: str) -> Iterator[int]:
    """Where sentences end, closing signs included; the end of the text may be left out."""
    dateline = _DATELINE.match(plain)
    start = 0  # of the sentence that runs
    looked = dateline.end() if dateline else 0  # up to here there is no end to find
    has_word = dateline is not None
    for stop in _STOP.finditer(plain, looked):
        has_word = has_word or any(map(str.isalnum, plain[looked : stop.start()]))
        looked = stop.end()
        if has_word and _is_end(plain, start, stop, _kind(plain, stop.start())):
            yield stop.end()
            start, has_word = stop.end(), False


def _kind(plain: str, place: int) -> str:
    """What kind of full stop stands there, "" for one that ends nothing but a sentence."""
    word = _LETTERS.search(plain[max(0, place - _LONGEST_TAIL) : place])
    if word is None:
        listed = _LETTERLESS.search(plain, max(0, place - 4), place) is not None
    else:
        listed = len(word[0]) <= 2 or word[0].lower() in _lists().tails
    if not listed:
        return ""
    kind = ""
    for name, pattern in _lists().patterns:
        found = pattern.finditer(plain, max(0, place - _LONGEST_ENTRY), place + _LOOKAHEAD)
        if any(match.end() == place + 1 for match in found):
            kind = name
    return kind


def _is_end(plain: str, start: int, stop: re.Match[str], kind: str) -> bool:
    """Whether this stop ends the sentence that began at `start`."""
    after = _OPENING.match(plain, stop.end())
    if after is None or after.end() == len(plain):
        return True
    position = after.end()
    following = plain[position]
    if plain[max(0, stop.start() - 2) : stop.start()].rstrip().endswith(_OPEN):  # (…), [...], « … mais
        return False
    if not after[1]:
        return _is_glued(plain, stop)
    if following in _CONTINUES:
        return False
    if following.islower() and not _SMALL_BUT_FIRST.match(plain, position):
        return False
    if _is_enumerator(plain, start, stop):
        return False
    word = _FIRST_WORD.match(plain, position)
    first = word[0].replace("’", "'") if word else following
    closing = plain[stop.end(1) : stop.end()]
    if closing.endswith(tuple(_MARKS)):  # (…, etc.). and « … ». end whatever stands inside
        return True
    if closing.startswith((")", "]")) and not closing.startswith("](") and not _opens_with_bracket(plain, start):
        return first in _lists().opening or not following.isalpha()
    if kind and not closing:
        return _ends_after(kind, first, bool(_BRACKET_OR_DASH.match(plain, stop.end())))
    if stop[1] != "." and set(stop[1]) <= {".", "…"} and not closing:
        return first in _lists().opening or not _is_unfinished(plain, stop.start())
    return True


def _ends_after(kind: str, first: str, bracket_or_dash: bool) -> bool:
    """Whether a sentence ends at an abbreviation of this kind when `first` is the next word, figure or sign."""
    if kind == "before_a_number":
        return not (first.isdigit() or _ROMAN.fullmatch(first))
    if bracket_or_dash:
        return False
    return first in (_lists().opening if kind == "before_anything" else _lists().never_a_name)


def _is_glued(plain: str, stop: re.Match[str]) -> bool:
    """Whether a sentence ends although no space follows: « récemment.Le ministre », but not « lemonde.fr »."""
    here, end = stop.start(), stop.end()
    token = plain[max(0, here - 60) : here].rpartition(" ")[2] + plain[here : end + 60].partition(" ")[0]
    if re.search(r"www\.|://|@|\.(?:Fr|Com|Org|Net|Eu)\b", token):
        return False
    return (
        plain[max(0, here - 3) : here].islower()
        and re.match(rf"[{_CAPITAL}][^\W\d_A-Z]", plain[end : end + 2]) is not None
    )


def _is_enumerator(plain: str, start: int, stop: re.Match[str]) -> bool:
    """Whether all the sentence so far is a number or letter of a list: "1. Titre", "A. Les faits"."""
    if _ENUMERATOR.fullmatch(plain, start, stop.end()):
        return True
    return start == 0 and _CAPITAL_ENUMERATOR.fullmatch(plain, start, stop.end()) is not None


def _opens_with_bracket(plain: str, start: int) -> bool:
    return plain[start : start + 4].lstrip().startswith(("(", "["))


def _is_unfinished(plain: str, end: int) -> bool:
    """Whether the word before an ellipsis cannot be the last of a sentence."""
    word = _LAST_WORD.search(plain[max(0, end - 30) : end].rstrip())
    last = word[0].replace("’", "'").lower() if word else ""
    return last in _lists().unfinished or last.rpartition("'")[2] in _lists().unfinished


@cache
def _lists() -> _Lists:
    path = Path(__file__).with_name("french") / "sentences.toml"
    data: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    never_a_name = frozenset(data["opening"]["never_a_name"])
    return _Lists(
        patterns=tuple(_patterns(data)),
        tails=frozenset(found[0].lower() for entry in _entries(data) if (found := _LETTERS.search(entry))),
        never_a_name=never_a_name,
        opening=never_a_name | frozenset(data["opening"]["sometimes_a_name"]),
        unfinished=frozenset(data["marks"]["unfinished"]),
    )


def _entries(data: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """Everything listed that a full stop may belong to, without it."""
    for table, keys in data.items():
        for key, entries in keys.items():
            if (table, key) not in (("opening", "never_a_name"), ("opening", "sometimes_a_name")):
                yield from (entry.rstrip(f"{_MARKS} ") for entry in entries)


def _patterns(data: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Kinds of full stops and what they look like, the more particular later: the last that matches decides."""
    letter = rf"[{_CAPITAL}][hlr]?\."
    article = _either(data["acronyms"]["articles"])
    not_a_first_name = _either(data["opening"]["never_a_name"] + data["opening"]["sometimes_a_name"])
    first_name = rf"(?!{not_a_first_name}\b)[{_CAPITAL}][^\W\d_A-Z]+"
    yield "before_a_name", re.compile(rf"(?<![\w.°])(?<!°\s)[{_CAPITAL}]\.")
    yield "before_anything", re.compile(rf"(?<!\w){first_name}\s[{_CAPITAL}]\.")
    yield "before_a_name", re.compile(rf"(?<![\w.])(?:{letter}-?)+{letter}")
    yield "before_anything", re.compile(rf"(?<![\w.])(?:{letter}-?){{2,}}{letter}")
    yield "before_anything", re.compile(rf"(?<!\w)(?i:{article})\s?(?:{letter}-?)+{letter}")
    yield "before_a_name", re.compile(r"(?<=: )1\.|(?<=; )\d{1,2}\.")
    for kind in ("before_a_number", "before_anything", "before_a_name"):
        yield kind, re.compile(rf"(?<![^\W\d_])(?<!\.){_either(data['abbreviations'][kind])}\.")
    yield "before_anything", re.compile(r"(?<=\de )éd\.")  # la 2e éd., but les éd. La Découverte
    yield "before_a_name", re.compile(r"(?<!\w)[Aa]rt\.(?=\s[LRDA]\.?\s?\d)")  # art. L. 123-4
    yield "", re.compile(rf"(?<!\w){_either(data['acronyms']['stand_alone'])}\.")
    yield "", re.compile(rf"(?<!\w)(?:{_either(data['initials']['labels'])}\s[{_CAPITAL}]|(?:M\.|Mme|Mlle)\s[XYZ])\.")
    yield "", re.compile(r"(?<=\d )[FKLVW]\.")  # 500 F. and 40 W. are units
    yield "before_anything", re.compile(rf"(?<!\w){_either(data['marks']['names'])}")


def _either(entries: Iterable[str]) -> str:
    """A pattern for any of the entries, the longest first; small letters also match a capital and capitals."""
    forms = {form for entry in entries for form in _cases(entry)}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", r"\s").replace("'", "['’]") for form in ordered) + ")"


def _cases(entry: str) -> tuple[str, ...]:
    if len(entry) == 1 or not entry.islower():
        return (entry,)
    return entry, entry[0].upper() + entry[1:], entry.upper()
