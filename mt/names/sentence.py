"""What the words of a sentence tell of the names among them: heads of sentences, elisions, titles, places, origins.

`french.toml` holds what is French about it. Left out: which words are names (`mentions`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mt.document import Span
from mt.names.french import french
from mt.names.spelling import fold, is_upper, words

_SENTENCE_END = re.compile(r"[.!?…:«“\"—–•\n]")
_ORDINAL = re.compile(r"[IVX]+(?:er?|ère|ème)")  # the XIVe of a century
_REACH = 9  # how many words before a name may hold its title or function


class Sentence:
    """One segment's words with what the search asks of them, each computed once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = words(text)
        self.words = [text[span.start : span.end] for span in self.spans]
        self.capital = [word[0].isupper() and not _ORDINAL.fullmatch(word) for word in self.words]
        self.folded = list(map(fold, self.words))
        titles = french().titles
        for at, word in enumerate(self.words[:-1]):
            if word in titles and self.capital[at + 1]:
                self.folded[at] = titles[word]  # Me Badinter, not "Me voilà"
        self.upper = is_upper(text)
        ends = [0, *(span.end for span in self.spans)]
        self.gaps = [text[end : span.start] for end, span in zip(ends, self.spans, strict=False)]
        verbs = [
            at - 1 for at, gap in enumerate(self.gaps) if at and gap == "-" and self.words[at] in french().inverted
        ]
        for at in filter(self.first, verbs):  # "Ai-je besoin ..."
            self.capital[at] = False

    def gap(self, at: int) -> str:
        """The text between word `at` - 1 and word `at`."""
        return self.gaps[at]

    def first(self, at: int) -> bool:
        """Whether a word begins a sentence or a quotation, where French writes a capital anyway."""
        if self.gaps[at] == " - " and self.folded[at] in french().articles:  # RD Congo - Le M23 a avancé
            return True
        return at == 0 or (bool(_SENTENCE_END.search(self.gaps[at])) and not self.initial(at - 1))

    def initial(self, at: int) -> bool:
        """Whether a word is an initial or an abbreviated title: "E." Philippe, "M." Macron."""
        return at >= 0 and self.capital[at] and (len(self.words[at]) == 1 or self.folded[at] in ("dr", "st"))

    def elided(self, at: int) -> bool:
        """Whether a word is an elided article or preposition before the next: the l of l'OTAN."""
        following = self.gaps[at + 1] if at + 1 < len(self.words) else ""
        if following not in ("'", "’") or self.folded[at] not in french().elisions:
            return False
        if not self.capital[at] or not self.capital[at + 1] or self.upper:
            return True
        return (at == 0 or bool(_SENTENCE_END.search(self.gaps[at]))) and self.folded[at] not in ("n", "m")

    def span(self, start: int, end: int) -> Span:
        """The span of the words start..end, the last one left out."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


@dataclass(frozen=True, slots=True)
class Told:
    """What stands around a name: whether a title or function, a verb of saying, a word for a place, which origin."""

    titled: bool = False
    says: bool = False
    placed: bool = False
    origin: str = ""


def context(sentence: Sentence, start: int, end: int) -> Told:
    """What the words before and after tell of the name start..end."""
    before = _before(sentence, start)
    titled = any(sentence.folded[k] in french().functions for k in before)
    titled = titled and sentence.folded[start - 1] not in french().prepositions
    origin = next((told for k in before if (told := french().origin(sentence.folded[k])) is not None), "") or ""
    placed = is_placed(sentence, start)
    after = sentence.folded[end : end + 4]
    says = any(word in french().saying for word in after[:3] if after[0] in ("a", "ont", "avait")) or (
        bool(after) and after[0] in french().saying and sentence.gap(end).isspace()
    )
    says = says or (start > 0 and sentence.folded[start - 1] in french().saying and sentence.gap(start).isspace())
    if not titled and end < len(sentence.words) and sentence.gap(end).strip() == ",":
        following = sentence.folded[end : end + 5]
        near = 1 if placed and end - start == 1 else 3  # "À Minsk, le président" is of no person called Minsk
        if any(word in french().functions for word in following[:near]):
            told = next((told for word in following if (told := french().origin(word)) is not None), "")
            return Told(True, says, placed, told or origin)
    return Told(titled, says, placed, origin if titled or before else "")


def is_placed(sentence: Sentence, start: int) -> bool:
    """Whether "à" or a word for a place stands before the name start..., with or without "de"."""
    at = start - 1
    if at < 0 or sentence.gap(start).strip(" \u00a0\u202f'’"):
        return False
    if sentence.words[at] in ("à", "À"):
        return at == 0 or sentence.folded[at - 1] not in french().before_anyone
    if at and sentence.folded[at] in french().noble and not sentence.gap(at).strip():
        at -= 1
    return sentence.folded[at] in french().place_before


def _before(sentence: Sentence, start: int) -> list[int]:
    """The words that may title a name, nearest first: back to a stop, a verb or another name's end."""
    found: list[int] = []
    for at in range(start - 1, max(-1, start - 1 - _REACH), -1):
        gap = sentence.gap(at + 1).strip()
        if gap and gap not in ("'", "’", "-", ".") and not (gap == "," and at == start - 1):
            break
        if gap == "." and not sentence.initial(at):
            break
        if sentence.folded[at] in french().interrupting and sentence.words[at] != "M":
            break
        found.append(at)
    return found
