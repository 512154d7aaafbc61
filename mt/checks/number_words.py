"""Reads numbers written in words: "soixante-dix mille", "twenty-first", "un million et demi"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from mt.checks.figures import Figure, Weight
from mt.checks.language import words as language_words
from mt.checks.lexicon import Language, Lexicon, lexicon
from mt.document import Span

_HALF = "½"
_NEXT = re.compile(r"[\s-]([^\W\d_]+)")
_BETWEEN = " -‐‑\u00a0\u202f\n"


class _Run:
    """Number words in a row, added up as they come: `total` of closed groups, and the open group below a thousand."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self.words: list[str] = []
        self.total = self.group = Decimal(0)
        self.last = 1
        self.scale = 1

    def reaches(self, gap: str, word: str, words: Lexicon) -> bool:
        """Whether the number goes on over `gap`: "deux cent et quatre cents" are two, "two million and three" too."""
        between = gap.strip(_BETWEEN).casefold()
        joins = words.cardinals.get(word, 0) in words.joinable and self.last <= 1000
        return not between or (between == words.joining and joins)

    def takes(self, word: str, words: Lexicon) -> bool:
        """Add `word` if the number can go on with it."""
        scale = words.scales.get(word)
        taken = self._halve() if word == _HALF else self._multiply(scale) if scale else self._add(words.cardinals[word])
        if taken:
            self.words.append(word)
        return taken

    def _multiply(self, scale: int) -> bool:
        if not self.words:
            self.group = Decimal(1)
        if scale == 100:
            if not 0 < self.group < 100:
                return False
            self.group *= 100
        elif self.group and (not self.total or scale < self.last):
            self.total, self.group, self.last = self.total + self.group * scale, Decimal(0), scale
        elif self.total and not self.group and scale > self.last:  # "mille milliards"
            self.total, self.last = self.total * scale, scale
        else:
            return False
        self.scale *= scale
        return True

    def _add(self, value: int) -> bool:
        tens = self.group % 100
        if tens == 4 and value == 20:  # "quatre-vingt"
            self.group += 76
            return True
        fits = (
            not self.words
            or (self.group == 0 and 0 < value < self.last)
            or (self.group >= 100 and tens == 0 < value)
            or (tens >= 20 and tens % 10 == 0 < value < 10)
            or (tens in (60, 80) and 10 <= value < 20)  # "soixante-dix"
            or (tens == 10 and 7 <= value <= 9)  # "dix-sept"
        )
        self.group += value if fits else 0
        return fits

    def _halve(self) -> bool:
        """Add "and a half": of the open group, or of the last scale ("un million et demi")."""
        if not self.words:
            return False
        if self.group:
            self.group += Decimal("0.5")
        else:
            self.total += Decimal(self.last) / 2
        return True

    def figure(self, words: Lexicon) -> Figure:
        """The number these words make."""
        alone = self.words[0] if len(self.words) == 1 else ""
        if alone in words.spare:
            return _spare(self.span, alone, words)
        # "des millions" says no number; "un million" does.
        weight: Weight = "spare" if alone in words.scales and alone.endswith("s") else "word"
        value = self.total + self.group
        unit = words.scales[self.words[-1]] if self.words[-1] in words.units else 1
        return Figure(self.span, frozenset({value, value / unit}), weight=weight, scale=Decimal(self.scale))


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    halves = "|".join(re.escape(half) for half in lexicon(language).halves)
    return re.compile(rf"(?P<half>\b(?:{halves})\b)|[^\W\d_]+", re.IGNORECASE)


def read(text: str, language: Language) -> Iterator[Figure]:
    """The numbers of `text` that are written in words, in order."""
    words = lexicon(language)
    if words.said.isdisjoint(language_words(text)):
        return
    run: _Run | None = None
    previous = ""
    for match in _pattern(language).finditer(text):
        before, previous = previous, match[0].casefold()
        word = _HALF if match["half"] else previous
        if word == words.joining:
            continue
        number = _is_number(word, before, text, match.end(), words)
        if run and number and run.reaches(text[run.span.end : match.start()], word, words) and run.takes(word, words):
            run.span = Span(run.span.start, match.end())
            continue
        if run:
            yield run.figure(words)
            run = None
        if number and word != _HALF:
            run = _Run(Span(*match.span()))
            run.takes(word, words)
        elif word in words.spare or word in words.clock:
            yield _spare(Span(*match.span()), word, words)
    if run:
        yield run.figure(words)


def _is_number(word: str, before: str, text: str, end: int, words: Lexicon) -> bool:
    """Whether a word says a number; "pour cent" is per cent, "pour cent vingt détenus" is not."""
    percent = word == "cent" and before == "pour" and not _follows(text, end, words)
    return not percent and (word == _HALF or word in words.cardinals or word in words.scales)


def _follows(text: str, end: int, words: Lexicon) -> bool:
    following = _NEXT.match(text, end)
    return following is not None and following[1].casefold() in words.cardinals | words.scales


def _spare(span: Span, word: str, words: Lexicon) -> Figure:
    if word in words.clock:
        hour = words.clock[word].partition(":")[0]
        return Figure(span, frozenset({words.clock[word], Decimal(hour)}), weight="spare")
    return Figure(span, frozenset(Decimal(str(value)) for value in words.spare[word]), weight="spare")
