"""Words exchanged on both sides of a pair for words that corpora lack: "le projet de loi" becomes "le potiron de loi".

A parliament never speaks of pumpkins, so a model that has read parliaments cannot know them. A list gives French forms,
their kind (gender and number, form of the verb) and their English; where a pair has one on both sides, another of the
same kind takes its place, and so the model sees it in sentences that are otherwise real (Fadaee, Bisazza and Monz 2017,
https://aclanthology.org/P17-2090, who let a language model choose; here the kind is enough).
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from mt.errors import ConfigError
from mt.phrasing.articles import with_indefinite

WORDS = Path(__file__).with_name("words.tsv")
_MOST = 2  # words exchanged in one pair
_LETTERS = "a-zà-öø-ÿœ"
_WORD = re.compile(rf"(?<![\w'-])(?:[LlDdQqNnSsCcJjMm]u?')?(?P<word>[{_LETTERS}]+(?:-[{_LETTERS}]+)*)(?![\w'-])")
_SOUNDS = ("vowel", "consonant", "h")  # of its beginning; with h usage wavers
_VOWEL = re.compile("[aeiouàâäéèêëîïôöùûüœ]")
_UNMOVED = re.compile(  # what is the same before any sound
    r"\b(?:[lcd]es|ses|nos|vos|leurs?|aux|une?|deux|trois|plusieurs|très) $", re.IGNORECASE
)
_EITHER = {"ams": "as", "afs": "as", "amp": "ap", "afp": "ap"}  # adjectives alike in both genders fit both
_NOUNS = ("ms", "fs", "mp", "fp")
_ENDINGS = {"mp": "s", "fp": "s", "p3s": "s", "pms": "ed", "pfs": "ed", "pmp": "ed", "pfp": "ed"}


class Entry(NamedTuple):
    """A French form, its kind, its English, and other English that is right."""

    form: str
    kind: str
    english: str
    others: tuple[str, ...]

    @property
    def sound(self) -> str:
        """The one of `_SOUNDS` that it begins with, which elision asks for."""
        return "h" if self.form[0] == "h" else "vowel" if _VOWEL.match(self.form) else "consonant"

    @property
    def inflection(self) -> str:
        """The ending that the English has if it is inflected by rule."""
        ending = _ENDINGS.get(self.kind, "")
        return ending if self.english.endswith(ending) else ""

    def said(self, target: str) -> tuple[int, str] | None:
        """Where and how the target says it, once and in the same inflection; None if it does not."""
        others = self.others if self.kind in _NOUNS else ()  # of other kinds they may be of another part of speech
        for word in (self.english, *(other for other in others if other.endswith(self.inflection))):
            places = [found.start() for found in re.finditer(rf"(?<![\w'-]){re.escape(word)}(?![\w'-])", target)]
            if len(places) == 1:
                return places[0], word
        return None


@dataclass(frozen=True)
class Lexicon:
    """Entries by their French form."""

    entries: dict[str, Entry]

    @cached_property
    def _pools(self) -> dict[tuple[str, str, str], list[Entry]]:
        """What may stand for what: by kind, sound and the ending of the English."""
        pools: defaultdict[tuple[str, str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            kinds = {entry.kind, *(kind for kind, either in _EITHER.items() if either == entry.kind)}
            for kind in kinds:
                pools[kind, entry.sound, entry.inflection].append(entry)
        return dict(pools)

    def exchanged(self, source: str, target: str, dice: random.Random) -> tuple[str, str]:
        """The pair with up to two words exchanged for others; as it is if it has none of the list on both sides."""
        found = [self.entries[match["word"]] for match in _WORD.finditer(source) if match["word"] in self.entries]
        dice.shuffle(found)
        for entry in found[:_MOST]:
            source, target = self._one(source, target, entry, dice)
        return source, target

    def _one(self, source: str, target: str, entry: Entry, dice: random.Random) -> tuple[str, str]:
        places = [match.span("word") for match in _WORD.finditer(source) if match["word"] == entry.form]
        if len(places) != 1 or (said := entry.said(target)) is None:
            return source, target
        (begin, end), (at, english) = places[0], said
        sounds = _SOUNDS if _UNMOVED.search(source[:begin]) else (entry.sound,)
        pools = [self._pools.get((entry.kind, sound, entry.inflection), []) for sound in sounds]
        if sounds == ("h",) or not any(pools):  # an h that is said asks for other articles than one that is not
            return source, target
        new = dice.choice(dice.choices(pools, [len(pool) for pool in pools])[0])
        before = with_indefinite(target[:at], new.english)
        return source[:begin] + new.form + source[end:], before + new.english + target[at + len(english) :]


def of(rows: Iterable[list[str]]) -> Lexicon:
    """A lexicon from rows of form, kind, English and, with | between, other English; the first of each form counts.

    Forms of several words are left out: they cannot be found by the word.
    """
    entries: dict[str, Entry] = {}
    for form, kind, english, *others in rows:
        if (match := _WORD.fullmatch(form)) and match["word"] == form:
            more = tuple(filter(None, others[0].split("|"))) if others else ()
            entries.setdefault(form, Entry(form, kind, english, more))
    return Lexicon(entries)


def read(path: Path | None) -> Lexicon:
    """The lexicon of a file; without a path that of the package.

    Raises:
        ConfigError: as `listed`.
    """
    return of(listed(path or WORDS))


def listed(path: Path) -> list[list[str]]:
    """The rows of a file as `of` takes them, one a line with tabs between.

    Raises:
        ConfigError: if it cannot be read, or a row has other than three or four columns.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"words {path} cannot be read: {error}") from error
    rows = [line.split("\t") for line in lines]
    for number, row in enumerate(rows, 1):
        if len(row) not in (3, 4) or not all(row[:3]):
            raise ConfigError(f"{path}, line {number}: want form, kind, English and others between tabs; got {row}")
    return rows
