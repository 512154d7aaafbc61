"""Given names that stand alone, as of people a reporter has met: raconte Marie, 34 ans; « Léa ne lâche rien ».

Such a name is kept as it is written. Not those of popes, saints and kings, which may have an English form, of streets
and countries, nor what the Bible has. `french.toml` holds what is French about it.
"""

from __future__ import annotations

import re

from mt.document import Span
from mt.names.french import french
from mt.names.sentence import Sentence, is_placed
from mt.names.spelling import fold, is_upper

_NUMBER = re.compile(r"[IVX]+(?:er|re|e)?|1er")
_BEFORE = re.compile(r"([^\W\d_]+)[-‐‑ \u00a0\u202f]$")
_SPACE = (" ", "\u00a0", "\u202f")


def is_given(text: str) -> bool:
    """Whether a text is a given name and nothing else."""
    folded = fold(text)
    return folded in french().given or folded in french().given_alone


def is_entitled(source: str, place: Span) -> bool:
    """Whether what stands before a given name makes it a king's, a saint's or a pope's: la reine Élisabeth."""
    before = _BEFORE.search(source[max(0, place.start - 20) : place.start])
    return before is not None and fold(before[1]) in french().entitled


def stands_alone(sentence: Sentence, at: int) -> bool:
    """Whether a capitalised word is somebody's given name, and all there is of the name."""
    word, last = sentence.words[at], at + 1 == len(sentence.words)
    if not is_given(word) or is_upper(word) or len(word) == 1 or not french().biblical.isdisjoint(sentence.folded):
        return False
    behind = "" if last else sentence.gap(at + 1)
    if behind[:1] in ("-", "‐", "‑", "'", "’") or (
        behind in _SPACE and (sentence.capital[at + 1] or _NUMBER.fullmatch(sentence.words[at + 1]))
    ):
        return False
    return not _is_of(sentence, at) and _may_follow(sentence, at)


def _is_of(sentence: Sentence, at: int) -> bool:
    """Whether what somebody is of stands behind a given name: Marie d'Écosse."""
    behind = sentence.folded[at + 1 : at + 2]
    return behind != [] and behind[0] in french().noble and sentence.capital[at + 2 : at + 3] == [True]


def _may_follow(sentence: Sentence, at: int) -> bool:
    """Whether what is before a given name is neither part of a name nor an article, nor what has it otherwise."""
    before = sentence.gap(at)
    placed = before not in _SPACE or sentence.folded[at - 1] in french().prepositions
    if placed and sentence.folded[at] in french().given_places and not sentence.first(at):
        return False  # Quantico, Virginie; à Florence
    if at == 0 or not (before in _SPACE or before in ("'", "’")):
        return not before.endswith(("-", "‐", "‑"))
    folded = sentence.folded[at - 1]
    if folded in french().articles or folded in french().no_person or folded in french().entitled:
        return False
    if sentence.capital[at - 1] and folded not in french().common and not sentence.elided(at - 1):
        return False
    return sentence.words[at - 1] in ("à", "À") or not is_placed(sentence, at)


def may_be_word(sentence: Sentence, at: int) -> bool:
    """Whether a given name at the head of a sentence may be a word: Pierre, Claire; not if an age stands behind it."""
    if not sentence.first(at) or sentence.folded[at] not in french().given_words:
        return False
    aged = at + 1 < len(sentence.words) and sentence.gap(at + 1).strip() == "," and sentence.words[at + 1].isdigit()
    return not aged
