"""What French writes short or counts in its own way, as a model knows it: 70 M€, 18h42, T2 2025, à dix jours du vote.

Only what goes to the engine is changed; the reader's text, and the figures themselves, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.document import Span, marked
from mt.edits import Replace
from mt.numerals import arabic
from mt.phrasing.common import SPACE

_CURRENCIES = {"€": ("euro", "euros"), "$": ("dollar", "dollars"), "£": ("livre sterling", "livres sterling")}
_SCALES = {"k": "mille", "K": "mille", "M": "million", "Md": "milliard", "Mds": "milliard", "Mrd": "milliard"}
_SHORT = re.compile(
    rf"(?<=\d){SPACE}?(?P<scale>k|K|Mds?|Mrd|M)?{SPACE}?(?P<sign>[€$£])(?:(?P<per>/)(?=[^\W\d])|(?!\w))"
)
_LARGE = ("million", "millions", "milliard", "milliards")
_ALONE = re.compile(r"€(?!\w)")  # 70 millions €, en €: no piece of the model is this sign
_COUNT = re.compile(rf"(?<=\d){SPACE}?(?P<scale>Mds?|Mrd|M)(?={SPACE}d(?:e{SPACE}|['’]))")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(rf"(?:\d{{1,3}}(?:(?:{SPACE}|\.)\d{{3}})+|\d+)(?:[.,]\d+)?$")
_TIME = re.compile(
    rf"(?<![\w.,])(?P<hour>[01]?\d|2[0-4])(?P<mark>{SPACE}?h{SPACE}?)(?P<minutes>[0-5]\d)(?!\w|{SPACE}?mi?n)"
)
_HOURS = re.compile(rf"(?<=\d)(?P<mark>{SPACE}?h)(?![\w./]|{SPACE}[0-5]\d(?!\w)|{SPACE}?\d\d?{SPACE}?mi?n)")
_LASTED = re.compile(  # 2 h 04 min 12 s, 4 min 24; not 1970s, nor "80 s'ouvrent"
    rf"(?<=\d)(?:{SPACE}?(?P<unit>h|min|mn)(?:(?P<more>{SPACE}?(?=\d\d?(?!\d)))|(?![\w'’]))|{SPACE}s(?![\w'’]))"
)
_MINUTES = re.compile(rf"\d\d?{SPACE}?mi?n(?:utes?)?(?!\w)")
_CLOCK = re.compile(rf"(?:\b[àÀ]|\b[vV]ers|\b[dD]ès|\b[aA]vant|\b[aA]près)(?: partir de)?{SPACE}(?:[01]?\d|2[0-4])$")

_LASTS = re.compile(  # before a time that says how long, not when: le film dure, un vol de, en, pendant
    r"(?:\b(?:dur(?:e|ent|é|ée|és|ait|aient|er|era|eront)|(?:pen|du)rant|pendant|en|mis|mettre|fallu|durée de|bout de"
    r"|retards? de|attente de"
    r"|une? (?:film|documentaire|long-métrage|drame|comédie|fresque|spectacle|concert|album|vol|trajet|traversée|voyage"
    r"|match|combat|course|marche|randonnée|visite|réunion|rencontre|entretien|discours|allocution|débat|conférence"
    r"|émission|interview|opération|audience|plaidoirie|pause|grève) de)"
    r"(?: (?:environ|près de|plus de|moins de|au moins|désormais|seulement|presque|en moyenne))?) $",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:à|dès|vers|avant|de|du|le|les) $", re.IGNORECASE)
_OF = re.compile(rf"{SPACE}d(?:e{SPACE}|['’])(?=[a-zà-ÿ])")  # 3 h 20 de discussions

_FIGURE = rf"(?:\d{{1,3}}(?:{SPACE}\d{{3}})+|\d+)(?:,\d+)?"
_MONEY = rf"{SPACE}?(?:(?P<euro>€(?!\w)|euros?\b)|\$|dollars?\b)"
_FROM = re.compile(  # de 20 à 25 euros, entre 20 et 25 €
    rf"(?<![\w.,])(?P<from>{_FIGURE})(?={SPACE}(?:à|(?P<and>et)){SPACE}{_FIGURE}{_MONEY})"
)
_BETWEEN = re.compile(rf"\bentre{SPACE}$", re.IGNORECASE)
_REACHES = re.compile(  # recule de 3 % à 25 euros, that a model reads as from 3 to 25
    rf"(?<=\d)(?:{SPACE}?%)(?P<at>,?{SPACE}à{SPACE})"
    rf"(?={_FIGURE}{SPACE}?(?:(?:k|Mds?|Mrd|M)?{SPACE}?[€$£](?!\w)|(?:m\w+{SPACE}d(?:['’]|e{SPACE}))?(?:euro|dollar)s?\b))"
)
_MINUTE = re.compile(  # à la 55e, but no place in a table
    r"(?<!pointe )(?<!pointent )(?<!pointait )(?<!est )(?<!finit )(?<!termine )(?<!terminé )(?<!fini )(?<!classé )"
    r"\b[àÀ] la (?:[1-9]\d|1[012]\d)(?:e|ème)(?=[,.;:!?)»]|$| (?:et|puis|sur|par|après|avant)\b)"
)
_MATCH = re.compile(
    r"\b(?:marqu|égalis|inscri|penalty|expuls|exclu|carton|buts?\b|score\b|remplac|essais?\b|frappe|tête\b)"
)

_RANGE = re.compile(rf"{SPACE}?[-–]{SPACE}?\d{{1,2}}{SPACE}?h")  # behind the first hour of 9 h-12 h
_UNTIL = re.compile(rf"h{SPACE}?[-–]{SPACE}?\d{{1,2}}$")  # before the mark of the second
_BELOW = re.compile(rf"(?<!\w)[–−]{SPACE}(?=\d+(?:,\d+)?{SPACE}?°)")  # – 4 °C

_QUARTER = re.compile(
    r"(?:(?<=\b[aAdD]u )|(?<=\b[lLdD]e )|(?<=\bet )|(?<=\b[eE]n )|(?<=\bfin ))"
    rf"T(?=[1-4]{SPACE}(?:19|20)\d\d\b(?!{SPACE}?[€$£%]))"
)
_LAWYER = re.compile(  # Me Badinter, Mes Badinter et Veil: English has no such title
    rf"(?<![\w’'-])M(?:[eᵉ]\.?{SPACE}(?=[A-ZÀ-ÖØ-Þ][\w’'-])|es{SPACE}(?=[A-ZÀ-ÖØ-Þ]\S+{SPACE}[A-ZÀ-ÖØ-Þ]))"
)
_NINTH = re.compile(r"(?<![\w.,])9(?:e|è|ème)(?!\w)")  # that the model spells nineth
_THOUSANDS = re.compile(r"(?<![\w.,])(?<!ersion )[1-9]\d{0,2}(?:\.\d{3}){1,2}(?!\d|\.\d|\w)")  # decimals have commas
_FORMER = re.compile(r"(?<![\w-])[eE]x[-‐‑](?=[a-zà-ÿ]{3})(?!aequo|voto|nihilo|cathedra|libris|ante|post)")
_DIED = re.compile(
    r"\b(?:morte?|décédée?|décède|meurt|disparue?|s['’](?:éteint|est éteinte?))\b(?:(?!ans\b)[^.;:!?]){0,40}?"
    rf"{SPACE}(?P<at>à){SPACE}(?=\d{{1,3}}{SPACE}ans\b)"
)
_COUNTED_TO = re.compile(  # à six mois des élections: six months before them
    rf"(?<![\w-])(?P<at>[àÀ]{SPACE})(?:\d+|[a-zéè]+(?:-[a-z]+)*){SPACE}(?:jours|semaines|mois){SPACE}"
    rf"(?P<of>(?:du|des|de{SPACE}la)(?!\w)|de{SPACE}l['’])"
)
_BEFORE_THE = {"du": "avant le", "des": "avant les", "de la": "avant la", "de l'": "avant l'"}
_CENTURY = re.compile(  # au XIVe siècle, des XVe et XVIe siècles, le XVIe arrondissement
    rf"(?<![\w-])(?P<roman>[IVX]+)(?:e|è|ème|er|ier)(?=(?:{SPACE}(?:et|au|ou|à)|,|{SPACE}[IVX]+(?:e|è|ème))*"
    rf"{SPACE}(?:siècles?|arrondissements?|millénaires?)\b)"
)
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}[A-Z](?:\.(?![\s»”\"’')]*$))?(?!\w)")  # O.N.U.


def written_out(text: str) -> list[Replace]:
    """Replacements that write out the abbreviations of `text`, in order; figures stay in their places."""
    found = _of_figures(text) if _DIGIT.search(text) else []
    if "€" in text:
        found += _alone(text, marked([change.span for change in found], len(text)))
    if "." in text[:-1]:
        found += (Replace(Span(*dotted.span()), dotted[0].replace(".", "")) for dotted in _DOTTED.finditer(text))
    if "Me" in text or "Mᵉ" in text:
        found += (Replace(Span(*lawyer.span()), "") for lawyer in _LAWYER.finditer(text))
    if "x-" in text or "x‑" in text or "x‐" in text:
        found += (Replace(Span(*former.span()), "ancien ") for former in _FORMER.finditer(text))
    if "jours" in text or "semaines" in text or "mois" in text:
        found += _counted(text)
    if "siècle" in text or "arrondissement" in text or "millénaire" in text:
        found += (Replace(Span(*ordinal.span()), _ordinal(ordinal["roman"])) for ordinal in _CENTURY.finditer(text))
    return sorted(found)


def _of_figures(text: str) -> list[Replace]:
    """What is written short behind or before figures."""
    found = list(_amounts(text))
    if "€" in text or "euro" in text or "$" in text or "dollar" in text:
        found += _ranges(text)
    if "h" in text:
        found += _times(text)
    if "min" in text or "mn" in text or " s" in text or "\u00a0s" in text:
        found += _durations(text)
    if "." in text[:-1]:
        found += (Replace(Span(*large.span()), large[0].replace(".", " ")) for large in _THOUSANDS.finditer(text))
    if "9" in text:
        found += (Replace(Span(*ninth.span()), "9th") for ninth in _NINTH.finditer(text))
    if " ans" in text or "\u00a0ans" in text:
        found += (Replace(Span(*died.span("at")), "à l'âge de") for died in _DIED.finditer(text))
    if "°" in text:
        found += (Replace(Span(*below.span()), "-") for below in _BELOW.finditer(text))
    if "%" in text:
        found += (Replace(Span(*reaches.span("at")), " pour atteindre ") for reaches in _REACHES.finditer(text))
    if ("à la " in text or "À la " in text) and _MATCH.search(text):
        found += (Replace(Span(minute.end(), minute.end()), " minute") for minute in _MINUTE.finditer(text))
    if "T" in text:
        found += (Replace(Span(*quarter.span()), "Q") for quarter in _QUARTER.finditer(text))
    return found


def _amounts(text: str) -> Iterator[Replace]:
    for found in _SHORT.finditer(text):
        scale = _SCALES.get(found["scale"] or "", "")
        several = _is_several(text[: found.start()])
        unit = _CURRENCIES[found["sign"]][several or bool(scale)]
        if scale == "mille":
            unit = f"mille {unit}"
        elif scale:
            unit = scale + "s" * several + (" d'" if unit[0] == "e" else " de ") + unit
        yield Replace(Span(*found.span()), f" {unit}{' par ' if found['per'] else ''}")
    for found in _COUNT.finditer(text):
        several = _is_several(text[: found.start()])
        yield Replace(Span(*found.span()), f" {_SCALES[found['scale']]}{'s' * several}")


def _alone(text: str, taken: bytearray) -> Iterator[Replace]:
    """Signs of the euro that do not stand behind a figure."""
    for found in _ALONE.finditer(text):
        if not taken[found.start()]:
            before = text[: found.start()]
            unit = "d'euros" if before.rstrip().endswith(_LARGE) else "euros"
            yield Replace(Span(*found.span()), f" {unit}" if before[-1:].isalnum() else unit)


def _ranges(text: str) -> Iterator[Replace]:
    for found in _FROM.finditer(text):
        if found["and"] and not _BETWEEN.search(text[: found.start()]):
            continue
        unit = _CURRENCIES["€" if found["euro"] else "$"][_is_several(found["from"])]
        yield Replace(Span(found.end(), found.end()), f" {unit}")


def _is_several(before: str) -> bool:
    """Whether the number that ends here is two or more, from which on French has the plural."""
    number = _NUMBER.search(before)
    whole = re.sub(r"\D", "", number[0].partition(",")[0]) if number else ""
    return whole not in ("", "0", "1")


def _times(text: str) -> Iterator[Replace]:
    for found in _TIME.finditer(text):
        before = re.sub(SPACE, " ", text[: found.start()])
        lasts = _LASTS.search(before) or (_OF.match(text, found.end()) and not _WHEN.search(before))
        if lasts and found["minutes"] != "00":
            hours = f" heure{'s' * _is_several(found['hour'])} et "
            yield Replace(Span(found.start("mark"), found.end()), f"{hours}{found['minutes']} minutes")
        else:
            yield Replace(Span(*found.span("mark")), ":")
    for found in _HOURS.finditer(text):
        before = text[: found.start()]
        clock = _CLOCK.search(before) or _UNTIL.search(before) or _RANGE.match(text, found.end())
        yield Replace(Span(*found.span("mark")), ":00" if clock else " heures")


def _durations(text: str) -> Iterator[Replace]:
    for found in _LASTED.finditer(text):
        if found["unit"] == "h" and not _MINUTES.match(text, found.end()):
            continue  # a time of day
        unit = {"h": "heure", None: "seconde"}.get(found["unit"], "minute")
        several = "s" * _is_several(text[: found.start()])
        yield Replace(Span(*found.span()), f" {unit}{several}{' ' if found['more'] is not None else ''}")


def _counted(text: str) -> Iterator[Replace]:
    for found in _COUNTED_TO.finditer(text):
        first = found.end("at")
        yield Replace(Span(found.start("at"), first + 1), text[first].upper() if found["at"][0] == "À" else text[first])
        yield Replace(Span(*found.span("of")), _BEFORE_THE[re.sub(SPACE, " ", found["of"]).replace("’", "'")])


def _ordinal(roman: str) -> str:
    """14e for XIV; 1er for I, and 9th for IX, as the model spells the French one nineth."""
    number = arabic(roman)
    return f"{number}{ {1: 'er', 9: 'th'}.get(number, 'e') }"
