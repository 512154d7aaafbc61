"""Idioms that begin with a verb, in every form that a newspaper uses: baisse pavillon, s'était cassé les dents.

A newsroom says an idiom in all tenses, and listing each by hand is a page. So `phrases/` has the infinitive, and what
is put for it begins with an infinitive, too ("baisser pavillon": "abandonner"); both are conjugated here, form by form.
Compound tenses change the participle alone where both verbs have "avoir"; otherwise what is before it, too (s'est
cassé les dents: a échoué). Where there are several, "son" is "leur", and "(s)" is "s": faire bloc, être uni(s). Left
out are forms of "nous" and "vous" with a pronoun before the verb.
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
THEIRS = {"son": "leur", "sa": "leur", "ses": "leurs"}
_HIS = re.compile(rf"\b(?:{'|'.join(THEIRS)})\b")


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
            for our, their in zip(ours.rests, theirs.rests, strict=True):
                yield f"{have}{ours.participle}{our}", f"{have}{theirs.participle}{their}"
        return
    if not ours.with_be:  # has become: the gender of who is not known, and "devenu" stands for all
        for be, have in _BE.items():
            our, their = ours.rests[be in _SEVERAL], theirs.rests[be in _SEVERAL]
            yield f"{have} {ours.participle}{our}", f"{theirs.before(be)}{be} {theirs.participle}{their}"
        return
    if not theirs.with_be:
        for ending in endings[:2]:
            me = "me " * ours.pronoun
            yield f"je {me}suis {ours.participle}{ending}{ours.rests[0]}", f"j'ai {theirs.participle}{theirs.rests[0]}"
    for several, listed in ((False, _ONE), (True, _SEVERAL)):
        for ending in endings[2 * several : 2 * several + 2] + (("",) if several and ours.pronoun else ()):
            for be in listed:
                put = f"{theirs.before(be)}{be} {theirs.participle}{ending}" if theirs.with_be else ""
                put = put or f"{_BE[be]} {theirs.participle}"
                our, their = ours.rests[several], theirs.rests[several]
                yield f"{ours.before(be)}{be} {ours.participle}{ending}{our}", f"{put}{their}"


class _Verb:
    """An infinitive with what belongs to it, and its forms."""

    def __init__(self, text: str) -> None:
        """Read: se casser les dents."""
        self.pronoun = text.startswith(("se ", "s'"))
        said = text.removeprefix("se ").removeprefix("s'")
        self.verb, space, rest = said.partition(" ")
        self.rests = _rests(space + rest)
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
        for forms, rest in zip(self._simple(), self.rests, strict=True):
            yield from (f"{self.before(form)}{form}{rest}" for form in forms)
        if not self.pronoun:
            for forms, rest in zip(self._addressed(), self.rests, strict=True):
                yield from (f"{form}{rest}" for form in forms)

    def denied(self) -> Iterator[str]:
        """Simple tenses with what "ne" has behind them: n'abandonne pas."""
        one, several = (self.he, f"{self.past}ait", f"{self.future}a"), (self.they, f"{self.past}aient")
        for forms, rest in zip((one, several), self.rests, strict=True):
            yield from (f"{self.before(form)}{form} {word}{rest}" for form in forms for word in _NOT)

    def _simple(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What one does, and what several do."""
        past, future = self.past, self.future
        now = self._irregular().get("now", f"{past}ant")
        wish = self._irregular().get("wish", self.they[:-2])
        one = (self.verb, self.he, f"{past}ait", f"{future}a", f"{future}ait", now, self.once, wish)
        return one, (self.verb, self.they, f"{past}aient", f"{future}ont", f"{future}aient", now)

    def _addressed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What I do, and what we and you do."""
        usual = self.he if self.he.endswith("e") else self.he.removesuffix("t") + "s"
        found = self._irregular()
        one = (found.get("first", usual), f"{self.past}ais", f"{self.future}ai")
        return one, (found.get("we", f"{self.past}ons"), found.get("you", f"{self.past}ez"), f"{self.future}ons")

    def _irregular(self) -> dict[str, str]:
        found: dict[str, str] = _data()["irregular"].get(self.verb, {})
        return found


def _rests(text: str) -> tuple[str, str]:
    """What stands behind a verb, of one and of several."""
    return text.replace("(s)", ""), _HIS.sub(lambda his: THEIRS[his[0]], text.replace("(s)", "s"))


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
