"""Also known as: Mohamed Daglo, dit « Hemedti », is one whom they call so, and none who says it.

An engine takes the participle for the verb ("said “Hemedti”"). It is asked with "alias", which becomes "known as",
where a name stands before and a short name between quotation marks behind; without marks, with "connu sous le nom de",
and only where the sentence goes on with its verb (Lai Ching-te, dit William Lai, a dénoncé), for "dit William Lai" may
tell who has said it.
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
_SHORT = rf"(?:[Ll][ae]s?{SPACE}|[Ll]['’])?[\w’'-]+(?:{SPACE}[\w’'-]+){{0,4}}"
_QUOTED = rf"(?:«{SPACE}?{_SHORT}{SPACE}?»|“{_SHORT}”|\"{_SHORT}\")"
_VERB = r"(?:a|ont|avait|avaient|est|sont|était|étaient|sera|aura|fut|va|doit|peut)"
_CALLED = re.compile(
    rf"(?:{_NAME}{_BEFORE})(?P<said>dite?s?)(?:(?={SPACE}{_QUOTED}[,;)]|{SPACE}(?![«“\"]{SPACE}?L[ae]s?{SPACE}){_QUOTED}(?:\.|$))"
    rf"|(?={SPACE}{_NAME}(?:{SPACE}{_NAME}){{0,2}},{SPACE}{_VERB}{SPACE}))"
)


def plainly(text: str) -> list[Replace]:
    """What to put for participles that tell another name, in `text`."""
    if ", dit" not in text and ",\u00a0dit" not in text:
        return []
    return [Replace(Span(*found.span("said")), _put(text, found)) for found in _CALLED.finditer(text)]


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where the English for `source` has what it was asked with, each with the name of its rule."""
    called = "alias" not in source and _CALLED.search(source) is not None
    for found in _ALIAS.finditer(raw):
        if called or (found[0] == "aliases" and "alias" in source):
            yield "who is called so", Replace(Span(*found.span()), "known as" if called else "alias")


def _put(text: str, found: re.Match[str]) -> str:
    """What the engine knows for the participle."""
    quoted = text[found.end() :].lstrip(" \u00a0\u202f")[:1] in '«“"'
    return "alias" if quoted else f"connu{found['said'].removeprefix('dit')} sous le nom de"
