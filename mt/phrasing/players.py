"""What somebody plays, before his name: le milieu Ilyes Haddad, leur pilier Cyril Baille, l'arrière anglais X.

Most of these nouns are something else as well, and an engine says "the environment Ilyes Haddad". Before a name, with
perhaps a people's adjective between, they are a player's, unless the sentence is about a prison or a house; there they
are given in English (`players.toml`), which the engine copies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

_FULL = {"l": "le", "d": "de"}
_PEOPLE = rf"[a-zà-ÿ-]+(?:ais|ois|ien|éen|ain|and|ol|ec|que|ge|sse|rc){SPACE}"
_NAMED = rf"(?={SPACE}(?:{_PEOPLE})?[A-ZÀ-Þ][a-zà-ÿ'’]+{SPACE}[A-ZÀ-Þ])"


def plainly(text: str) -> Iterator[Replace]:
    """What to put for players before their names in `text`, in order."""
    if _elsewhere().search(text):
        return
    for match in _pattern().finditer(text):
        put = _roles()[match["role"].lower()]
        elided = match["elided"]
        if elided:
            full = _FULL[elided[0].lower()]
            put = f"{full.capitalize() if elided[0].isupper() else full} {put}"
        yield Replace(Span(*match.span()), put)


@cache
def _pattern() -> re.Pattern[str]:
    roles = "|".join(re.escape(role).replace(r"\ ", SPACE) for role in sorted(_roles(), key=len, reverse=True))
    before = rf"(?<=\b[Ll]e{SPACE})|(?<=\b[Dd][eu]{SPACE})|(?<=\bau{SPACE})|(?<=\b[Ss]on{SPACE})|(?<=\b[Ll]eur{SPACE})"
    before += rf"|(?<=\bun{SPACE})|(?<=\bet{SPACE})|(?<=,{SPACE})|(?P<elided>\b[LlDd]['’])"
    return re.compile(rf"(?:{before})(?P<role>{roles}){_NAMED}")


@cache
def _elsewhere() -> re.Pattern[str]:
    """What tells that nobody plays: a gardien may watch over a house."""
    return re.compile(rf"\b(?:{data_of(__file__)['elsewhere']})\b", re.I)


@cache
def _roles() -> dict[str, str]:
    """The English of each role, by its French."""
    return {role: english for english, roles in data_of(__file__)["roles"].items() for role in roles}
