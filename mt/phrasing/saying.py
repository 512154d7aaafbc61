"""Verbs that a quotation is said with: « … », souffle un proche; glissait-elle; s'est indigné le maire.

The press has hundreds for "says", and an engine takes them at their word or leaves them out. In what it is asked they
give way to a verb that any model knows (`saying.toml`); the reader's text stays as it is. Within a quotation, or where
one has no marks, they do so before what can only be their subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

_WHO = r"(?:ils?|elles?|on)\b"
_ADVERB = rf"(?:(?:ainsi|encore|aussi|alors|notamment|également|même|déjà|toutefois){SPACE})?"
_QUOTED = (  # behind a quotation: « … », dit-il; « … ! » dit-il
    rf"(?P<quoted>(?<=[»”\"],{SPACE})|(?<=[!?…][»”\"]{SPACE})|(?<=[!?…]{SPACE}[»”\"]{SPACE}))"
)
_BEHIND = rf"(?:{_QUOTED}|(?<=,{SPACE}))"  # or behind what may be one
_MAY_BE = re.compile(rf"[,»”\"]{SPACE}")  # what ends there
_BE = {"s'est": "a", "s'était": "avait", "se sont": "ont", "s'étaient": "avaient"}  # and what a plain verb takes
_TITLED = re.compile(r"[^\s.:!?…»”\"][ \u00a0\u202f]?[«“\"][^«»“”\"]*[»”\"],.$")  # it opened within the sentence
_NEAR = 200  # characters before a verb in which a title would have opened
_SHORT = 5  # words of a quotation that may be a title: connue pour « Désenchantée », lance un album
_MARK = re.compile('[«»“”"]')
_ASKED = re.compile(r"\?[ \u00a0\u202f]?[»”\"],?[ \u00a0\u202f]$")
_THE = (
    rf"(?:(?:l['’])?une?{SPACE}(?:des|de{SPACE}[sc]es){SPACE}|l['’]|(?:les?|la|une?|son|sa|ses|leurs?|ce|cet|cette|ces"
    rf"|des|plusieurs|certaine?s|deux|trois){SPACE})"
)
_FORMER = r"(?:(?:anciens?|anciennes?|jeunes?|autres?|même|nouveau|nouvelle|premi(?:er|ère)|vice|ex)[ \u00a0\u202f-])?"
_NAME = rf"(?:(?:MM?\.|Mmes?|Mlle|Me|Mgr|Dr){SPACE})?[A-ZÀ-Þ][\w'’-]+"
_REST = r"[^,.;:!?…«»“”\"]{0,80}(?:(?=,)|(?=[.!?…]?(?:[ \u00a0\u202f]?[»”\"])?[.,]?(?:\s|$)))"  # of a subject


class _Verb(NamedTuple):
    """A verb in the forms of "he says", "they say" and "said"; `reflexive` is what is before the first two."""

    reflexive: str
    he: str
    they: str
    said: str


class _Put(NamedTuple):
    """What is put for a form, behind a quotation and within one or without marks; and what objects the verb has."""

    he: str
    noun: str
    he_inside: str
    noun_inside: str
    objects: str = "things"


class _Verbs:
    """`saying.toml`: what is put for each form, and where they are looked for."""

    def __init__(self, data: dict[str, Any]) -> None:
        inside = data["inside"]
        he, noun = _verb(inside["he"]), _verb(inside["noun"])
        objects = {verb: kind for kind in ("none", "persons") for verb in _listed(inside[kind])}
        self.present: dict[str, _Put] = {}
        self.had: dict[str, str] = {}
        self.been: dict[str, str] = {}
        for group in data["verbs"]:
            for row in map(_verb, _listed(group["listed"])):
                plain = _verb(group["he"]) if "he" in group else row
                named = _verb(group["noun"]) if "noun" in group else row
                said = he if "he" in group else row
                kept = "none" if row.reflexive else objects.get(row.he, "things")
                of = kept if "he" in group else "middle"
                self.present[row.reflexive + row.he] = _Put(plain.he, named.he, said.he, noun.he, of)
                self.present[row.reflexive + row.they] = _Put(plain.they, named.they, said.they, noun.they, of)
                if "he" in group:
                    (self.been if row.reflexive else self.had)[row.said] = plain.said
                    for form, was in _told(row, data["told"]).items():
                        self.present[form] = _Put(was, was, was, was, of)
        asks = _verb(data["question"]["plain"])
        rows = [_verb(row) for row in _listed(data["question"]["listed"])]
        self.asks = {row.reflexive + row.he: asks.he for row in rows}
        self.asks |= {row.reflexive + row.they: asks.they for row in rows} | {row.said: asks.said for row in rows}
        self.asks |= {form: data["question"][was] for row in rows for form, was in _told(row, data["told"]).items()}
        self.said_inside = noun.said
        turned = rf"(?P<turned>(?:-t)?-{_WHO})?{SPACE}{_ADVERB}"
        subject = rf"(?:(?P<turned>(?:-t)?-(?={_WHO}))|(?![\w-]))"
        self.says = re.compile(rf"{_BEHIND}(?P<verb>{_any(self.present)}){subject}")
        self.has_said = re.compile(rf"{_BEHIND}(?:a|ont|avait|avaient){turned}(?P<verb>{_any(self.had)})(?![\w-])")
        self.is_said = re.compile(rf"{_BEHIND}(?P<be>{_any(_BE)}){turned}(?P<verb>{_any(self.been)})e?s?(?![\w-])")
        person = rf"{_NAME}|{_THE}{_FORMER}(?:{'|'.join(inside['people'].split())})s?(?![\w-])"
        self.subject = re.compile(rf"{SPACE}(?:(?P<person>{person})|{_THE}\w){_REST}")


def plainly(text: str) -> tuple[Replace, ...]:
    """What to put for the verbs of saying in `text`, in order."""
    if "," not in text and not any(mark in text for mark in '»”"-'):
        return ()
    verbs = _verbs()
    found = [*_present(text, verbs), *_past(text, verbs)]
    return tuple(sorted(change for change in found if change.text != change.span.of(text)))


def _present(text: str, verbs: _Verbs) -> Iterator[Replace]:
    """For "souffle un proche" and "souffle-t-il"."""
    for match in _behind(verbs.says, text):
        verb = match["verb"].replace("’", "'")
        put, turned = verbs.present[verb], match["turned"]
        if _quoted(text, match):
            plain = verbs.asks.get(verb) if _ASKED.search(text, 0, match.start()) else None
            plain = plain or (put.he if turned else put.noun)
        elif turned or _has_subject(text, match, put.objects):
            plain = put.he_inside if turned else put.noun_inside
        else:
            continue
        linked = "" if not turned else "-" if plain[-1] in "td" else "-t-"
        yield Replace(Span(match.start("verb"), match.end()), plain + linked)


def _past(text: str, verbs: _Verbs) -> Iterator[Replace]:
    """For "a soufflé un proche" and "s'est indigné le maire"."""
    for match in _behind(verbs.has_said, text):
        if (plain := _said(text, match, verbs, verbs.had)) is not None:
            yield Replace(Span(*match.span("verb")), plain)
    for match in _behind(verbs.is_said, text):
        if (plain := _said(text, match, verbs, verbs.been)) is not None:
            has = _BE[match["be"].replace("’", "'")]
            linked = "-t" if match["turned"] and has == "a" else ""
            yield Replace(Span(*match.span("be")), has + linked)
            yield Replace(Span(match.start("verb"), match.end()), plain)


def _behind(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where a pattern stands that begins with `_BEHIND`."""
    places = (end.end() for end in _MAY_BE.finditer(text))
    return (match for place in places if (match := pattern.match(text, place)))


def _said(text: str, match: re.Match[str], verbs: _Verbs, plain: dict[str, str]) -> str | None:
    """The participle to put, or None where the verb may be another."""
    if _quoted(text, match):
        asked = verbs.asks.get(match["verb"]) if _ASKED.search(text, 0, match.start()) else None
        return asked or plain[match["verb"]]
    if match["turned"]:
        return plain[match["verb"]]
    objects = "none" if match["verb"].startswith("fait ") else "persons"  # a fait savoir sa famille
    return verbs.said_inside if _has_subject(text, match, objects) else None


def _quoted(text: str, match: re.Match[str]) -> bool:
    """Whether a verb stands behind a quotation that is no title, or has its subject behind it."""
    opened = _TITLED.search(text[max(0, match.start() - _NEAR) : match.start()])
    title = opened is not None and len(opened[0].split()) <= _SHORT
    return match["quoted"] is not None and (not title or match["turned"] is not None)


def _has_subject(text: str, match: re.Match[str], objects: str) -> bool:
    """Whether what follows a verb up to a comma or the end can only be its subject.

    Args:
        text: the sentence.
        match: of the verb; no quotation is closed right before it.
        objects: "none", "things" or "persons", of such a verb; before the last a quotation must be open. "middle" for a
            verb that is said well but in the middle of one.
    """
    if match["quoted"] is not None:
        return False
    found = _verbs().subject.match(text, match.end())
    if found is None or (objects != "none" and found["person"] is None):
        return False
    if objects == "middle" and text[found.end() : found.end() + 1] != ",":
        return False
    return objects in ("none", "things") or _is_open(text[: match.start()], text[match.end() :])


def _is_open(before: str, behind: str) -> bool:
    """Whether a quotation is open between the two: opened before it, or closed behind it."""
    last, following = _MARK.findall(before), _MARK.search(behind)
    if not last:
        return following is not None and following[0] in "»”"
    return last[-1] in "«“" or (last[-1] == '"' and last.count('"') % 2 == 1)


@cache
def _verbs() -> _Verbs:
    return _Verbs(data_of(__file__))


def _listed(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split(",")]


def _verb(row: str) -> _Verb:
    """A row: the three forms, or the first of a verb in -er that keeps its stem."""
    reflexive = next((one for one in ("s'", "se ") if row.startswith(one)), "")
    he, _, others = row.removeprefix(reflexive).partition("/")
    they, _, said = others.partition("/")
    return _Verb(reflexive, he, they or f"{he}nt", said or f"{he[:-1]}é")


def _told(verb: _Verb, told: dict[str, Any]) -> dict[str, str]:
    """The imperfect of a verb and its future, which tells of the past, too; each with what is put for it."""
    he, they, said = (form.split()[0] for form in verb[1:])
    rest = verb.he.removeprefix(he)
    stem = said[:-1] if said.endswith("é") else told["stems"].get(they, they.removesuffix("ent"))
    later = {f"{he}r", f"{stem}er"} if said.endswith("é") else set(told["futures"].get(they, "").split())
    soft = f"{stem}e" if stem.endswith("g") else re.sub("c$", "ç", stem)
    forms = {f"{soft}ait": told["he"], f"{soft}aient": told["they"]}
    forms |= {one + ending: told[who] for one in later for ending, who in (("a", "he"), ("ont", "they"))}
    return {f"{verb.reflexive}{form}{rest}": told["instead"].get(form, was) for form, was in forms.items()}


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace("'", "['’]") for form in sorted(forms, key=len, reverse=True))
