"""Listed spellings: whether the words of a sentence that are spelled like a known name stand there as that name.

Common words (la poste, l'équipe), parts of longer names (Nicolas Maduro Guerra), schools and streets are spelled alike.
Which spellings there are is for `authority`, who is meant for `entities`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import ge

from mt.names.authority import Entry
from mt.names.french import french
from mt.names.runs import JOINED
from mt.names.sentence import Sentence
from mt.names.spelling import fold, is_upper, key, words

_LOOSE = re.compile(r"(?:[ \u00a0\u202f\n]|[-‐‑'’.&])*")  # what may stand between the words of a name
_SHORTEST = 4  # letters of a name that may be shouted behind an article
_WORDY = ("organisation", "event")  # names made of common words, some of them in lower case
_ARTICLED = re.compile(r"[Ll]['’]|(?:[Ll][ae]|[Ll]es) ")


def stands(sentence: Sentence, at: int, length: int, entry: Entry, within: Mapping[int, tuple[int, int]]) -> bool:
    """Whether a listed spelling stands here as a name and not as part of another word or name.

    Args:
        sentence: where.
        at, length: the number of its first word, and how many words it has.
        entry: what is listed.
        within: the run of capitalised words that each word is in, if in any.
    """
    end = at + length
    if not all(_LOOSE.fullmatch(sentence.gap(k)) for k in range(at + 1, end)):
        return False
    if _is_lowered(sentence, at, end, entry) or _is_called_after(sentence, at, length, entry):
        return False
    if any(sentence.words[k] == "est" and sentence.gap(k) == " " for k in range(at + 1, end)):
        return False  # "Jérusalem est divisée" is not of Jérusalem-Est
    if entry.acronym and length == 1:
        return _is_acronym(sentence, at, entry)
    if length == 1 and not sentence.upper and _is_initials(sentence, at, entry):
        return False
    if entry.record.before and (sentence.upper or not _follows(sentence, at, entry.record.before)):
        return False
    small = entry.record.kind in _WORDY or (length > 1 and _may_begin_small(sentence, at, end, entry))
    if not sentence.capital[at] and not (
        small and (any(sentence.capital[at:end]) or _is_listed(sentence, at, end, entry))
    ):
        return False
    if length == 1 and sentence.folded[at] in french().common and (sentence.first(at) or sentence.upper):
        return False
    run = within.get(at)
    if entry.record.kind == "place" and length > 1 and _is_joined(sentence, end):
        return False  # Le Cap-Vert
    if run is None:
        return sentence.upper or entry.record.kind in _WORDY or length > 1
    return _is_alone(sentence, at, end, entry, run)


def _is_acronym(sentence: Sentence, at: int, entry: Entry) -> bool:
    """Whether a word is written as a listed acronym is: OTAN, l'Onu; not otan, and not AFD for AfD."""
    if not sentence.upper and _is_other_case(sentence.words[at], entry.record.acronyms):
        return False
    shouted = is_upper(sentence.words[at]) and not (sentence.upper and sentence.folded[at] in french().common)
    as_a_word = len(sentence.words[at]) > 3 or (at > 0 and sentence.elided(at - 1))  # Otan, l'Onu
    return shouted or (sentence.capital[at] and as_a_word and not sentence.first(at) and not sentence.upper)


def _is_initials(sentence: Sentence, at: int, entry: Entry) -> bool:
    """Whether a short word in capitals has an article, as initials have: le FES, not Fès."""
    word = sentence.words[at]
    shouted = len(word) < _SHORTEST and is_upper(word) and word not in entry.record.spellings
    return at > 0 and shouted and sentence.folded[at - 1] in french().articles


def _is_alone(sentence: Sentence, at: int, end: int, entry: Entry, run: tuple[int, int]) -> bool:
    """Whether a spelling is all of a run of capitalised words, or stands within it as a name of its own."""
    if end >= run[1] and at <= run[0]:
        return True
    if entry.record.kind == "place" and at == run[0] and _is_visited(sentence, at, end, run[1]):
        return True
    rest = [k for k in range(*run) if not at <= k < end]
    if entry.record.kind == "person" and rest and rest[-1] >= end and _goes_on(sentence, end):
        return False  # Nicolas Maduro Guerra
    several = end - at > 1
    if entry.record.kind == "place" and several and rest and rest[-1] >= end and sentence.gap(end) == "-":
        return False  # Notre-Dame-de-Gravenchon
    if entry.bare and rest and rest[0] < at:
        return False  # the surname of a longer name, which may be somebody else's
    if entry.record.kind == "event" and not several and rest and rest[0] < at:
        return False  # Sommet Mondial
    if several or entry.record.kind in _WORDY:
        return True
    if entry.record.kind == "place":
        return all(sentence.folded[k] in french().institutions for k in rest) and rest[-1] < at
    return False


def _is_called_after(sentence: Sentence, at: int, length: int, entry: Entry) -> bool:
    """Whether hyphens make a person's name that of a school or a street: Jeanne-d'Arc, of Jeanne d'Arc."""
    if entry.record.kind != "person" or length < 2 or sentence.gap(at + 1) not in ("-", "‐", "‑"):
        return False
    first, second = sentence.words[at], sentence.words[at + 1]
    return not any(f"{first}-{second}" in spelling for spelling in (*entry.record.spellings, entry.record.short))


def _is_lowered(sentence: Sentence, start: int, end: int, entry: Entry) -> bool:
    """Whether words have no capital where a name that begins with an article has: Les échos, of Les Échos."""
    said = tuple(sentence.folded[start:end])
    own = [spelling for spelling in entry.record.spellings if key(spelling) == said]
    if sentence.upper or not own or not all(map(_ARTICLED.match, own)):
        return False
    capitals = sentence.capital[start + 1 : end]
    wanted = ([span.of(spelling)[0].isupper() for span in words(spelling)[1:]] for spelling in own)
    return not any(all(map(ge, capitals, some)) for some in wanted)


def _is_listed(sentence: Sentence, start: int, end: int, entry: Entry) -> bool:
    """Whether several words without a capital stand just as they are listed: guerre froide."""
    return end - start > 1 and sentence.span(start, end).of(sentence.text) in entry.record.spellings


def _is_joined(sentence: Sentence, end: int) -> bool:
    """Whether a hyphen joins a further word with a capital."""
    return end < len(sentence.words) and sentence.gap(end) == "-" and sentence.capital[end]


def _goes_on(sentence: Sentence, end: int) -> bool:
    """Whether a further surname stands behind a person's name, and nobody else's given name."""
    further = sentence.gap(end) == " " and sentence.capital[end] and not is_upper(sentence.words[end])
    return further and sentence.folded[end] not in french().given


def _is_other_case(word: str, acronyms: Sequence[str]) -> bool:
    """Whether a word is spelled as an acronym of mixed case is not: AFD, for AfD."""
    own = [acronym for acronym in acronyms if fold(acronym) == fold(word)]
    return bool(own) and word not in own and not any(one.isupper() or one.istitle() for one in own)


def _is_visited(sentence: Sentence, at: int, end: int, stop: int) -> bool:
    """Whether a place stands behind "à" or "en", and a person's name behind it: a reçu à Kiev Kaja Kallas."""
    before = sentence.folded[at - 1] if at else ""
    if before not in ("a", "en") or sentence.gap(end) != " " or sentence.folded[at] in french().given:
        return False
    if before == "a" and stop - end == 2 and sentence.gap(end + 1) == " ":
        return french().institutions.isdisjoint(sentence.folded[end:stop])
    return sentence.folded[end] in french().given


def _may_begin_small(sentence: Sentence, at: int, end: int, entry: Entry) -> bool:
    """Whether a spelling may begin in lower case: al-Assad, mer Noire, pape François; not "le Cap" of "le Cap Horn"."""
    if entry.bare or sentence.folded[at] in french().particles:
        return sentence.folded[at] in french().particles
    return end == len(sentence.words) or not (sentence.capital[end] and JOINED.fullmatch(sentence.gap(end)))


def _follows(sentence: Sentence, at: int, cues: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words before a spelling are among those that tell what it is."""
    return any(tuple(sentence.folded[max(0, at - len(cue)) : at]) == cue for cue in cues)
