"""Whom French sets against others with a pronoun behind the noun: Le maire, lui, a refusé; la CGT, elle, signe.

An engine says it again ("The accused, he denied") or leaves it out. It is asked with "pour sa part", which it says and
whose possessive then agrees with whom it means (`mt.anaphora`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.document import Span
from mt.edits import Replace

_PRONOUN = r"(?:moi|toi|lui|elles?|eux|nous|vous)"
_ANY = re.compile(", (?:lui|elles?|eux),")
_SET_AGAINST = re.compile(
    rf"(?<=\w)(?<!\b[Ll]ui)(?<!\b[Ee]lle)(?<!\b[Mm]oi)(?<!\b[Ee]ux)(?P<put>, (?:(?P<several>eux|elles)|lui|elle)), ?"
    rf"(?=(?:n['’]|[a-zà-ÿ])[\w'’-]*)(?!(?:et|ou|qui|que|{_PRONOUN}|à|de|du|des|avec|pour|chez)\b)"
)


def plainly(text: str) -> Iterator[Replace]:
    """What to put for such pronouns in `text`, in order."""
    for match in _SET_AGAINST.finditer(text) if _ANY.search(text) else ():
        yield Replace(Span(*match.span("put")), f", pour {'leur' if match['several'] else 'sa'} part")
