"""Which names of an article are firms, so that each is "it" and not "he": Valméo ferme son usine; le groupe Valméo.

A name of one word of which nobody says a given name may be anything. It is a firm where a noun before it says so (le
groupe, l'usine de), where it has what only firms have (son chiffre d'affaires), or where everybody knows it. Left out:
names that were found as persons, and firms of several words.
"""

from __future__ import annotations

from mt.anaphora.french import Words, french, words_of
from mt.document import Document, Name

_OWNERS = frozenset(("son", "sa", "ses"))
_NEAR = 3  # words before a name in which what it is stands: le groupe allemand X, l'action du fabricant X
_PAIRS = (("chiffre", "affaires"), ("carnet", "commandes"))


def firms(document: Document) -> set[str]:
    """The ids of names that are firms."""
    names = {entity.id for entity in document.entities if entity.kind == "name" and " " not in entity.form}
    found: set[str] = set()
    for segment in document.segments:
        mentioned = [name for name in segment.names if name.entity in names - found]
        words = words_of(segment.source) if mentioned else None
        found |= {name.entity for name in mentioned if words is not None and _is_firm(words, name)}
    return found


def _is_firm(words: Words, name: Name) -> bool:
    first, last = words.at(name.source.start), words.at(name.source.end - 1)
    if " ".join(words.low[first : last + 1]) in french().words["firms"]:
        return True
    return _called_so(words, first) or (not words.prepositional(first) and _owns(words, last + 1))


def _called_so(words: Words, first: int) -> bool:
    """Whether what stands right before a name tells that it is a firm."""
    listed = french().words
    before = words.low[max(0, first - _NEAR) : first]
    if before and before[-1] in ("de", "d", "chez") and len(before) > 1:
        return before[-1] != "chez" and before[-2] in listed["of_firms"]
    return any(
        word.rstrip("s") in listed["kinds_of_firms"] and words.describes(k, first)
        for k, word in _numbered(before, first)
    )


def _numbered(before: list[str], first: int) -> list[tuple[int, str]]:
    """The words before a name, each with the number of the word behind it."""
    start = first - len(before) + 1
    return [(start + k, word) for k, word in enumerate(before)]


def _owns(words: Words, behind: int) -> bool:
    """Whether a possessive behind a name is of what only firms have, nobody else being named in between."""
    for k in range(behind, len(words)):
        if words.low[k] in _OWNERS:
            return corporate(words, k)
        if words.low[k] in french().words["clauses"] or words.low[k] in (";", ":", "«", "“", ","):
            return False
    return False


def corporate(words: Words, k: int) -> bool:
    """Whether only a firm has what stands behind the possessive that is word `k`."""
    owned = words.low[k + 1 : k + 4]
    pair = any(owned[:1] == [first] and second in owned for first, second in _PAIRS)
    return pair or (bool(owned) and owned[0] in french().words["corporate"])
