"""Also known as: Mohamed Daglo, dit « Hemedti », is one whom they call so, and none who says it.

An engine takes the participle for the verb ("said “Hemedti”"). It is asked with "alias", which becomes "known as",
where a name stands before and behind it, between quotation marks, what may be one: Hemedti, la Louve, and not what
somebody says (« oui », « comprendre »). Without marks it is asked with "connu sous le nom de", and only where the two
share a word or the second is the first's initials (Lai Ching-te, dit William Lai, a dénoncé), for "Israël, dit Trump,
a raison" tells who has said it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE

_ALIAS = re.compile(r"\baliase?s?\b(?= )")
_NAME = r"[A-ZÀ-Þ][\w’'-]*"
_BEFORE = rf"\.?{SPACE}?(?:\([^()]{{1,20}}\))?,{SPACE}"
_SAID = r"(?:Oui|Non|Stop|Merci|Je|J['’]\w+|On|Nous|Ils?|Elles?|C['’]\w+|Ça|Pas|Tout|Rien|Chapeau)\b"
_ARTICLE = rf"(?:[Ll][ae]s?{SPACE}|[Ll]['’])"
_SHORT = rf"(?!{_SAID})(?:{_ARTICLE}|(?=[A-ZÀ-Þ]))[\w’'-]+(?:{SPACE}[\w’'-]+){{0,4}}"
_QUOTED = rf"(?:«{SPACE}?{_SHORT}{SPACE}?»|“{_SHORT}”|\"{_SHORT}\")"
_VERB = r"(?:a|ont|avait|avaient|est|sont|était|étaient|sera|aura|fut|va|doit|peut)"
_CALLED = re.compile(  # at a sentence's end no « Le Monde », which is a newspaper
    rf"(?P<name>{_NAME}(?:{SPACE}{_NAME})*){_BEFORE}(?P<said>dite?s?)(?={SPACE}"
    rf"(?:(?P<quoted>{_QUOTED}[,;)]|(?![«“\"]{SPACE}?L[ae]s?{SPACE}){_QUOTED}(?:\.|$))"
    rf"|(?P<other>{_NAME}(?:{SPACE}{_NAME}){{0,2}}),{SPACE}{_VERB}{SPACE}))"
)


def plainly(text: str) -> list[Replace]:
    """What to put for participles that tell another name, in `text`."""
    return [Replace(Span(*found.span("said")), _put(found)) for found in _called(text)]


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where the English for `source` has what it was asked with, each with the name of its rule."""
    if "alias" not in raw:
        return
    called = "alias" not in source and any(_called(source))
    for found in _ALIAS.finditer(raw):
        if called or (found[0] == "aliases" and "alias" in source):
            yield "who is called so", Replace(Span(*found.span()), "known as" if called else "alias")


def _called(text: str) -> Iterator[re.Match[str]]:
    if ", dit" in text or ",\u00a0dit" in text:
        yield from (
            found for found in _CALLED.finditer(text) if found["quoted"] or _is_same(found["name"], found["other"])
        )


def _is_same(name: str, other: str) -> bool:
    """Whether two names may be one person's: they share a word, or the second is the first's initials."""
    initials = len(other) > 1 and other.isupper() and other[-1] == name.split()[-1][0]
    return initials or not set(name.split()).isdisjoint(other.split())


def _put(found: re.Match[str]) -> str:
    """What the engine knows for the participle."""
    return "alias" if found["quoted"] else f"connu{found['said'].removeprefix('dit')} sous le nom de"
