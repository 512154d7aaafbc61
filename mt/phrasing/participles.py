"""Sentences that open with a participle: Condamné à dix ans de prison, il a fait appel.

An engine trained on debates has hardly met them and says "He made an appeal to ten years in prison", but knows "Après
avoir été condamné à dix ans de prison, il a fait appel". So that is what it is asked where a subject that agrees
follows (`participles.toml`), and from the translation "After being" goes again; the reader's text stays as it is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, bare, capitalised, data_of

_HEAD = re.compile(
    rf"(?:[«“\"—–-]{SPACE}?)?(?P<word>[A-ZÀ-Þ][a-zà-öø-ÿ]+(?: en (?:examen|cause))?)(?=[ \u00a0\u202f,])"
)
_TIME = (
    r"(?:\d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|semaine|mois|an\b|année|veille|lendemain|jour|nuit|soir"
    r"|matin|été\b|hiver|même)"
)
_LONGEST = 140  # characters from the participle to the subject
_PHRASE = (  # up to a comma, and what a second one sets off: à Lyon, dans le Rhône; de vol, de rapt
    r"(?P<phrase>[^,.;:!?…]*),"
    rf"(?:{SPACE}(?:dans|en|à|aux?|près|par|avec|après|avant|de|du|des|pour|contre|d['’]\w+|le{SPACE}\d)\b"
    r"[^,.;:!?…]{{2,60}},){{0,2}}"
    rf"{SPACE}(?={{subject}})"
)
_CLAUSE = re.compile(r"\b(?:est|sont|a|ont|était|étaient|avait|avaient|sera|seront|aura|auront|fut|furent)\b")
_NAME = rf"[A-ZÀ-Þ][\w'’-]*(?:{SPACE}(?:d[eiua]{SPACE})?[A-ZÀ-Þ][\w'’-]*)*{SPACE}(?!et\b|ou\b|en\b)[a-zà-ÿ]"
_ONE = rf"(?:l['’](?!{_TIME})\w|leur\b|notre\b|votre\b|{_NAME})"
_SEVERAL = (
    rf"(?:les{SPACE}(?!{_TIME})|[cds]es\b|leurs\b|nos\b|deux\b|trois\b|quatre\b|cinq\b|six\b|sept\b|huit\b|dix\b|\d"
    rf"|plusieurs\b|certaine?s\b|quelques\b|des\b|MM\.|Mmes\b|beaucoup\b|{_NAME})"
)
_SUBJECTS = {  # by the participle's ending: feminine, plural
    (False, False): rf"(?:il\b|le{SPACE}(?!{_TIME})|un\b|cet?\b|son\b|mon\b|M\.|{_ONE})",
    (True, False): rf"(?:elle\b|la{SPACE}(?!{_TIME})|une\b|cette\b|s[ao]n?\b|m[ao]n?\b|Mme\b|{_ONE})",
    (False, True): rf"(?:ils\b|{_SEVERAL})",
    (True, True): rf"(?:elles\b|{_SEVERAL})",
}
_IRREGULAR = (
    "beaten|born|bought|broken|brought|built|caught|chosen|cut|driven|fed|forbidden|forced|found|frozen|given|heard"
    "|held|hidden|hit|hurt|kept|known|laid|led|left|lost|made|overthrown|overturned|put|run over|seen|sent|set|shaken"
    "|shot|shown|sold|stolen|struck|sworn|taken|thrown|told|torn|woken|won|worn|written"
)
_AFTER = re.compile(
    r"(?P<before>[“\"«—–-]?\s?)(?:After(?: being| having been)?|Having been"
    r"|After (?P<who>he|she|it|they) (?:was|were)(?=[^,]*, (?P=who)\b))"
    rf" (?P<said>(?:re-)?[a-z]+ed\b|(?:{_IRREGULAR})\b)"
)


class _Form(NamedTuple):
    """A form of a participle: what is put for it, what agrees with it (feminine?, plural?), what may not follow."""

    put: str
    agreeing: frozenset[tuple[bool, bool]]
    not_before: re.Pattern[str]


@lru_cache(maxsize=1 << 10)  # a sentence is looked at before the engine is asked, and again when it has answered
def introduced(text: str) -> tuple[Replace, ...]:
    """What to put for the participle that `text` opens with, if a subject that agrees with it follows."""
    found = _HEAD.match(text)
    form = _forms().get(found["word"].lower()) if found else None
    if found is None or form is None:
        return ()
    behind = text[found.end("word") : found.end("word") + _LONGEST]
    if form.not_before.match(behind) or not any(follows(behind, kind) for kind in form.agreeing):
        return ()
    return (Replace(Span(*found.span("word")), form.put),)


def alone(target: str, source: str) -> Replace | None:
    """How a translation opens with the participle itself, as its source does, and not with "After being"."""
    found = _AFTER.match(target) if introduced(source) else None
    if found is None:
        return None
    return Replace(Span(found.end("before"), found.end("said")), capitalised(found["said"]))


def follows(behind: str, kind: tuple[bool, bool]) -> bool:
    """Whether a comma and a subject (feminine?, plural?) are behind a participle or noun, and no clause between."""
    found = _phrase(kind).match(behind)
    return found is not None and _CLAUSE.search(found["phrase"]) is None


@cache
def _phrase(kind: tuple[bool, bool]) -> re.Pattern[str]:
    return re.compile(_PHRASE.format(subject=_SUBJECTS[kind]))


@cache
def _forms() -> dict[str, _Form]:
    """Every form of the participles in `participles.toml`; a capital may have lost its accent."""
    data = data_of(__file__)
    found: dict[str, _Form] = {}
    for auxiliary, listed in (("avoir été", data["passive"]), ("être", data["active"])):
        for word in listed.split():
            never = "|".join(map(re.escape, data["not_before"].get(word, ()))).replace(r"\#", r"\d[\d-]*")
            pattern = re.compile(rf"{SPACE}(?:{never})(?:(?<=')|(?!\w))" if never else r"(?!)")
            for ending, kind in zip(("", "e", "s", "es"), _SUBJECTS, strict=True):
                form = word.removesuffix("s" * (ending == "s")) + ending  # mis, mise, mis, mises
                agreeing = found[form].agreeing | {kind} if form in found else frozenset({kind})
                found[form] = _Form(f"Après {auxiliary} {form}", agreeing, pattern)
    found |= {form: found[plain] for form, plain in data["instead"].items()}
    return {bare(form[0]) + form[1:]: one for form, one in found.items()} | found
