"""Families: les Kirchner are the Kirchners, and who bears a surname that is respelled for another has it respelled too.

Left out: who of a family is meant by the surname alone (`entities`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mt.document import Segment
from mt.names import clusters
from mt.names.forms import BY_RULE, Form
from mt.names.french import french
from mt.names.groups import Group
from mt.names.mentions import Mention
from mt.names.romanisation import romanise
from mt.names.spelling import fold, key, words

_SEVERAL = re.compile(r"(?<![\w'’-])(?:[Ll]es|[Dd]es|[Aa]ux)[ \u00a0]$")
_GOES_ON = re.compile(r"[ \u00a0]?[-–]|[ \u00a0][A-ZÀ-Þ]|['’]")
_NONE = ("s", "x", "z")  # endings that stay without another s in newspapers' plurals of French and Spanish names
_LONG = ("ch", "sh")
_PARTICLE = 3  # letters at most that a surname of several words begins with: Le Pen, Ben Ali, Van Damme
_MANS, _WOMANS = ("ov", "ev", "in", "ine"), ("ova", "eva", "ina")


def marked(mentions: Sequence[Mention], segments: Sequence[Segment]) -> list[Mention]:
    """The mentions; of a family those that are said of several: les Kirchner."""
    return [replace(one, several=True) if _is_several(one, segments[one.segment].source) else one for one in mentions]


def _is_several(mention: Mention, text: str) -> bool:
    """Whether what may be a surname has a plural article before it and nothing of a name behind."""
    own = key(mention.text)
    full = not mention.entries and len(own) > 1 and len(own[0]) > _PARTICLE  # les Pink Floyd; les De Wever are one
    bare = all(entry.bare for entry in mention.entries) and not mention.kept and mention.rank != "glossary"
    if full or not bare or not has_plural_article(text, mention.span.start):
        return False
    return not _GOES_ON.match(text, mention.span.end) and not mention.text.isupper()


def has_plural_article(text: str, at: int) -> bool:
    """Whether les, des or aux stands right before a place of a text."""
    return _SEVERAL.search(text[:at]) is not None


def plural(surname: str) -> str:
    """English for several of a surname: the Kirchners, the Bushes; names in -s stay (les Dumas)."""
    if surname.endswith(_NONE):
        return surname
    return surname + ("es" if surname.endswith(_LONG) else "s")


def of_several(form: str, text: str) -> str:
    """The plural of a form, of no more of it than the French has: Kirchners, of Fernandez de Kirchner."""
    size = len(words(text))
    tail = form[words(form)[-size].start :] if len(words(form)) > size else form
    return plural(tail if fold(tail) == fold(text) else form)


def respelled(groups: Sequence[Group], forms: Sequence[Form]) -> list[Form]:
    """The forms; of a person nothing is known of, the surname as another's in the article, who spells it the same."""
    told: dict[str, set[tuple[str, str, str]]] = {}
    for group, form in zip(groups, forms, strict=True):
        full = [said for said in group.spellings if len(clusters.parts(said)) > 1]
        if group.kind == "person" and not group.bare and not group.kept and full and len(words(form.text)) > 1:
            for said in full:
                told.setdefault(key(said)[-1], set()).add((_last(form.text), group.origin, form.text))
    return [_as_kin(group, form, told) for group, form in zip(groups, forms, strict=True)]


def _last(name: str) -> str:
    return name[words(name)[-1].start :]


def _kin(surname: str, told: dict[str, set[tuple[str, str, str]]]) -> list[tuple[str, str, str]]:
    """Who else has a folded surname; a man's of a woman's in -a, and hers of his, if nobody has the very same."""
    if surname in told and any(fold(form) != surname for form, *_ in told[surname]):
        return list(told[surname])
    if surname.endswith(_WOMANS):
        return [(f"{form}a", origin, whose) for form, origin, whose in told.get(surname[:-1], ())]
    if surname.endswith(_MANS):
        return [(form[:-1], origin, whose) for form, origin, whose in told.get(f"{surname}a", ()) if form.endswith("a")]
    return []


def _as_kin(group: Group, form: Form, told: dict[str, set[tuple[str, str, str]]]) -> Form:
    """A form with the surname as its kin have it, and the given name by the rules of their language."""
    own = words(form.text)
    if group.kind != "person" or group.record or group.bare or group.kept or form.text not in group.spellings:
        return form
    if len(own) < 2 or key(form.text)[0] in french().only_french:
        return form
    others = [one for one in _kin(key(form.text)[-1], told) if fold(one[0]) != key(form.text)[-1]]
    if len({surname for surname, *_ in others}) != 1:
        return form
    surname, origin, whose = others[0]
    given = form.text[: own[-1].start]
    text = (romanise(given, origin).text if origin else given) + surname
    return Form(text, f"article: the surname of {whose}", BY_RULE, (f"{_last(form.text)}→{surname}",))
