"""Titles of works and named things between quotation marks: le film « Les Misérables », l'opération « Ville propre ».

English keeps them as the French has them. What is quoted of somebody's words is none, nor what is called so in
passing (la « Dame de fer »), so something has to tell: a word for what it is, before or behind; where such things
stand (dans « … », l'auteur de « … »); another title beside. `titles.toml` holds the words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from mt.document import Name, Span
from mt.names.spelling import fold

_BLANK = " \u00a0\u202f"
_QUOTED = re.compile(r"«(?P<a>[^«»]*)»|“(?P<b>[^“”]*)”|\"(?P<c>[^\"]*)\"")
_OPEN, _CLOSE = '«“"', '»”"'
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*['’]?")
_ENDS = re.compile(r"[.!?…;:«»“”\"]")
_CUTS = (",", ";", ":", "(", "»", "”", '"', "«", "“")
_LONGEST = 8  # words
_NEAR = 200  # characters on either side that may tell
_ARTICLED = re.compile(r"(?:L['’]|(?:Les?|La|Une?|Des) )[A-ZÀ-ÖØ-Þ]")
_DESCRIBES = re.compile(
    r".{2,}(?:al|ale|aux|ique|iques|aire|aires|el|elle|els|ain|aine|ais|aise|ien|ienne|if|ive|ier|ière|é|ée|és|ées)"
)
_FINITE = re.compile(
    r".{2,}(?:aient|erait|eront|erons|èrent|issent)|[a-zà-ÿ]{2,}-(?:t-)?(?:il|elle|ils|elles|on|nous|vous|moi)"
)
_BEHIND = 3  # words behind a title in which a word for it stands: « … », premier film de
_EXPLAINS = re.compile(
    rf",[{_BLANK}](?:(?:le|la|les|un|une|son|sa|leur|ce|cette)[{_BLANK}]|l['’]|(?=premi|deuxi|troisi|nouve|dernie|prochai))"
    rf"|[{_BLANK}]est[{_BLANK}](?:une?|le|la)[{_BLANK}]|[{_BLANK}]\((?=[a-zà-ÿ])|[{_BLANK}]:[{_BLANK}](?:une?|le|la)[{_BLANK}]"
)
_VERB = re.compile(rf"[{_BLANK}]([a-zà-ÿ]+)(?![\w'’-])")
_BESIDE = re.compile(rf"^(?:,[{_BLANK}]|[{_BLANK}](?:et|ou|puis)[{_BLANK}](?:(?:de|dans|pour)[{_BLANK}])?)$")


class _Words:
    """`titles.toml` as sets."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.works = frozenset(data["works"].split())
        self.called = frozenset(data["called"].split())
        self.makers = frozenset(data["makers"].split())
        self.does = frozenset(data["does"].split())
        self.reads = frozenset(data["reads"].split())
        self.arts = frozenset(data["arts"].split())
        self.makes = frozenset(data["makes"].split())
        self.papers = frozenset(data["papers"])
        self.pronouns = frozenset(data["pronouns"].split())
        self.prepositions = frozenset(data["prepositions"].split())
        self.verbs = frozenset(data["verbs"].split())
        self.exclaimed = frozenset(data["exclaimed"].split())


@cache
def _words() -> _Words:
    return _Words(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))


def is_quoted(source: str, name: Name) -> bool:
    """Whether a name stands as it is between quotation marks of its own."""
    place = name.source
    before = source[max(0, place.start - 2) : place.start].rstrip(_BLANK)
    behind = source[place.end : place.end + 2].lstrip(_BLANK)
    return before[-1:] in _OPEN and behind[:1] in _CLOSE and before != "" != behind and place.of(source) == name.after


def found(text: str) -> Iterator[Span]:
    """Where titles stand in a text, without their quotation marks."""
    if not any(mark in text for mark in _OPEN):
        return
    last: re.Match[str] | None = None
    for match in _QUOTED.finditer(text):
        inner = match["a"] or match["b"] or match["c"] or ""
        title = inner.strip(_BLANK)
        beside = last is not None and _BESIDE.match(text[last.end() : match.start()]) is not None
        before, behind = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
        if _may_be(title) and _is_told(title, before, behind, beside):
            start = match.start() + 1 + len(inner) - len(inner.lstrip(_BLANK))
            yield Span(start, start + len(title))
            last = match


def _may_be(title: str) -> bool:
    """Whether a quotation looks like a title: a few words, a capital first, no end of a sentence."""
    first = next((sign for sign in title if sign.isalnum()), "")
    few = 0 < len(title.split()) <= _LONGEST
    return few and (first.isupper() or first.isdigit()) and title[0] == first and _ENDS.search(title) is None


def _is_told(title: str, before: str, behind: str, beside: bool) -> bool:
    """Whether what stands around a quotation says that it is a title."""
    said, given = before.rstrip(_BLANK), _words()
    words = [word.rstrip("'’") for word in map(fold, _WORD.findall(said.rpartition(".")[2]))] or [""]
    clings = not said.endswith(_CUTS)
    if clings and (words[-1] in given.works | given.called or _is_described(words)):
        return True
    if is_sentence(title) or fold(title) in given.exclaimed:
        return False
    if beside or _is_explained(behind):
        return True
    if clings:
        return _is_made(title, words) if said else _is_subject(title, behind)
    if said.endswith(",") and behind[:1] in (",", ".", ")"):
        return not given.works.isdisjoint(words[-_BEHIND:])  # son premier album, « … »,
    head = said.endswith((":", ",")) and words[-1] in given.arts
    return head and behind[:1] in _BLANK and _ARTICLED.match(title) is not None


def _is_made(title: str, words: list[str]) -> bool:
    """Whether a title stands behind what is done with one, or whoever made it: l'auteur de « … »."""
    given = _words()
    if words[-1] in ("le", "du", "au", "a", "de", "dans", "selon", "par") and title in given.papers:
        return True
    if words[-1] in ("de", "d") and not given.makers.isdisjoint(words[-5:-1]):
        return True
    return words[-1] in given.makes or (words[-1] in given.reads and _ARTICLED.match(title) is not None)


def _is_subject(title: str, behind: str) -> bool:
    """Whether a quotation at the head of a sentence does what a title does: « La Nuit blanche » sort mercredi."""
    verb = _VERB.match(behind)
    return verb is not None and fold(verb[1]) in _words().does and _ARTICLED.match(title) is not None


def _is_described(words: list[str]) -> bool:
    """Whether a word for a work stands before an adjective: le film documentaire « … »."""
    return words[-2:-1] != [] and words[-2] in _words().works and _DESCRIBES.fullmatch(words[-1]) is not None


def _is_explained(behind: str) -> bool:
    """Whether what a title is stands behind it: « … », premier film de; « … » est un roman."""
    told = _EXPLAINS.match(behind)
    near = [fold(word) for word in _WORD.findall(behind[told.end() :])[:_BEHIND]] if told else []
    bare = behind[:1] == "," and [fold(word) for word in _WORD.findall(behind)[:1]]  # « … », roman de
    return not _words().works.isdisjoint([*near, *(bare or ())])


def is_sentence(title: str) -> bool:
    """Whether a quotation has a verb with its subject, for all that its words tell."""
    words = [word.lower().rstrip("'’") for word in _WORD.findall(title)]
    given = _words()
    pairs = pairwise(["", *words])  # devant nous: no subject
    subject = any(word in given.pronouns and before not in given.prepositions for before, word in pairs)
    return subject or any(word in given.verbs or _FINITE.fullmatch(word) for word in words)
