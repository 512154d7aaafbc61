"""Runs: stretches of capitalised words that may be one name, what only looks like a part of it cut off.

`french.toml` holds what is French about it. Left out: which runs are names, and known spellings (`mentions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.align import lexicon
from mt.names.authority import Authority
from mt.names.french import french
from mt.names.sentence import Sentence
from mt.names.spelling import is_acronym, is_upper

JOINED = re.compile(r"[ \u00a0\u202f]|[-‐‑]|['’]|[-‐‑]['’]")  # what may stand between two words of one name
_HYPHENS = ("-", "‐", "‑")
_POLITE = ("m", "mm", "mme", "mmes", "mlle")
_SHORT = 4  # letters of a last syllable behind a hyphen that may be a word too: Kang-in


def found_in(sentence: Sentence, authority: Authority) -> Iterator[tuple[int, int]]:
    """The runs of a sentence, each by its first word and the one behind its last, in order."""
    for run in _runs(sentence):
        yield from _parted(sentence, run, authority)


def _runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words that may be one name, particles within, titles and sentence heads cut off."""
    end, particles = 0, french().particles
    words = enumerate(zip(sentence.capital, sentence.folded, strict=True))
    for at in [at for at, (capital, folded) in words if capital or folded in particles]:
        if at < end or not (sentence.capital[at] or _leads(sentence, at)) or sentence.elided(at):
            continue
        end = at + 1
        while end < len(sentence.words) and (step := _joins(sentence, at, end)):
            end += step
        start = _trimmed(sentence, at, end)
        if start < end and any(sentence.capital[start:end]):
            yield start, end


def _parted(sentence: Sentence, run: tuple[int, int], authority: Authority) -> list[tuple[int, int]]:
    """Two known names that a hyphen joins, each by itself: la trêve Israël-Hamas; not Bosnie-Herzégovine."""
    start, end = run
    if end - start != 2 or sentence.gap(start + 1) not in _HYPHENS:
        return [run]
    both = [authority.lookup(sentence.words[at]) for at in range(start, end)]
    known = all(both) and not authority.lookup(sentence.span(start, end).of(sentence.text))
    return [(start, start + 1), (start + 1, end)] if known else [run]


def _leads(sentence: Sentence, at: int) -> bool:
    """Whether a small word begins a surname: al-Assad, ben Salmane, von der Leyen."""
    if sentence.folded[at] not in french().particles or at + 1 == len(sentence.words):
        return False
    if sentence.gap(at + 1) == "-":
        return sentence.capital[at + 1]
    spaced = sentence.folded[at] in french().leading and sentence.gap(at + 1).isspace()
    return spaced and (sentence.capital[at + 1] or _leads(sentence, at + 1))


def _joins(sentence: Sentence, start: int, at: int) -> int:
    """How many of the words from `at` on belong to the name that began at `start`: 0 if it ended."""
    gap = sentence.gap(at)
    abbreviated = sentence.initial(at - 1) and gap.strip() in (".", ".-")
    if not (JOINED.fullmatch(gap) or abbreviated):
        return 0
    if sentence.elided(at):
        return 2 if _is_noble(sentence, at) and not lexicon.is_known(sentence.words[at + 1], 0) else 0
    if sentence.capital[at] or _is_torn_off(sentence, start, at):
        return 1
    following = at + 1 < len(sentence.words) and JOINED.fullmatch(sentence.gap(at + 1))
    if not following:
        return 0
    if chained := _chained(sentence, at):
        return chained
    last = at
    while last + 1 < len(sentence.words) and sentence.folded[last] in french().particles:
        last += 1
        if not JOINED.fullmatch(sentence.gap(last)):
            break
        if sentence.capital[last]:
            return last + 1 - at
    titled = is_title(sentence, start) and sentence.folded[at] in ("du", "des") and sentence.capital[at + 1]
    return 2 if titled or _is_noble(sentence, at) or _is_landed(sentence, start, at) else 0


def _is_noble(sentence: Sentence, at: int) -> bool:
    """Whether a small word stands between a given name and a surname: Luca de Meo, Bernard d'Ormale."""
    named = sentence.folded[at - 1] in french().given
    if at > 1 and sentence.gap(at - 1) in _HYPHENS and sentence.folded[at - 2] not in french().given:
        return False  # Jaish-e-Mohammed de
    if at > 1 and sentence.folded[at - 2] in french().seated and lexicon.is_known(sentence.words[at + 1], 0):
        return False
    return sentence.folded[at] in french().noble and named and sentence.capital[at + 1]


def _is_landed(sentence: Sentence, start: int, at: int) -> bool:
    """Whether "de" stands within a surname, no known place behind it: François Villeroy de Galhau."""
    named = at - start > 1 and sentence.folded[start] in french().given and sentence.folded[at] == "de"
    return named and sentence.capital[at + 1] and not lexicon.is_known(sentence.words[at + 1], 0)


def _is_torn_off(sentence: Sentence, start: int, at: int) -> bool:
    """Whether a small word behind a hyphen is the end of a full name: Lee Kang-in, Hirokazu Kore-eda."""
    word = sentence.folded[at]
    if at - start < 2 or sentence.gap(at) not in _HYPHENS or word in french().behind_hyphen or not word.isalpha():
        return False
    return len(word) in range(2, _SHORT + 1) or not lexicon.is_known(word, 0)


def is_title(sentence: Sentence, at: int) -> bool:
    """Whether an article has a capital within a sentence, as in the titles of works and papers: Le Mépris."""
    article = sentence.folded[at] in ("l", "le", "la", "les") and sentence.capital[at] and not sentence.first(at)
    return article and at + 1 < len(sentence.words) and sentence.capital[at + 1]


def _chained(sentence: Sentence, at: int) -> int:
    """How many words from a small one on hyphens chain to the next capital, as in Blainville-sur-l'Eau; else 0."""
    end = at if sentence.gap(at) in _HYPHENS else len(sentence.words)
    while end < len(sentence.words) and sentence.gap(end) in (*_HYPHENS, "'", "’"):
        if sentence.capital[end]:
            return end + 1 - at
        end += 1
    return 0


def _trimmed(sentence: Sentence, start: int, end: int) -> int:
    """Where the name begins after sentence heads ("Selon Moscou") and titles in capitals ("Premier ministre")."""
    while start < end:
        folded = sentence.folded[start]
        named = folded in french().given_common and start + 1 < end and sentence.gap(start + 1) == " "
        head = folded in french().common and not named and (sentence.first(start) or folded in _POLITE)
        alone = named and (start == 0 or sentence.folded[start - 1] not in french().articles)  # Pape Thiaw
        title = folded in french().functions and start + 1 < end and folded not in french().given and not alone
        subject = start + 1 < end and (
            _is_portfolio(sentence, start) or _is_epithet(sentence, start) or _is_body(sentence, start, end)
        )
        if not (head or title or subject):
            break
        start += 1
    return start


def _is_epithet(sentence: Sentence, at: int) -> bool:
    """Whether a noun with its article stands before a person's name: la Valaisanne Viola Amherd."""
    articled = at > 0 and sentence.folded[at - 1] in ("l", "le", "la")
    articled = articled and (not sentence.capital[at - 1] or sentence.first(at - 1))
    names = french().given
    return articled and sentence.folded[at + 1] in names and sentence.folded[at] not in names


def _is_body(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a party, team or firm stands before a member's full name: le député Renaissance Karl Olive."""
    at, bodies = start, french().bodies
    while at < end and (
        sentence.folded[at] in bodies or (is_acronym(sentence.words[at]) and not is_upper(sentence.text))
    ):
        at += 1
    spaced = all(sentence.gap(k).isspace() for k in range(start + 1, min(at, end - 1) + 1))
    return start < at < end - 1 and spaced and sentence.folded[at] in french().given


def _is_portfolio(sentence: Sentence, at: int) -> bool:
    """Whether a word is what a minister is for, and his name follows: "le ministre de l'Économie Éric Lombard"."""
    folded, before = sentence.folded[at], sentence.folded[max(0, at - 4) : at]
    if folded not in french().portfolios:
        return False
    return sentence.folded[at + 1] in french().given or not french().ministers.isdisjoint(before)
