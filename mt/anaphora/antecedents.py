"""To whom "il", "elle" and "son" refer: to the most salient of those that agree, if it is so by far.

Salience as in Lappin and Leass (1994), without a parser: a subject counts most, what stands behind a preposition least,
and all fade from sentence to sentence, things faster than persons. A clause's subject is its first noun without a
preposition. Sexes are those of `referents`: f, m, "" for a thing; None where it is not decided.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mt.anaphora.clauses import (
    has_voice,
    is_personal,
    joined,
    lives,
    main_of,
    main_subject,
    of_his,
    owned_one,
    speaker_of,
    speaks,
    subject_at,
    to_come,
)
from mt.anaphora.firms import corporate
from mt.anaphora.french import Words, french
from mt.anaphora.persons import Protagonist
from mt.anaphora.referents import Referent
from mt.document import Span

_SENTENCES = 4  # that are looked back to
_SUBJECT, _MAIN, _FREE = 6.0, 4.0, 2.0  # salience in the same sentence: of the clause's subject, the sentence's, others
_PERSON, _THING = 2.0, 0.6  # behind a preposition
_BEFORE = 0.9  # share of it that is left of a sentence's subject and others in the next sentence
_PERSONS_FADE, _THINGS_FADE = 0.75, 0.3  # what is left after each sentence more
_ABOUT = 22.0  # of whom the article is about, wherever it is, by the share that speaks of them
_LED = 2.0  # of bodies where who leads them is spoken of: Son directeur, sa présidente
_DOUBTFUL = 0.6  # of a subject that is itself somebody's: Sa compagne a signalé sa disparition: hers or his?
_CLEAR = 1.3  # times as salient as the next
_CLEAR_THING = 2.0  # the same where it becomes a thing, or is none any more
_OWN = {"m": 1.15, "f": 1.15, "": 1.5}  # what an engine's own choice is worth, which seldom is "it" of a person


class Past(NamedTuple):
    """A sentence read before: the subject of its main clause, and all it speaks of."""

    subject: Referent | None
    referents: Sequence[Referent]


class Reader:
    """Reads an article's sentences in order and keeps in mind the last few."""

    def __init__(self, about: Protagonist | None = None) -> None:
        self.past: deque[Past] = deque(maxlen=_SENTENCES)
        self.about = about

    @property
    def _last(self) -> Referent | None:
        """The subject of the sentence before."""
        return self.past[0].subject if self.past else None

    def remember(self, words: Words, referents: Sequence[Referent]) -> None:
        """Keep a sentence in mind, its pronouns decided."""
        if referents:
            self.past.appendleft(Past(main_subject(words, referents), referents))

    def antecedent(self, words: Words, pronoun: Referent, before: Sequence[Referent], said: str | None) -> str | None:
        """The sex of what a pronoun stands for.

        Args:
            words: of its sentence.
            pronoun: "il" or "elle".
            before: what the sentence speaks of before it, pronouns decided.
            said: the sex of the English pronoun.
        """
        gender = pronoun.gender
        if speaks(words, pronoun):
            return "" if self._is_told_by_a_body(before, pronoun) else gender
        weights: dict[str, float] = {}
        living, speaking = lives(words, pronoun), has_voice(words, pronoun)
        subject = subject_at(words, before, pronoun.span.start)
        last = self._last
        told = said == "" and last is not None and not last.person and last.agrees(gender)  # it is that thing
        for one, weight in self._weighed(before, subject, about=not told):
            other = one.sex in ("f", "m") and one.sex != gender  # le maire, Sophie Larrieu, is no "il"
            if other or not one.agrees(gender) or (one is subject and not pronoun.free):  # else it were "elle-même"
                continue
            if one.person or not (living or (speaking and not one.body)):
                _count(weights, gender if one.sex == "?" else one.sex, weight)
            elif said == "":
                return None
        decided = _clear(weights, said)
        return None if decided == "" != said and not self._is_thing(before, subject, pronoun) else decided

    def owner(
        self, words: Words, place: int, before: Sequence[Referent], after: Sequence[Referent], said: str | None
    ) -> str | None:
        """The sex of whom or what a possessive at a place of the text belongs to; the others as for `antecedent`."""
        k = words.at(place)
        if (partner := joined(words, before, k)) is not None:
            return partner.sex if partner.sex in ("f", "m", "") else None
        if ended := self._ended(words, k, before, said):
            return ended
        subject, married = subject_at(words, before, place), french().married(words.low[k + 1 : k + 2])
        if married and (subject is None or subject.sex == "~"):
            return married
        if subject is None and main_of(before) is not None:
            return None  # behind a quotation
        main = to_come(words, after, k) if subject is None and words.prepositional(k) else None
        if main is not None and (main.sex in ("f", "m") or not is_personal(words, k)):
            return main.sex
        decided = _clear(self._owners(words, k, before, subject), said, own=True)
        if married and decided != married:
            return None  # "her wife" it seldom is
        mine = subject is not None and subject.sex == decided
        if said == "" and decided and not mine and not is_personal(words, k):
            return None
        return None if decided == "" != said and any(one.person for one in before) else decided

    def _ended(self, words: Words, k: int, before: Sequence[Referent], said: str | None) -> str | None:
        """Of the death that a family announces, whose family it is: Sa famille a annoncé sa mort."""
        first = next((j for j in range(k) if words.low[j] in ("son", "sa", "ses")), None)
        if first is None or french().words["ends"].isdisjoint(words.low[k + 1 : k + 3]):
            return None
        place = words.spans[first].start
        sex = self.owner(words, place, [one for one in before if one.span.start < place], (), said)
        return sex if sex in ("f", "m") else None

    def _owners(self, words: Words, k: int, before: Sequence[Referent], subject: Referent | None) -> dict[str, float]:
        """How salient those are, by their sex, who may own what stands behind the possessive that is word `k`."""
        weights: dict[str, float] = {}
        personal = is_personal(words, k)
        leader = subject is None and not french().words["leaders"].isdisjoint(words.low[k + 1 : k + 2])
        last = self._last
        for one, weight in self._weighed(before, subject, about=not (leader and last is not None and last.body)):
            inside = one.span.end == of_his(words, k) and not one.pronoun  # une exposition de son travail
            if inside or one.sex == "several" or (personal and not one.person):
                continue
            doubtful = one is subject and owned_one(words, one)
            weight *= _DOUBTFUL if doubtful else _LED if leader and one.body else 1
            _count(weights, "" if one.sex == "~" and corporate(words, k) else one.sex, weight)
            if doubtful:
                _count(weights, "~", weight)
        return weights

    def other(self, words: Words, place: int, before: Sequence[Referent], gender: str, said: str | None) -> str | None:
        """The sex of the person that "lui" or "l'" at a place of the text means, who is not the subject.

        Args:
            gender: f or m where the verb tells it (il l'a remerciée), else "".
            words, place, before, said: as for `antecedent`.
        """
        subject, k, last = subject_at(words, before, place), words.at(place), self._last
        weighed = self._weighed(before, subject)
        if words.before_infinitive(k) and words.low[k - 1] == "de":
            subject = None  # Elle a prié la banque de lui confier un poste
        weights: dict[str, float] = {}
        wrong = bool(gender) and said not in (gender, "", None)  # "la" is no "him": perhaps it is a thing
        for one, weight in weighed:
            if (one.person or wrong) and one is not subject and (not gender or one.agrees(gender)):
                _count(weights, gender if gender and one.sex == "?" else one.sex, weight)
        if wrong:
            weights.pop(str(said), None)
            return max(weights, key=weights.__getitem__) if weights else gender
        if not weights and subject is not last and last is not None and last.body:
            return ""  # a firm, where nobody is spoken of: Cette opération lui a permis de
        speaker = speaker_of(words) or (subject.sex if subject is not None and subject.pronoun else "")
        if not gender and len(weights) > 1:  # the subject before is whom a pronoun means, and not whom it speaks to
            weights[speaker] = weights.get(speaker, 0) * _DOUBTFUL
        return _clear(weights, said)

    def _is_thing(self, before: Sequence[Referent], subject: Referent | None, pronoun: Referent) -> bool:
        """Whether a thing is the subject here or in the sentence before, and "il" has no person near to stand for."""
        last = self._last
        near = (subject, main_of(before), last)
        said = [*before, *(one for sentence in list(self.past)[:2] for one in sentence.referents)]
        persons = [one for one in said if one.person and one.agrees(pronoun.gender)] if pronoun.gender == "m" else []
        return not persons and any(one and not one.person and one.agrees(pronoun.gender) for one in near)

    def _is_told_by_a_body(self, before: Sequence[Referent], pronoun: Referent) -> bool:
        """Whether who says it is the firm or bank that the sentence is about: La banque ferme, a-t-elle annoncé."""
        main = main_of(before)
        near = [*before, *(one for sentence in self.past for one in sentence.referents)]
        somebody = any(one.person and not one.pronoun and one.agrees(pronoun.gender) for one in near)
        return main is not None and main.body and main.agrees(pronoun.gender) and not somebody and self.about is None

    def _weighed(
        self, before: Sequence[Referent], subject: Referent | None, *, about: bool = True
    ) -> Iterable[tuple[Referent, float]]:
        """All that was spoken of, with its salience in a clause of which this is the subject; whom it is about, too."""
        main = main_of(before)
        for one in before:
            yield one, _SUBJECT if one is subject else _MAIN if one is main else _lesser(one)
        for ago, sentence in enumerate(self.past):
            for one in sentence.referents:
                left = _BEFORE * (_PERSONS_FADE if one.person else _THINGS_FADE) ** ago
                yield one, left * (_MAIN if one is sentence.subject else _lesser(one))
        if about and self.about is not None:
            yield Referent(Span(0, 0), self.about.sex, self.about.sex, True), _ABOUT * self.about.share


def _lesser(one: Referent) -> float:
    return _FREE if one.free else _PERSON if one.person else _THING


def _count(weights: dict[str, float], sex: str, weight: float) -> None:
    weights[sex] = max(weights.get(sex, 0.0), weight)


def _clear(weights: dict[str, float], said: str | None, *, own: bool = False) -> str | None:
    """The heaviest, if it is so by far and its sex is told."""
    if said in weights:
        weights[said] *= _OWN[said]
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][0] not in ("f", "m", ""):
        return None
    clear = _CLEAR_THING if ranked[0][0] == "" or (said == "" and not own) else _CLEAR
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= clear * ranked[1][1] else None
