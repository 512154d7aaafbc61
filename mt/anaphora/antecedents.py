"""To whom "il", "elle" and "son" refer: to the most salient of those that agree, if it is so by far.

Salience as in Lappin and Leass (1994), without a parser: a subject counts most, what stands behind a preposition least,
and all fade from sentence to sentence, things faster than persons. A clause's subject is its first noun without a
preposition. Sexes are those of `referents`: f, m, "" for a thing; None where it is not decided.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mt.anaphora.french import Words, french
from mt.anaphora.referents import Referent

_SENTENCES = 4  # that are looked back to
_SUBJECT, _MAIN, _FREE = 6.0, 5.0, 2.5  # salience in the same sentence: of the clause's subject, the sentence's, others
_PERSON, _THING = 1.5, 0.6  # behind a preposition
_BEFORE = 0.75  # share of it that is left of a sentence's subject and others in the next sentence
_FADES = {True: 0.75, False: 0.5}  # what is left after each sentence more, of persons and of things
_OWNS = 0.6  # of things as owners
_DOUBTFUL = 0.4  # of a subject that is itself somebody's: Sa compagne a signalé sa disparition: hers or his?
_CLEAR = 1.3  # times as salient as the next
_OWN = {
    "m": 1.15,
    "f": 1.15,
    "": 1.5,
}  # what an engine's own choice is worth: it says "she" of firms, hardly "it" of her


class Past(NamedTuple):
    """A sentence read before: the subject of its main clause, and all it speaks of."""

    subject: Referent | None
    referents: Sequence[Referent]


class Reader:
    """Reads an article's sentences in order and keeps in mind the last few."""

    def __init__(self) -> None:
        self.past: deque[Past] = deque(maxlen=_SENTENCES)

    def remember(self, referents: Sequence[Referent]) -> None:
        """Keep a sentence in mind, its pronouns decided."""
        if referents:
            self.past.appendleft(Past(_main(referents), referents))

    def antecedent(self, words: Words, pronoun: Referent, before: Sequence[Referent], said: str | None) -> str | None:
        """The sex of what a pronoun stands for.

        Args:
            words: of its sentence.
            pronoun: "il" or "elle".
            before: what the sentence speaks of before it, pronouns decided.
            said: the sex of the English pronoun.
        """
        gender = pronoun.gender
        if _speaks(words, pronoun):
            return gender
        weights: dict[str, float] = {}
        living = _lives(words, pronoun)
        for one, weight in self._weighed(words, before, pronoun.span.start):
            if one.agrees(gender) and (one.person or not living):
                _count(weights, gender if one.sex == "?" else one.sex, weight)
        return _clear(weights, said)

    def owner(
        self, words: Words, place: int, before: Sequence[Referent], after: Sequence[Referent], said: str | None
    ) -> str | None:
        """The sex of whom or what a possessive at a place of the text belongs to; the others as for `antecedent`."""
        k = words.at(place)
        owned = words.low[k + 1] if k + 1 < len(words) else ""
        listed, subject = french().words, subject_at(words, before, place)
        if subject is None and (owned in listed["husbands"] or owned in listed["wives"]):
            return "f" if owned in listed["husbands"] else "m"
        if subject is None and words.prepositional(k) and (main := _main(after)):
            return main.sex if main.sex in ("f", "m", "") else None  # Dans son discours, Mme X ...
        weights: dict[str, float] = {}
        for one, weight in self._weighed(words, before, place):
            if one.person or (one.sex == "" and owned not in listed["personal"]):
                somebodys = one is subject and _owned(words, one)
                _count(weights, one.sex, weight * (_DOUBTFUL if somebodys else 1 if one.person else _OWNS))
                if somebodys:
                    _count(weights, "~", weight * _DOUBTFUL)
        return _clear(weights, said)

    def other(self, words: Words, place: int, before: Sequence[Referent], gender: str, said: str | None) -> str | None:
        """The sex of the person that "lui" or "l'" at a place of the text means, who is not the subject.

        Args:
            gender: f or m where the verb tells it (il l'a remerciée), else "".
            words, place, before, said: as for `antecedent`.
        """
        subject = subject_at(words, before, place)
        weights: dict[str, float] = {}
        for one, weight in self._weighed(words, before, place):
            if one.person and one is not subject and (not gender or one.agrees(gender)):
                _count(weights, gender if gender and one.sex == "?" else one.sex, weight)
        speaker = _speaker(words) or (subject.sex if subject is not None and subject.pronoun else "")
        if not gender and len(weights) > 1:  # the subject before is whom a pronoun means, and not whom it speaks to
            weights.pop(speaker, None)
        return _clear(weights, said)

    def _weighed(self, words: Words, before: Sequence[Referent], place: int) -> Iterable[tuple[Referent, float]]:
        """All that was spoken of, with its salience at a place of the text."""
        subject, main = subject_at(words, before, place), _main(before)
        for one in before:
            yield one, _SUBJECT if one is subject else _MAIN if one is main else _lesser(one)
        for ago, sentence in enumerate(self.past):
            for one in sentence.referents:
                left = _BEFORE * _FADES[one.person] ** ago
                yield one, left * (_MAIN if one is sentence.subject else _lesser(one))


def _lesser(one: Referent) -> float:
    return _FREE if one.free else _PERSON if one.person else _THING


def _count(weights: dict[str, float], sex: str, weight: float) -> None:
    weights[sex] = max(weights.get(sex, 0.0), weight)


def _clear(weights: dict[str, float], said: str | None) -> str | None:
    """The heaviest, if it is so by far and its sex is told."""
    if said in weights:
        weights[said] *= _OWN[said]
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][0] not in ("f", "m", ""):
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= _CLEAR * ranked[1][1] else None


def subject_at(words: Words, referents: Sequence[Referent], place: int) -> Referent | None:
    """The subject of the clause that a place of the text is in; that of the clause before where it has none yet."""
    clauses, subject, waiting = french().words["clauses"], None, True
    starts = {one.span.start: one for one in referents}
    last: Referent | None = None
    for span, word in zip(words.spans, words.low, strict=True):
        if span.start >= place:
            break
        one = starts.get(span.start)
        if one is not None:
            if (one.pronoun and one.free) or (waiting and one.free):
                subject, waiting = one, False
            last = one
        elif word == "qui" and last is not None:
            subject, waiting = last, False
        elif word in clauses or word in (";", ":", "«", "»"):
            waiting = True
    return subject


def _main(referents: Sequence[Referent]) -> Referent | None:
    """The subject of the sentence's first clause."""
    return next((one for one in referents if one.free), None)


def _speaks(words: Words, pronoun: Referent) -> bool:
    """Whether a pronoun stands behind its verb and a quotation: « ... », a-t-elle dit."""
    k = words.spans.index(pronoun.span)
    return k > 1 and words.low[k - 1] == "-" and not {"«", "»", "“", "”", '"'}.isdisjoint(words.low[:k])


def _speaker(words: Words) -> str:
    """The sex of who says "je" in a sentence, if a pronoun behind the quotation tells it."""
    inverted = [word for k, word in enumerate(words.low) if word in ("il", "elle") and words.low[k - 1 : k] == ["-"]]
    if len(inverted) != 1 or {"je", "j", "me", "m", "moi", "mon", "ma", "mes"}.isdisjoint(words.low):
        return ""
    return "f" if inverted[0] == "elle" else "m"


def _lives(words: Words, pronoun: Referent) -> bool:
    """Whether what is said of a pronoun is said of living beings alone."""
    k = words.spans.index(pronoun.span)
    aged = words.low[max(0, k - 4) : k]
    near = words.low[k + 1 : k + 6]
    return ("ans" in aged and "à" in aged) or not french().words["living"].isdisjoint(near)


def _owned(words: Words, one: Referent) -> bool:
    """Whether a noun has a possessive before it, or a name a noun that has: sa mère, Vesna Ilić."""
    k = words.at(one.span.start)
    owners = {"son", "sa", "ses"}
    behind = words.low[k - 1 : k] == [","] and not owners.isdisjoint(words.low[max(0, k - 4) : k])
    return behind or not owners.isdisjoint(words.low[max(0, k - 2) : k])
