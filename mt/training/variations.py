"""Variations of training pairs, for what news has and corpora lack: capitals, quotations, unknown names and words.

Names are taught by example: a name that stands letter for letter on both sides makes way for one the model has never
seen, and so it learns to copy what it does not know. A word is a name if it is capitalised, not among the words shared
all the time (Commission, Europe), and hardly ever written small (so that "Conclusion" is none).
"""

from __future__ import annotations

import lzma
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mt.errors import ConfigError
from mt.names import demonyms
from mt.names.spelling import fold
from mt.phrasing.articles import with_indefinite
from mt.training.lexicon import Lexicon
from mt.training.recipe import Variations

NAMES = Path(__file__).with_name("names.txt.xz")
_WORD = re.compile(r"(?<![\w.-])[A-ZÀ-ÖØ-Þ][\w-]*\w(?![\w.]*\w)")
_HYPHENED = re.compile(r"\w+(?:-\w+)*")
_NAMED = re.compile(r"(?<![\w.])[A-ZÀ-ÖØ-Þ]\w+ $")
_UNELIDED = re.compile(r"(?<!\w)(?:[ldcn]e|la|au|du|que|ma|ta|sa|beau|nouveau|vieux) $", re.IGNORECASE)
_DIRECTION = re.compile(r"(?:North|South|West|East|Central|Latin|Equatorial)(?:ern)?[ -]$")
_ELIDED = re.compile(r"(?<!\w)([dDlLnNsSjJmMtTcC]|[Qq]u|[Ll]orsqu|[Pp]uisqu)'$")
_OF = re.compile(r"(?<!\w)([dD])e $")
_VOWEL = re.compile(r"[AEIOUÀ-ÅÈ-ÏÒ-ÖØÙ-ÜÆŒŌĀĒĪŪİ]")  # H and Y are left out: usage wavers
_SHORT = 90  # characters; longer sentences are no headings
_MOST = 2  # names exchanged in one pair
_DRAWS = 20  # names looked at for one that begins with a vowel; about a quarter do
_DOUBLE = 0.3  # share of names made of two words
_GROWN = 0.4  # share of words grown from the halves of two names, longer than any that is known
_VOWELS = 0.5  # share of the places after "d'" or "de" that get a name with a vowel; after "l'" all do
_MARKED = 0.2  # share of words in which letters get marks that are rare in the list
_OWN = {"d": "đð", "l": "ł", "o": "øœ", "i": "ı", "e": "ə", "a": "æ", "D": "Đ", "L": "Ł", "O": "ØŒ", "A": "Æ"}
_FRAMES = (  # what a sentence that is somebody's words stands in; {0} is the sentence, {1} a name
    ('"{0}."', '"{0}."'),
    ('"{0}.', '"{0}.'),
    ('{0}."', '{0}."'),
    ('"{0}", a déclaré {1}.', '"{0}," {1} said.'),
    ('"{0}", a dit {1}.', '"{0}," said {1}.'),
    ('"{0}", a expliqué {1}.', '"{0}," {1} explained.'),
    ('"{0}", a ajouté {1}.', '"{0}," {1} added.'),
    ('{1} a déclaré : "{0}."', '{1} said: "{0}."'),
)
_USUAL = 1 / 1500  # of the pairs; a word shared more often is no name
_SMALL = 2  # times written small in the sample; more and it is a word


@dataclass(frozen=True, slots=True)
class Known:
    """Words that are no names: shared by too many pairs, or found in small letters."""

    words: frozenset[str]

    @classmethod
    def of(cls, sample: Iterable[tuple[str, str]]) -> Known:
        """Learn them from a sample of the pairs."""
        shared: Counter[str] = Counter()
        small: Counter[str] = Counter()
        count = 0
        for source, target in sample:
            count += 1
            shared.update(capitalised(source).keys() & capitalised(target).keys())
            small.update(word for word in re.findall(r"\w+", f"{source} {target}") if word.islower())
        usual = {word for word, times in shared.items() if times > max(3, count * _USUAL)}
        return cls(frozenset(usual | {word for word in shared if small[word.lower()] > _SMALL}))


def read_names(path: Path | None) -> list[str]:
    """One name a line, plain or .xz; without a path the list of the package.

    Raises:
        ConfigError: if the file cannot be read or holds no name.
    """
    chosen = path or NAMES
    try:
        raw = chosen.read_bytes()
        text = (lzma.decompress(raw) if chosen.suffix == ".xz" else raw).decode("utf-8-sig")
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise ConfigError(f"names {chosen} cannot be read: {error}") from error
    names = [name.strip() for name in text.splitlines() if name.strip()]
    if not names:
        raise ConfigError(f"names {chosen} holds none: give one name a line")
    return names


@dataclass(frozen=True, slots=True)
class Supplies:
    """What variations are made of: names never seen, words that are no names, words that corpora lack."""

    names: Sequence[str]
    known: Known
    words: Lexicon | None = None


def vary(pair: tuple[str, str], shares: Variations, supplies: Supplies, dice: random.Random) -> tuple[str, str]:
    """The pair, or one random variation of it. Texts are normalised; where a kind does not fit, the pair stays.

    Words are exchanged beside the others, for few pairs have one that can be.
    """
    if supplies.words is not None and dice.random() < shares.words:
        pair = supplies.words.exchanged(*pair, dice)
    source, target = pair
    throw = dice.random()
    if (throw := throw - shares.upper) < 0:
        return (source.upper(), target.upper()) if len(source) < _SHORT else pair
    if (throw := throw - shares.title) < 0:
        return (_titled(source), _titled(target)) if len(source) < _SHORT else pair
    if (throw := throw - shares.no_stop) < 0:
        both = source.endswith(".") and target.endswith(".") and not source.endswith("..")
        return (source[:-1], target[:-1]) if both else pair
    if (throw := throw - shares.quotations) < 0:
        return quoted(source, target, supplies.names, dice)
    if (throw := throw - shares.names) < 0:
        return exchange_names(source, target, supplies.names, supplies.known, dice)
    return exchange_demonym(source, target, dice) if throw < shares.demonyms else pair


def quoted(source: str, target: str, names: Sequence[str], dice: random.Random) -> tuple[str, str]:
    """A sentence as somebody's words, in quotation marks, with or without who said it."""
    plain = all(text.endswith(".") and not text.endswith("..") and '"' not in text for text in (source, target))
    frame, name = dice.choice(_FRAMES), _drawn(names, dice) if names else ""
    if not plain or ("{1}" in frame[0] and not name):
        return source, target
    return frame[0].format(source[:-1], name), frame[1].format(target[:-1], name)


def exchange_names(
    source: str, target: str, names: Sequence[str], known: Known, dice: random.Random
) -> tuple[str, str]:
    """Up to two names that stand once on both sides, letter for letter, replaced by others on both sides.

    French elision follows the new name: "d'Ankara" may become "de Berlin" and the reverse; before other elided words
    only a name that begins with a vowel is put.
    """
    here, there = capitalised(source), capitalised(target)
    shared = [word for word in here.keys() & there.keys() if len(here[word]) == len(there[word]) == 1]
    shared = sorted(word for word in shared if len(word) > 2 and word not in known.words)
    dice.shuffle(shared)
    for word in shared[:_MOST]:
        at, to = capitalised(source).get(word), capitalised(target).get(word)
        if not (at and to):
            continue
        name = _fitting(source[: at[0]], names, dice)
        if (changed := fitted(source[: at[0]], name)) is not None:
            source = changed + source[at[0] + len(word) :]
            target = target[: to[0]] + name + target[to[0] + len(word) :]
    return source, target


def exchange_demonym(source: str, target: str, dice: random.Random) -> tuple[str, str]:
    """A demonym that stands once on both sides replaced by any other on both, in the same gender and number.

    Corpora speak of few countries; so the model learns the words for the others: "the Malian army" for "the French".
    """
    found = [(match, row) for match in _HYPHENED.finditer(source) if (row := demonyms.find(match[0]))]
    dice.shuffle(found)
    for match, row in found:
        before, people = source[: match.start()], match[0][0].isupper()
        if sum(other is row for _, other in found) > 1 or (
            fold(match[0]) in demonyms.COUNTRIES if people else _NAMED.search(before)
        ):
            continue
        said = set(row.persons) - set(row.adjectives) if people else row.adjectives  # "the French" may be either
        places = [(at, one) for one in said if not one.isupper() for at in _standing(target, one)]
        if len(places) != 1:
            continue
        new = dice.choice([one for one in demonyms.rows() if one.ending == row.ending])
        french, ((at, old),) = new.inflected(match[0], row), places
        if (head := _before(before, french)) is not None:
            english = new.person(old in row.people, old.endswith("woman")) if people else new.adjectives[0]
            target = with_indefinite(target[:at], english) + english + target[at + len(old) :]
            return head + french + source[match.end() :], target
    return source, target


def _before(text: str, word: str) -> str | None:
    """The text before a word, its elision right; None where more would have to change, as "le" before a vowel."""
    if _begins_with_vowel(word.capitalize()) and _UNELIDED.search(text):
        return None
    changed = fitted(text, word)
    return None if changed is None else changed[: len(changed) - len(word)]


def _fitting(before: str, names: Sequence[str], dice: random.Random) -> str:
    """A name for a place: elided names are rare and hard to copy, so more of them are put where one can stand."""
    elided, of = _ELIDED.search(before), _OF.search(before)
    vowel = (elided or of) and ((elided and elided[1] not in "dD") or dice.random() < _VOWELS)
    for _ in range(_DRAWS if vowel else 0):
        if _begins_with_vowel(name := _drawn(names, dice)):
            return name
    return _drawn(names, dice)


def _drawn(names: Sequence[str], dice: random.Random) -> str:
    """A name of one word, or now and then of two, as given name and surname."""
    name, other = (_made(names, dice) for _ in range(2))
    return f"{name} {other}" if dice.random() < _DOUBLE and " " not in name + other else name


def _made(names: Sequence[str], dice: random.Random) -> str:
    """A name of the list, or one made of such: no list has all the long names and rare letters of the world."""
    name = dice.choice(names)
    if dice.random() < _GROWN:
        other = dice.choice(names)
        name = name[: dice.randint(2, max(len(name), 2))] + other[dice.randrange(len(other)) :].lower()
    if dice.random() < _MARKED:
        at = dice.randrange(len(name))
        name = name[:at] + dice.choice(_marked().get(name[at], name[at])) + name[at + 1 :]
    return name


@cache
def _marked() -> dict[str, str]:
    """For every letter its forms with one mark or more that European and Vietnamese spelling has."""
    found: defaultdict[str, str] = defaultdict(str, _OWN)
    for letter in map(chr, (*range(0xC0, 0x180), *range(0x218, 0x21C), *range(0x1E00, 0x1F00))):
        base = unicodedata.normalize("NFD", letter)[0]
        if base != letter and base.isascii():
            found[base] += letter
    return dict(found)


def capitalised(text: str) -> dict[str, list[int]]:
    """Capitalised words and where each of them begins."""
    found: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        found.setdefault(match[0], []).append(match.start())
    return found


def _standing(text: str, form: str) -> list[int]:
    """Where a form stands as whole words, no part of a compound such as South Korean."""
    found = re.finditer(rf"(?<![\w.-]){re.escape(form)}(?![\w-])", text)
    return [match.start() for match in found if not _DIRECTION.search(text[: match.start()])]


def fitted(before: str, name: str) -> str | None:
    """The text before a name, with the name after it and the elision right; None where it cannot be."""
    vowel = _begins_with_vowel(name)
    elided, of = _ELIDED.search(before), _OF.search(before)
    if elided and not vowel:
        return f"{before[: elided.start()]}{elided[1]}e {name}" if elided[1] in "dD" else None
    if of and vowel:
        return f"{before[: of.start()]}{of[1]}'{name}"
    return before + name


def _begins_with_vowel(name: str) -> bool:
    return _VOWEL.match(unicodedata.normalize("NFD", name)) is not None


def _titled(text: str) -> str:
    """Every word capitalised, what follows an apostrophe left alone where str.title would not."""
    return re.sub(r"(?<![\w'])\w", lambda found: found[0].upper(), text)
