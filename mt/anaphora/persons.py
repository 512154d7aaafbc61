"""The sex of an article's persons: titles count most, then functions, then given names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from mt.anaphora.french import Words, french, sex_of_noun, words_of
from mt.document import Document, Entity, Name
from mt.names import is_title
from mt.names.spelling import fold

NEAR = 4  # words between a function and the name it belongs to: la ministre de la Santé Stéphanie Rist
_TITLE, _FUNCTION, _GIVEN = 99, 4, 4  # what they count: a title outweighs all the rest
_MASCULINE = 1  # of a function, for it is said of women, too: le maire, Sophie Larrieu
_FIRST, _LEAST = 3, 10  # sentences that name whom an article is about; that it has at least
_SHARE = 0.1  # of its sentences that speak on of him or her, less where as many speak of the other sex
_TOLD = 3  # sentences with "elle" that tell a woman where no name does
_PRONOUNS = {"m": "il", "f": "elle"}


class Protagonist(NamedTuple):
    """Whom an article is about: the entity's id, f or m, and the share of the sentences that speak on of them."""

    entity: str
    sex: str
    share: float


def sexes(document: Document) -> dict[str, str]:
    """For each entity that is a person and may be told: f or m. Titles count most, then functions, then given names."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    people = {entity.id: entity for entity in document.entities if entity.kind in ("person", "name")}
    for segment in document.segments:
        words = words_of(segment.source) if any(name.entity in people for name in segment.names) else None
        for name in segment.names:
            if words is not None and name.entity in people and not is_called(words, name):
                votes[name.entity].update(_told(words, name))
    for entity in people.values():
        if sex := _by_given(entity):
            votes[entity.id][sex] += _GIVEN
    return {one: count.most_common(1)[0][0] for one, count in votes.items() if _is_clear(count)}


def protagonist(document: Document, known: Mapping[str, str]) -> Protagonist | None:
    """Whom an article is about, an obituary or a portrait; None of articles that are about nobody.

    It is somebody whom the first sentences name, than whom nobody is named more often, and of whom pronouns tell on.
    Where neither title nor given name tells the sex, they do.
    """
    said = Counter(word for one in document.segments for word in {"il", "elle"}.intersection(words_of(one.source).low))
    named: defaultdict[str, list[int]] = defaultdict(list)
    people = {entity.id: entity for entity in document.entities if entity.kind in ("person", "name")}
    for k, segment in enumerate(document.segments):
        for name in segment.names:
            if name.entity in people and not is_called(words_of(segment.source), name):
                named[name.entity].append(k)
    for one, places in named.items():
        sex = known.get(one) or (_by_pronouns(said) if " " in people[one].form else "")
        if sex and places[0] < _FIRST:
            if len(document.segments) < _LEAST or len(places) < max(map(len, named.values())):
                return None
            own, other = said[_PRONOUNS[sex]], said[_PRONOUNS["m" if sex == "f" else "f"]]
            share = own * own / (own + other + 1) / len(document.segments)
            return Protagonist(one, sex, share) if share >= _SHARE else None
    return None


def _by_pronouns(said: Counter[str]) -> str:
    sex, other = ("f", "m") if said["elle"] > said["il"] else ("m", "f")
    own = said[_PRONOUNS[sex]]
    return sex if own >= _TOLD and own >= 2 * said[_PRONOUNS[other]] else ""


def is_womans(name: str) -> bool:
    """Whether a name begins with a woman's given name, as far as the list tells."""
    return french().given.get(fold(name.split()[0])) == "f"


def is_called(words: Words, name: Name) -> bool:
    """Whether a name is that of a thing: le stade Francis-Le Blé, « La Nuit des autres »."""
    first = words.at(name.source.start)
    return (first > 0 and words.low[first - 1] in french().words["called"]) or is_title(words.text, name)


def _is_clear(count: Counter[str]) -> bool:
    return bool(count) and (len(count) == 1 or min(count.values()) * 3 <= max(count.values()))


def _told(words: Words, name: Name) -> Counter[str]:
    """What stands beside a mention: titles weigh most, masculine functions little, for they are said of women, too."""
    found: Counter[str] = Counter()
    first, listed = words.at(name.source.start), french()
    before = words.low[first - 1] if first else ""
    title = words.low[first - 2] if before == "." and first > 1 else before
    if title in listed.words["feminine_titles"]:
        found["f"] += _TITLE
    elif title in listed.words["masculine_titles"]:
        found["m"] += _TITLE
    after = words.at(name.source.end - 1) + 1
    told = (_function(words, first), _apposition(words, after), _stressed(words, after, name.source.of(words.text)))
    found.update({sex: _FUNCTION if sex == "f" else _MASCULINE for sex in told if sex in ("f", "m")})
    return found


def _stressed(words: Words, after: int, name: str) -> str:
    """The sex that a pronoun behind a given name tells: Oksana, elle, attend; not that of a firm, Airbus, lui."""
    stressed = {"elle": "f", "lui": "m"}.get(words.low[after + 1], "") if after + 2 < len(words) else ""
    set_off = words.low[after : after + 1] == [","] and words.low[after + 2 : after + 3] == [","]
    return stressed if set_off and stressed == french().given.get(fold(name.split()[0])) else ""


def _apposition(words: Words, after: int) -> str:
    """The sex that a function behind a name tells: X, présidente de la région; X (la présidente); not X, sa femme."""
    for k in range(after + 1, after + 3) if words.low[after : after + 1] in ([","], ["("]) else ():
        if k < len(words) and french().noun(words.low[k]) and words.low[k - 1] not in ("son", "sa"):
            return sex_of_noun(words, k)
    return ""


def _function(words: Words, first: int) -> str:
    """The sex that a function right before a name tells: la ministre de la Santé, X; l'actrice américaine X."""
    if words.prepositional(first):
        return ""  # le maire de Figeac
    nouns = (k for k in range(first - 1, max(-1, first - NEAR - 3), -1) if french().noun(words.low[k]))
    k = next((k for k in nouns if not words.said[k][0].isupper() or k == 0), None)
    return sex_of_noun(words, k) if k is not None and words.describes(k + 1, first) else ""


def _by_given(entity: Entity) -> str:
    """The sex that a given name tells: the first word of a full name, not of a surname alone; or all of it (Angèle)."""
    listed = french().given if entity.kind == "person" else {}
    whole = [spelling.split() for spelling in (entity.form, *entity.variants)]
    for first, *rest in [words for words in whole if len(words) > 1] or [words for words in whole[:1] if words]:
        given = fold(rest[0] if rest and first[0].islower() else first)  # la princesse Élisabeth
        if sex := listed.get(given) or listed.get(given.split("-")[0]):
            return sex
    return ""
