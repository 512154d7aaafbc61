"""What a sentence's words tell of its clauses: their subjects, who speaks, what stands beside a possessive.

No parser: a clause's subject is its first noun without a preposition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mt.anaphora.french import Words, french
from mt.anaphora.referents import Referent

_MARKS = frozenset(';:«“"')
_AGED = 4  # words before a pronoun that may tell an age
_AGREEING = re.compile(r"(?<=[éiust])es?$")
_APPOSED = 6  # words between a function and a name behind it
_VERB = 5  # words behind a pronoun that may hold its verb


def subject_at(words: Words, referents: Sequence[Referent], place: int) -> Referent | None:
    """The subject of the clause that a place of the text is in; that of the clause before where it has none yet."""
    clauses, subject, waiting = french().words["clauses"], None, True
    starts = {one.span.start: one for one in referents}
    last: Referent | None = None
    opened = False
    for span, word in zip(words.spans, words.low, strict=True):
        if span.start >= place:
            break
        one = starts.get(span.start)
        if one is not None:
            if one.free and (waiting or (one.pronoun and not inverted(words, one))):
                subject, waiting = one, False
            last = one
        elif word == "qui" and last is not None:
            subject, waiting = last, False
        elif word in ("»", "”") or (word == '"' and opened):
            subject, waiting, opened = None, True, False  # whose words they were is said behind them
        elif word in clauses or word in _MARKS or (word in "-–—" and words.text[span.start - 1] == " "):
            waiting, opened = True, opened or word == '"'
    return subject


def main_of(referents: Sequence[Referent]) -> Referent | None:
    """The first that may be a subject."""
    return next((one for one in referents if one.free), None)


def main_subject(words: Words, referents: Sequence[Referent]) -> Referent | None:
    """The subject of a sentence's main clause; of one with a quotation who said it."""
    if said := next((one for one in referents if one.pronoun and speaks(words, one)), None):
        return said
    depth, outside = 0, []
    starts = {one.span.start: one for one in referents}
    for span, word in zip(words.spans, words.low, strict=True):
        depth += (word in "«“") - (word in "»”")
        if depth <= 0 and (one := starts.get(span.start)):
            outside.append(one)
    return main_of(outside) or main_of(referents)


def inverted(words: Words, pronoun: Referent) -> bool:
    """Whether a pronoun stands behind its verb: dit-elle."""
    k = words.at(pronoun.span.start)
    return k > 0 and words.low[k - 1] == "-"


def to_come(words: Words, after: Sequence[Referent], k: int) -> Referent | None:
    """The subject of the main clause behind a phrase that begins the sentence: Dans son discours, Mme X ...

    A pronoun behind a comma is it for certain: Pour son chef-d'œuvre, un secrétaire, elle a travaillé 400 heures.
    """
    commas = [j for j in range(k, len(words)) if words.low[j] == ","]
    behind = [(words.at(one.span.start), one) for one in after if one.free]
    if pronoun := next((one for at, one in behind if one.pronoun and at - 1 in commas), None):
        return pronoun
    near = range(commas[0] + 1, commas[0] + 4) if commas else range(0)
    return next((one for at, one in behind if at in near), None)


def of_his(words: Words, k: int) -> int:
    """Where a noun ends that "of his" stands behind, perhaps with an adjective in between; -1 if there is none."""
    return words.spans[k - 2].end if k > 1 and words.low[k - 1] == "de" else -1


def joined(words: Words, before: Sequence[Referent], k: int) -> Referent | None:
    """The subject that "and his" follows: le président et son épouse; not an object, nor son mari et ses enfants."""
    end = k - 1 - (words.low[k - 1 : k] == ["de"])
    if end < 1 or words.low[end] != "et":
        return None
    subject = subject_at(words, before, words.spans[k].start)
    beside = (one for one in before if one.span.end == words.spans[end - 1].end and not one.pronoun)
    return next((one for one in beside if subject in (None, one) and not owned_one(words, one)), None)


def speaks(words: Words, pronoun: Referent) -> bool:
    """Whether a pronoun stands behind a verb of saying and what is said: « ... », a-t-elle dit; no question."""
    k = words.at(pronoun.span.start)
    if not inverted(words, pronoun) or words.low[-1] == "?":
        return False
    voices, before = french().words["voices"], words.low[:k]
    said = has_voice(words, pronoun) or not voices.isdisjoint(words.low[max(0, k - 4) : k])
    return not {"»", "”", '"'}.isdisjoint(before) or ("," in before and said)


def speaker_of(words: Words) -> str:
    """The sex of who says "je" in a sentence, if a pronoun behind the quotation tells it."""
    behind_verb = [word for k, word in enumerate(words.low) if word in ("il", "elle") and words.low[k - 1 : k] == ["-"]]
    if len(behind_verb) != 1 or {"je", "j", "me", "m", "moi", "mon", "ma", "mes"}.isdisjoint(words.low):
        return ""
    return "f" if behind_verb[0] == "elle" else "m"


def lives(words: Words, pronoun: Referent) -> bool:
    """Whether what is said of a pronoun is said of living beings alone."""
    k = words.at(pronoun.span.start)
    aged = words.low[max(0, k - _AGED) : k]
    return ("ans" in aged and "à" in aged) or not french().words["living"].isdisjoint(behind(words, pronoun))


def has_voice(words: Words, pronoun: Referent) -> bool:
    """Whether what is said of a pronoun is said of persons and of bodies that have a voice."""
    return not french().words["voices"].isdisjoint(behind(words, pronoun))


def behind(words: Words, pronoun: Referent) -> list[str]:
    """The words behind a pronoun that may be its verb."""
    k = words.at(pronoun.span.start)
    return words.low[k + 1 : k + 1 + _VERB]


def owned_one(words: Words, one: Referent) -> bool:
    """Whether a noun has a possessive before it, or a name a noun that has: sa mère, Vesna Ilić."""
    k = words.at(one.span.start)
    owners = {"son", "sa", "ses"}
    apposed = words.low[k - 1 : k] == [","] and not owners.isdisjoint(words.low[max(0, k - 4) : k])
    return apposed or not owners.isdisjoint(words.low[max(0, k - 2) : k])


def is_personal(words: Words, k: int) -> bool:
    """Whether only a person can have what stands behind the possessive that is word `k`: son mari, ses deux fils."""
    listed, led, k = french(), k > 0 and words.low[k - 1] in ("sous", "pendant"), k + 1
    while k + 1 < len(words) and (words.low[k] in listed.before or words.low[k] in listed.determiners):
        k += 1
    owned = words.low[k] if k < len(words) else ""
    if led and owned in listed.words["under"]:
        return True
    return owned in listed.words["personal"] or owned.rstrip("s") in listed.words["personal"]


def of_things(words: Words, k: int) -> bool:
    """Whether only a thing can have what stands behind the possessive that is word `k`: son épicentre."""
    return not french().words["material"].isdisjoint(words.low[k + 1 : k + 3])


def thing_owned(words: Words, k: int) -> str:
    """What stands behind the possessive that is word `k`, adjectives passed over."""
    listed, k = french(), k + 1
    while k + 1 < len(words) and (words.low[k] in listed.before or words.low[k] in listed.determiners):
        k += 1
    return words.low[k] if k < len(words) else ""


def deed(words: Words, k: int) -> str:
    """The verb behind the pronoun that is word `k`; behind an auxiliary the participle, + before one behind être."""
    listed, end, k = french().words, len(words), k + 1
    while k < end and words.low[k] in listed["between"]:
        k += 1
    if k >= end or words.low[k] not in listed["auxiliaries"]:
        return words.low[k] if k < end else ""
    being, passed = words.low[k] in listed["being"], listed["adverbs"] | listed["auxiliaries"]
    while k + 1 < end and words.low[k] in passed:
        k += 1
    return "+" + _AGREEING.sub("", words.low[k]) if being else words.low[k]


def apposed(words: Words, one: Referent, other: Referent) -> bool:
    """Whether two stand beside each other and mean the same person: un instituteur, Marcel Duhamel, qui ..."""
    first, second = sorted((one, other), key=lambda two: two.span)
    begin, end = words.at(first.span.end - 1) + 1, words.at(second.span.start)
    near = first.person and second.person and end - begin <= _APPOSED
    return near and (words.low[begin:end] in ([], [","]) or words.describes(begin, end))
