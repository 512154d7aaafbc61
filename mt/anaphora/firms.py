"""Which names of an article are firms, so that each is "it" and not "he": Valméo ferme son usine; le groupe Valméo.

A name of one word of which nobody says a given name may be anything. It is a firm where a noun before it says so (le
groupe, l'usine de), where it has what only firms have (son chiffre d'affaires), or where everybody knows it; but not
where it has a title, or is hurt, dead or married, somewhere in the article. Left out: names that were found as persons,
firms of several words, and firms that share their names with many persons (Leclerc, Ford).
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
    found, persons = set[str](), set[str]()
    for segment in document.segments:
        for name in segment.names:
            if name.entity in names:
                words = words_of(segment.source)
                persons |= {name.entity} if _is_somebody(words, name) else set()
                found |= {name.entity} if name.entity not in found and _is_firm(words, name) else set()
    return found - persons


def _is_somebody(words: Words, name: Name) -> bool:
    """Whether a title before a name, or what is said of it, is a person's: Mme Valméo; Honda, blessé, sort."""
    listed, first = french().words, words.at(name.source.start)
    behind = words.low[words.at(name.source.end - 1) + 1 :][:_NEAR]
    before = [word for word in words.low[max(0, first - 2) : first] if word != "."]
    titles = listed["feminine_titles"] | listed["masculine_titles"]
    return not titles.isdisjoint(before[-1:]) or not listed["suffered"].isdisjoint(behind)


def _is_firm(words: Words, name: Name) -> bool:
    first, last = words.at(name.source.start), words.at(name.source.end - 1)
    if " ".join(words.low[first : last + 1]) in french().words["firms"]:
        return True
    return _called_so(words, first) or (not words.prepositional(first) and _owns(words, last + 1))


def _called_so(words: Words, first: int) -> bool:
    """Whether what stands right before a name tells that it is a firm."""
    listed = french().words
    before = range(max(0, first - _NEAR), first)
    if len(before) > 1 and words.low[first - 1] in ("de", "d", "chez"):
        return words.low[first - 1] != "chez" and words.low[first - 2] in listed["of_firms"]
    return any(words.low[k].rstrip("s") in listed["kinds_of_firms"] and words.describes(k + 1, first) for k in before)


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
