"""To whom "il", "elle" and "son" refer: to the most salient of those that agree, if it is so by far.

Salience as in Lappin and Leass (1994), without a parser: a subject counts most, what stands behind a preposition least,
and all fade from sentence to sentence, things faster than persons. A clause's subject is its first noun without a
preposition. Sexes are those of `referents`: f, m, "" for a thing; None where it is not decided.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from math import log1p
from typing import NamedTuple

from mt.anaphora.clauses import (
    apposed,
    deed,
    has_voice,
    is_personal,
    joined,
    lives,
    main_of,
    main_subject,
    of_his,
    of_things,
    owned_one,
    speaker_of,
    speaks,
    subject_at,
    thing_owned,
    to_come,
)
from mt.anaphora.firms import corporate
from mt.anaphora.french import Words, french
from mt.anaphora.persons import Protagonist
from mt.anaphora.referents import Referent
from mt.anaphora.weighing import decided, likeliest

_VERB = 4  # words before a possessive that may be the verb it is the object of
_SENTENCES = 4  # that are looked back to
_SUBJECT, _MAIN, _FREE = 6.0, 4.0, 2.0  # salience in the same sentence: of the clause's subject, the sentence's, others
_PERSON, _THING = 2.0, 0.6  # behind a preposition
_BEFORE = 0.9  # share of it that is left of a sentence's subject and others in the next sentence
_PERSONS_FADE, _THINGS_FADE = 0.75, 0.3  # what is left after each sentence more


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
        subject = subject_at(words, before, pronoun.span.start)
        living, speaking = lives(words, pronoun), has_voice(words, pronoun)

        def sex_of(one: Referent) -> str | None:
            other = one.sex in ("f", "m") and one.sex != gender  # le maire, Sophie Larrieu, is no "il"
            if other or not one.agrees(gender) or (one is subject and not pronoun.free):  # else it were "elle-même"
                return None
            return gender if one.sex == "?" else one.sex

        reasons = self._reasons(
            (gender, ""),
            before,
            subject,
            said,
            sex_of,
            french().done.get(deed(words, words.at(pronoun.span.start)), 0.0),
        )
        _add(reasons[gender], living=living, speaking=speaking, masculine=gender == "m", inverted=not pronoun.free)
        return decided("subject", reasons, said)

    def owner(
        self, words: Words, place: int, before: Sequence[Referent], after: Sequence[Referent], said: str | None
    ) -> str | None:
        """The sex of whom or what a possessive at a place of the text belongs to; the others as for `antecedent`."""
        k = words.at(place)
        if (partner := joined(words, before, k)) is not None:
            return partner.sex if partner.sex in ("f", "m", "") else None
        if ended := self._ended(words, k, before, said) or self._blamed(words, k, before):
            return ended
        if of_things(words, k):
            return ""
        subject, married = subject_at(words, before, place), french().married(words.low[k + 1 : k + 2])
        if married and (subject is None or subject.sex == "~"):
            return married
        quoted = subject is None and main_of(before) is not None  # behind a quotation
        main = to_come(words, after, k) if subject is None and not quoted and words.prepositional(k) else None
        if main is not None and (main.sex in ("f", "m") or not is_personal(words, k)):
            return main.sex

        return self._most_likely(words, k, before, subject, said, married, quoted)

    def _most_likely(
        self,
        words: Words,
        k: int,
        before: Sequence[Referent],
        subject: Referent | None,
        said: str | None,
        married: str,
        quoted: bool,
    ) -> str | None:
        """Whose it is that stands behind the possessive that is word `k`, all reasons weighed."""

        def sex_of(one: Referent) -> str | None:
            inside = one.span.end == of_his(words, k) and not one.pronoun  # une exposition de son travail
            return None if inside or one.sex == "several" else one.sex

        reasons = self._reasons(
            ("m", "f", ""), before, subject, said, sex_of, french().owned.get(thing_owned(words, k), 0.0)
        )
        leader = not french().words["leaders"].isdisjoint(words.low[k + 1 : k + 2])
        acting = subject or self._last
        led = leader and acting is not None and acting.body and not acting.sex
        firms = corporate(words, k)
        _add(reasons[""], personal=is_personal(words, k), corporate=firms)
        _add(reasons[""], leader=leader, led=led)
        for sex in ("m", "f"):
            _add(reasons[sex], married=married == sex, quoted=quoted and said == sex)
        doubtful = subject.sex if subject is not None and owned_one(words, subject) else None
        if doubtful in reasons:
            _add(reasons[doubtful], doubtful=True)
        found = decided("owner", reasons, said)
        unknown = found == "" and not firms and subject is not None and subject.sex == "~"
        return None if unknown or found == doubtful else found  # Sa compagne a vendu sa maison: hers or his

    def _ended(self, words: Words, k: int, before: Sequence[Referent], said: str | None) -> str | None:
        """Of the death that a family announces, whose family it is: Sa famille a annoncé sa mort."""
        first = next((j for j in range(k) if words.low[j] in ("son", "sa", "ses")), None)
        if first is None or french().words["ends"].isdisjoint(words.low[k + 1 : k + 3]):
            return None
        place = words.spans[first].start
        sex = self.owner(words, place, [one for one in before if one.span.start < place], (), said)
        return sex if sex in ("f", "m") else None

    def _blamed(self, words: Words, k: int, before: Sequence[Referent]) -> str | None:
        """Of what somebody is blamed for or robbed of, whose it is: Il lui a reproché ses absences, her absences."""
        near = range(max(0, k - _VERB), k)
        verb = next((j for j in near if words.low[j] in french().words["his_own"]), 0)
        whom = next((j for j in range(max(0, verb - 2), verb) if words.low[j] == "lui"), None)
        if whom is None:
            return None
        place = words.spans[whom].start
        return self.other(words, place, [one for one in before if one.span.start < place], "", None)

    def other(self, words: Words, place: int, before: Sequence[Referent], gender: str, said: str | None) -> str | None:
        """The sex of the person that "lui" or "l'" at a place of the text means, who is not the subject.

        Args:
            gender: f or m where the verb tells it (il l'a remerciée), else "".
            words, place, before, said: as for `antecedent`.
        """
        subject, k = subject_at(words, before, place), words.at(place)
        if words.before_infinitive(k) and words.low[k - 1] == "de":
            subject = None  # Elle a prié la banque de lui confier un poste
        speaker = speaker_of(words) or (subject.sex if subject is not None and subject.pronoun else "")

        def sex_of(one: Referent) -> str | None:
            if one is subject or (subject is not None and apposed(words, one, subject)) or one.sex == "several":
                return None
            if gender and not one.agrees(gender):
                return None
            return gender if gender and one.sex == "?" else one.sex

        sexes = (gender, "") if gender else ("m", "f", "")
        reasons = self._reasons(sexes, before, subject, said, sex_of, 0.0)
        for sex, some in reasons.items():
            _add(some, speaker=sex == speaker, told=bool(gender and sex))
        _add(reasons[""], dative=words.low[k] == "lui")
        wrong = bool(gender) and said not in (gender, "", None)  # "la" is no "him": perhaps it is a thing
        return likeliest("object", reasons) if wrong else decided("object", reasons, said)

    def _reasons(
        self,
        sexes: Sequence[str],
        before: Sequence[Referent],
        subject: Referent | None,
        said: str | None,
        sex_of: Callable[[Referent], str | None],
        tells: float,
    ) -> dict[str, dict[str, float]]:
        """What speaks for each sex, whatever the pronoun is."""
        weights: dict[str, float] = {}
        often: Counter[str] = Counter()
        for one, weight in self._weighed(before, subject):
            if (sex := sex_of(one)) is not None:
                weights[sex] = max(weights.get(sex, 0.0), weight)
                often[sex] += 1
        last, focus = self._last, subject or self._last
        unknown = focus is not None and focus.sex in ("~", "?")
        there = self.past[0].referents if self.past else ()
        most = max(weights, key=weights.__getitem__, default=None)
        places = ((subject, "subject"), (last, "head" if not before else "far" if subject else "last"))
        reasons: dict[str, dict[str, float]] = {}
        for sex in sexes:
            some = reasons[sex] = {"weight": log1p(weights.get(sex, 0.0)), "often": log1p(often[sex])}
            some["tells"] = tells if sex else -tells
            _add(some, most=sex == most, most_at_head=sex == most and not before)
            _add(some, none=bool(sex) and sex not in weights, said=bool(sex) and sex == said)
            _add(some, said_of_unknown=unknown and sex == said)
            _add(some, here=any(sex_of(one) == sex for one in before), there=any(sex_of(one) == sex for one in there))
            some.update((f"{place}_{_kind(one)}", 1.0) for one, place in places if one and sex_of(one) == sex)
            if self.about is not None and self.about.sex == sex:
                some |= {"about": self.about.share, "about_them": 1.0}
        nothing = "" in reasons and not weights.get("")
        _add(reasons.get("", {}), thing=True, at_head=not before, no_thing=nothing, said_thing=said == "")
        return reasons

    def _is_told_by_a_body(self, before: Sequence[Referent], pronoun: Referent) -> bool:
        """Whether who says it is the firm or bank that the sentence is about: La banque ferme, a-t-elle annoncé."""
        main = main_of(before)
        near = [*before, *(one for sentence in self.past for one in sentence.referents)]
        somebody = any(one.person and not one.pronoun and one.agrees(pronoun.gender) for one in near)
        return main is not None and main.body and main.agrees(pronoun.gender) and not somebody and self.about is None

    def _weighed(self, before: Sequence[Referent], subject: Referent | None) -> Iterable[tuple[Referent, float]]:
        """All that was spoken of, with its salience in a clause of which this is the subject."""
        main = main_of(before)
        for one in before:
            yield one, _SUBJECT if one is subject else _MAIN if one is main else _lesser(one)
        for ago, sentence in enumerate(self.past):
            for one in sentence.referents:
                left = _BEFORE * (_PERSONS_FADE if one.person else _THINGS_FADE) ** ago
                yield one, left * (_MAIN if one is sentence.subject else _lesser(one))


def _kind(one: Referent) -> str:
    """What sort of referent one is, for what it is worth as a subject."""
    return "pronoun" if one.pronoun else "person" if one.sex else "body" if one.body else "thing"


def _lesser(one: Referent) -> float:
    return _FREE if one.free else _PERSON if one.person else _THING


def _add(some: dict[str, float], **reasons: bool) -> None:
    """The reasons that there are."""
    some.update((name, 1.0) for name, there in reasons.items() if there)
