"""Idioms that begin with a verb, in every form that a newspaper uses: baisse pavillon, s'était cassé les dents.

A newsroom says an idiom in all tenses, and listing each by hand is a page. So `phrases/` has the infinitive, and what
is put for it begins with an infinitive, too ("baisser pavillon": "abandonner"); both are conjugated here, form by form.
Compound tenses change the participle alone where both verbs have "avoir"; otherwise what is before it, too (s'est
cassé les dents: a échoué). Left out are forms of "nous" and "vous" with a pronoun before the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from mt.phrasing.common import data_of

_BE = {
    "est": "a", "sont": "ont", "était": "avait", "étaient": "avaient", "serait": "aurait", "seraient": "auraient",
    "sera": "aura", "seront": "auront", "être": "avoir", "étant": "ayant", "soit": "ait", "soient": "aient",
}  # fmt: skip
_HAVE = tuple(f"{have} " for have in (*_BE.values(), "ai", "avons", "avez", "pas", "plus", "jamais", "déjà"))
_SEVERAL = ("sont", "étaient", "seraient", "seront", "soient", "être", "étant")
_ONE = ("est", "était", "serait", "sera", "soit", "être", "étant")
_OBJECT = re.compile(r"(?:les?|la|une?|sa|son|des?|du)\b|l'")
_NOT = ("pas", "plus", "jamais")


def forms(idiom: str, plain: str) -> Iterator[tuple[str, str]]:
    """Every form of an idiom, with the same form of what is put for it; the first of two that are the same counts.

    Args:
        idiom: the infinitive, with "se" or "s'" and what belongs to it: se casser les dents.
        plain: the infinitive of what is put, with "se" or "s'", too, if it has that.
    """
    ours, theirs = _Verb(idiom), _Verb(plain)
    yield from zip(ours.simple(), theirs.simple(), strict=False)  # with "se" there are fewer
    yield from zip(ours.denied(), theirs.denied(), strict=True)
    yield from _compound(ours, theirs)


def _compound(ours: _Verb, theirs: _Verb) -> Iterator[tuple[str, str]]:
    """Compound tenses: avait baissé pavillon, s'étaient cassé les dents, est tombée des nues."""
    endings = ("", "e", "s", "es")
    if not ours.with_be and not theirs.with_be:
        told = ("",) if ours.participle != ours.he else _HAVE  # "fait" is what he does, and what he has done
        for have in told:
            yield f"{have}{ours.participle}{ours.rest}", f"{have}{theirs.participle}{theirs.rest}"
        return
    if not ours.with_be:  # has become: the gender of who is not known, and "devenu" stands for all
        for be, have in _BE.items():
            yield f"{have} {ours.participle}{ours.rest}", f"{theirs.before(be)}{be} {theirs.participle}{theirs.rest}"
        return
    if not theirs.with_be:
        for ending in endings[:2]:
            me = "me " * ours.pronoun
            yield f"je {me}suis {ours.participle}{ending}{ours.rest}", f"j'ai {theirs.participle}{theirs.rest}"
    for several, listed in ((False, _ONE), (True, _SEVERAL)):
        for ending in endings[2 * several : 2 * several + 2] + (("",) if several and ours.pronoun else ()):
            for be in listed:
                put = f"{theirs.before(be)}{be} {theirs.participle}{ending}" if theirs.with_be else ""
                put = put or f"{_BE[be]} {theirs.participle}"
                yield f"{ours.before(be)}{be} {ours.participle}{ending}{ours.rest}", f"{put}{theirs.rest}"


class _Verb:
    """An infinitive with what belongs to it, and its forms."""

    def __init__(self, text: str) -> None:
        """Read: se casser les dents."""
        self.pronoun = text.startswith(("se ", "s'"))
        said = text.removeprefix("se ").removeprefix("s'")
        self.verb, space, rest = said.partition(" ")
        self.rest = space + rest
        self.he, self.they, self.past, self.future, self.participle, self.once = _stems(self.verb)
        data = _data()["with_be"]
        self.with_be = self.pronoun or self.verb in data["verbs"].split()
        if self.verb in data["unless_object"].split() and _OBJECT.match(rest):
            self.with_be = False  # a sorti le grand jeu

    def before(self, form: str) -> str:
        """The pronoun before a form, elided where it must be."""
        if not self.pronoun:
            return ""
        return "s'" if form[0] in "aeéêiouhâ" else "se "

    def simple(self) -> Iterator[str]:
        """The simple tenses, in order."""
        for form in self._simple():
            yield f"{self.before(form)}{form}{self.rest}"
        if not self.pronoun:
            yield from (f"{form}{self.rest}" for form in self._addressed())

    def denied(self) -> Iterator[str]:
        """Simple tenses with what "ne" has behind them: n'abandonne pas."""
        for form in (self.he, self.they, f"{self.past}ait", f"{self.past}aient", f"{self.future}a"):
            for word in _NOT:
                yield f"{self.before(form)}{form} {word}{self.rest}"

    def _simple(self) -> tuple[str, ...]:
        now, soft = self._irregular().get("now", f"{self.past}ant"), self.past
        conditional = (f"{self.future}ait", f"{self.future}aient")
        past = (f"{soft}ait", f"{soft}aient")
        coming = (f"{self.future}a", f"{self.future}ont", *conditional)
        wish = self._irregular().get("wish", self.they[:-2])
        return (self.verb, self.he, self.they, *past, *coming, now, self.once, wish)

    def _addressed(self) -> tuple[str, ...]:
        """What I do, we do and you do."""
        usual = self.he if self.he.endswith("e") else self.he.removesuffix("t") + "s"
        first = self._irregular().get("first", usual)
        return (first, f"{self.past}ais", f"{self.past}ons", f"{self.past}ez", f"{self.future}ai", f"{self.future}ons")

    def _irregular(self) -> dict[str, str]:
        found: dict[str, str] = _data()["irregular"].get(self.verb, {})
        return found


@cache
def _stems(verb: str) -> list[str]:
    """The forms of a verb that the others are made from."""
    data = _data()
    if whole := data["whole"].get(verb):
        return str(whole).split()
    ending = max((one for one in data["endings"] if verb.endswith(one)), key=len, default=None)
    if ending is None:
        raise ValueError(f"not an infinitive that `conjugation.toml` knows: {verb}")
    return [form.replace("-", verb.removesuffix(ending)) for form in data["endings"][ending].split()]


@cache
def _data() -> dict[str, Any]:
    return data_of(__file__)
