"""Members of parliament: député is MP for the engine, which says Mr or Member, or leaves the word out.

A party behind the word goes before it in English: la députée LFI is the LFI MP. Left alone are members of the European
Parliament, chambers of deputies, and parties by their full names (des députés du Rassemblement national), which an
engine says better with members. A woman who is première ministre is no first minister.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

_MEMBER = re.compile(
    rf"(?<![\w-])[dD]éputée?(?P<several>s)?(?:(?P<mayor>[-‐‑]maires?)|(?![\w-]))(?!{SPACE}européen)"
    rf"(?!{SPACE}(?:d[ue]{SPACE}[Ll]?a?{SPACE}?|de{SPACE})?(?:Rassemblement|France{SPACE}[Ii]nsoumise|Parti(?!\w)))"
)
_ELSEWHERE = re.compile(r"\b(?:[Pp]arlement européen|[Ee]urodéputée?s?|américaine?s?|Capitole)\b")
_HEAD = re.compile(rf"(?<![\w-])première(?={SPACE}ministre(?![\w-]))")
_CHAMBER = re.compile(rf"(?:[Cc]hambres?|[Cc]ongrès){SPACE}des{SPACE}$")


class _Parties(NamedTuple):
    """`members.toml`: what is put for words behind a member, where names of parties stand, and these in English.

    `named` is a party right before somebody's name in French, `others` one behind who else may have it, in English.
    """

    words: dict[str, str]
    word: re.Pattern[str]
    of: re.Pattern[str]
    english: re.Pattern[str]
    named: re.Pattern[str]
    others: re.Pattern[str]


def plainly(text: str) -> list[Replace]:
    """What to put for members of parliament and heads of government in `text`, in order."""
    heads = _HEAD.finditer(text) if "première" in text else ()
    found = [Replace(Span(*head.span()), "Première") for head in heads]
    for member in _members(text):
        found.append(
            Replace(Span(*member.span()), f"MP{member['several'] or ''}{' et maire' if member['mayor'] else ''}")
        )
        if word := _parties().word.match(text, member.end()):
            put = next(put for pattern, put in _parties().words.items() if re.fullmatch(pattern, word["word"]))
            found.append(Replace(Span(*word.span("word")), put))
        elif of := _parties().of.match(text, member.end()):
            found.append(Replace(Span(*of.span("of")), ""))
    return sorted(found)


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where a party stands behind MP in the English for `source`, each with the name of its rule."""
    parties = _parties()
    found = [*parties.english.finditer(raw)] if "nsoumis" in source or any(_members(source)) else []
    if parties.named.search(source):
        found += parties.others.finditer(raw)
    for one in found:
        yield "a party before its member", Replace(Span(one.start(), one.start()), f"{one['party']} ")
        yield "a party before its member", Replace(Span(one.end("member"), one.end()), "")


def _members(text: str) -> Iterator[re.Match[str]]:
    if "éputé" in text and _ELSEWHERE.search(text) is None:
        yield from (one for one in _MEMBER.finditer(text) if not _CHAMBER.search(text, 0, one.start()))


@cache
def _parties() -> _Parties:
    data = data_of(__file__)
    words = {pattern: put for put, several in data["parties"].items() for pattern in several}
    names = "|".join(map(re.escape, [*data["names"]["several"], *data["parties"]]))
    return _Parties(
        words,
        re.compile(rf"{SPACE}(?P<word>{'|'.join(words)})(?![\w-])"),
        re.compile(rf"{SPACE}(?P<of>d[ue]{SPACE})(?:{names})(?![\w-])"),
        re.compile(rf"(?<![\w-])(?P<member>MPs?) (?P<party>{names})(?= [A-ZÀ-Þ]|$|[,.])"),
        re.compile(rf"[a-zà-ÿ]{SPACE}(?:{names}){SPACE}[A-ZÀ-Þ][a-zà-ÿ]"),
        re.compile(
            rf"(?<![\w-])(?P<member>{'|'.join(data['others']['several'])}) (?P<party>{names})(?= [A-ZÀ-Þ][a-zà-ÿ])"
        ),
    )
