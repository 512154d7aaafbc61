"""The text a model sees: the same normalisation in training and in translating, with a map back to the reader's text.

Two schemes. `news-v1` is what the embedded model was trained on: NFC, guillemets and typographic quotes become plain
double quotes that cling to what they quote, apostrophes and dashes plain, every run of white space one space, control
and invisible characters gone. `light`, for models of others, leaves the dashes alone. No letter is ever changed and
nothing is lower-cased; the reader's text stays what it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from mt.document import Span
from mt.edits import Chain, Edited, Replace
from mt.errors import ModelError

INVISIBLE = "\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
BLANK = r"\s\u00a0\u2000-\u200a\u202f\u205f\u3000"
QUOTES = dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛`´", "'") | {"…": "..."}
DASHES = {"—": "–", "‑": "-", "−": "-"}
SCHEMES = {"news-v1": QUOTES | DASHES, "light": QUOTES}

_BEFORE = f"[{BLANK}{INVISIBLE}]*»"
_AFTER = f"«[{BLANK}{INVISIBLE}]*"
_RUN = f"[{BLANK}{INVISIBLE}]+"
_PATTERNS = {
    scheme: re.compile(f"(?P<quote>{_BEFORE}|{_AFTER})|(?P<run>{_RUN})|(?P<mark>[{re.escape(''.join(table))}])")
    for scheme, table in SCHEMES.items()
}
_ODD = ("  ", "\0", "«", "»", "…")  # where one character does not become one other
_COMBINING = re.compile(r"[^\W\d_][^\w\s]*[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f]+")


def normalised(text: str, scheme: str) -> Chain:
    """`text` as a model of this scheme wants it: `.after`, with maps `.forward` and `.back`.

    Raises:
        ModelError: if there is no such scheme.
    """
    if scheme not in SCHEMES:
        raise ModelError(f"the model asks for the text normalisation {scheme!r}: there is {', '.join(SCHEMES)}")
    table, simple = _table(scheme), text
    for mark in table.keys() & set(text):  # faster than str.translate, for there are few
        simple = simple.replace(mark, table[mark])
    if not any(mark in simple for mark in _ODD) and simple == simple.strip(" ") and _is_composed(text):
        return Chain((Edited(text, ()), Edited.letter_for_letter(text, simple)))
    composed = Edited(text, _composed(text))
    return Chain((composed, Edited(composed.after, _plain(composed.after, scheme))))


@cache
def _table(scheme: str) -> dict[str, str]:
    """What becomes one other character; what goes becomes "\0"."""
    blank, invisible = re.compile(f"[{BLANK}]"), re.compile(f"[{INVISIBLE}]")
    characters = [chr(code) for code in (*range(0x100), *range(0x2000, 0x3001), 0x1680, 0xFEFF)]
    blanks = {character: " " for character in characters if blank.match(character)}
    gone = {character: "\0" for character in characters if invisible.match(character)}
    marks = {character: mark for character, mark in SCHEMES[scheme].items() if len(mark) == 1}
    return {mark: plain for mark, plain in (blanks | gone | marks).items() if mark != plain}


def _is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def _composed(text: str) -> Iterator[Replace]:
    """Letters and their combining accents made one character (NFC)."""
    if _is_composed(text):
        return
    for found in _COMBINING.finditer(text):
        one = unicodedata.normalize("NFC", found[0])
        if one != found[0]:
            yield Replace(Span(*found.span()), one)


def _plain(text: str, scheme: str) -> Iterator[Replace]:
    """Quotes, dashes and white space made plain; white space at either end removed."""
    table = SCHEMES[scheme]
    for found in _PATTERNS[scheme].finditer(text):
        if found["quote"]:
            new = '"'
        elif found["run"]:
            inner = found.start() > 0 and found.end() < len(text)
            new = " " if inner and re.search(f"[{BLANK}]", found[0]) else ""
        else:
            new = table[found[0]]
        if new != found[0]:
            yield Replace(Span(*found.span()), new)
