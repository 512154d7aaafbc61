"""Whom and what a French sentence speaks of, in the order they come: persons by sex, things by gender.

A referent is a noun with its determiner, a name, or "il" and "elle". A person's sex is told by the noun (la
romancière), the determiner (la ministre), a title, the given name, or by what the article says of the name elsewhere.
Left out: to whom a pronoun refers (`antecedents`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from mt.anaphora.french import Words, french, gender_at, sex_of_noun, words_of
from mt.anaphora.persons import NEAR, is_called
from mt.document import Entity, Name, Span
from mt.names import demonyms

_BEGIN = frozenset('.!?…:«“"–—-')  # behind these a sentence begins
_APART = frozenset((",", "(", "comme", ".", "«", "“", '"', ":", "–", "—", "et", "ou", "ancien", "ancienne", "ex"))
_NOBODY = frozenset(("palais", "domaine", "marais", "relais", "quotidien", "parisien", "terrain", "train", "humain"))
_INHABITANT = re.compile(r"[A-ZÀ-Þ][\w-]+?(?:ais|ois|ien|éen|ain|and)(?P<f>(?<=n)ne|e)?")


class Referent(NamedTuple):
    """One that a sentence speaks of.

    Attributes:
        span: of the head word, or of the name.
        sex: f, m or ? of a person; "" of a thing; ~ where nothing tells whether it is one or the other; "several".
        gender: f, m or ?, as French grammar has it; plural.
        free: whether no preposition stands before it, so that it may be a subject.
        pronoun: whether it is "il" or "elle", whose sex is that of what it stands for.
        body: whether it is a thing that acts: a firm, a club, a state.
    """

    span: Span
    sex: str
    gender: str
    free: bool
    pronoun: bool = False
    body: bool = False

    @property
    def person(self) -> bool:
        """Whether it is one, or may be."""
        return self.sex not in ("", "several")

    def agrees(self, gender: str) -> bool:
        """Whether "elle" (f) or "il" (m) may stand for it."""
        return gender in (self.gender, self.sex) or (self.gender == "?" and self.sex not in ("f", "m"))


def spoken_of(
    text: str, names: Sequence[Name], entities: Mapping[str, Entity], known: Mapping[str, str]
) -> list[Referent]:
    """All of a sentence, in order.

    Args:
        text: the sentence.
        names: those found in it.
        entities: of the article, by id.
        known: the sex of each person of the article that is told, by id (`sexes`); "" of firms.
    """
    words, listed = words_of(text), french()
    found = [_named(words, name, entities, known) for name in names if name.entity in entities]
    taken = {k for name in names for k in words.within(name.source)}
    heads: set[int] = set()
    for k, word in enumerate(words.low):
        if word == "il" and words.impersonal(k):
            continue
        if words.set_against(k):
            continue
        if word in ("il", "elle") or (word == "lui" and words.prepositional(k)):
            found.append(_pronoun(words, k))
        elif word in listed.determiners:
            heads |= set() if words.clitic(k) else {_head(words, k)}
        elif k in taken:
            continue
        elif word in listed.words["somebody"] or (k not in heads and _is_name(words, k)):
            found.append(Referent(words.spans[k], "~", "?", not words.prepositional(k)))  # a name that nobody knows
        elif k in heads or (listed.noun(word) and word not in listed.before):
            found.append(_noun(words, k))
    return _with_names(words, sorted((one for one in found if one is not None), key=lambda one: one.span), names)


def _with_names(words: Words, found: list[Referent], names: Sequence[Name]) -> list[Referent]:
    """A function has the sex of the name behind it: le maire de Figeac, Sophie Larrieu; son frère Seydou."""
    places = {name.source for name in names}
    for k, one in enumerate(found):
        at = words.at(one.span.start)
        if one.span not in places or not one.person or words.prepositional(at):
            continue
        j = next((j for j in range(k - 1, max(-1, k - 3), -1) if found[j].person and found[j].span not in places), None)
        if j is None or found[j].pronoun or any(other.free for other in found[j + 1 : k]):
            continue
        noun, first = found[j], words.at(found[j].span.start) + 1
        if at - first <= NEAR + 2 and words.describes(first, at):
            sex = noun.sex if one.sex == "~" else one.sex
            found[j] = noun._replace(sex=sex if one.sex in ("f", "m") else noun.sex)
            found[k] = one._replace(sex=sex, free=one.free and noun.free)
    return found


def _is_name(words: Words, k: int) -> bool:
    """Whether a word has a capital within a sentence that is not all in capitals, or before a verb at its head."""
    listed = french()
    capital = words.said[k][0].isupper() and words.low[k] not in listed.before and not words.text.isupper()
    if k and words.low[k - 1] not in _BEGIN:
        return capital
    acts = not listed.words["auxiliaries"].isdisjoint(words.low[k + 1 : k + 2])  # Bopara est le meilleur
    return capital and acts and len(words.low[k]) > 3 and words.low[k] not in listed.known


def _pronoun(words: Words, k: int) -> Referent:
    stressed = words.low[k] != "il" and words.prepositional(k) and words.low[k - 1] != "comme"
    return Referent(words.spans[k], "~", "f" if words.low[k] == "elle" else "m", not stressed, pronoun=True)


def _noun(words: Words, k: int) -> Referent | None:
    """A noun with the determiner of one person or thing; a function also without (présidente de la région)."""
    word, listed = words.low[k], french()
    if len(word) < 2 or not word[0].isalpha() or word in _no_nouns():
        return None
    kind, gender = listed.noun(word), gender_at(words, k)
    determiner = next((j for j in range(k - 1, max(-1, k - 4), -1) if words.low[j] in listed.determiners), k)
    free = bool(gender) and not words.prepositional(determiner)
    if not gender:
        alone = kind in ("f", "m") and not word.endswith(("é", "ée")) and (not k or words.low[k - 1] in _APART)
        return Referent(words.spans[k], str(kind), str(kind), free) if alone else None  # not: a prévenu la police
    if kind is None and k != _head(words, determiner):
        return None
    if gender == "plural":
        return Referent(words.spans[k], "several", gender, free)
    if kind is not None:
        sex = sex_of_noun(words, k)
        return Referent(words.spans[k], sex, sex if sex in ("f", "m") else gender, free)
    if word in listed.before:
        return Referent(words.spans[k], "~", gender, free)  # la quatrième a gagné, ce dernier s'est tu
    if sex := _inhabitant(words.said[k], gender):
        return Referent(words.spans[k], sex, sex, free)
    return Referent(words.spans[k], "", gender, free, body=word in listed.words["bodies"])


@cache
def _no_nouns() -> frozenset[str]:
    listed = french().words
    return listed["times"].union(
        *(listed[name] for name in ("prepositions", "clauses", "auxiliaries")), french().determiners
    )


def _inhabitant(word: str, gender: str) -> str:
    """The sex of who is from a town, determiner and ending agreeing: la Bordelaise, le Nantais."""
    match = _INHABITANT.fullmatch(word)
    if match is None or word.lower() in _NOBODY:
        return ""
    sex = "f" if match["f"] else "m"
    return sex if gender in (sex, "?") else ""


def _head(words: Words, determiner: int) -> int:
    """The number of the noun that belongs to a determiner, adjectives before it passed over."""
    k, listed = determiner + 1, french()
    verbs, auxiliaries = listed.words["verbs"], listed.words["auxiliaries"]
    while k + 1 < len(words) and words.low[k] in listed.before:
        following = words.low[k + 1]
        if not following[0].isalpha() or following in verbs or following in auxiliaries:
            break
        k += 1
    return k


def _named(words: Words, name: Name, entities: Mapping[str, Entity], known: Mapping[str, str]) -> Referent | None:
    """A name as a referent."""
    entity, first = entities[name.entity], words.at(name.source.start)
    determiner = first - 1 if first and words.low[first - 1] in french().determiners else first
    free, gender = not words.prepositional(determiner), gender_at(words, first)
    if entity.kind == demonyms.KIND:
        said = name.source.of(words.text)
        if not said[:1].isupper() or gender in ("", "plural"):
            return None
        sex = gender if gender in ("f", "m") else _inhabitant(said, gender) or "?"
        return Referent(name.source, sex, sex, free)
    called = is_called(words, name)
    if called or entity.kind not in ("person", "name"):
        acts = not called and entity.kind in ("organisation", "place")
        return None if gender == "plural" else Referent(name.source, "", gender or "?", free, body=acts)
    sex = known.get(name.entity, "?" if entity.kind == "person" else "~")
    return Referent(name.source, sex, sex if sex in ("f", "m") else "?", free, body=not sex)
