"""Which spellings are one name: sounds, an edit distance between them, and vetoes that no distance outweighs.

`likeness.toml` says which letters sound alike, what a difference costs and what forbids a merge. Rules of its own:
every word of a full name must agree, and a bare surname joins a full name only if one candidate has it. Left out: who
is meant by a name (`entities`), which knows the article.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from mt.names.authority import Authority, Record
from mt.names.spelling import key

_VOWELS = frozenset("aeiouj")


class Likeness(NamedTuple):
    """How alike two names are, in [0, 1], and what forbids to take them for one ("" if nothing does)."""

    score: float
    veto: str = ""


def _pairs(listed: Iterable[str]) -> frozenset[tuple[str, str]]:
    split = [tuple(pair.split()) for pair in listed]
    return frozenset((a, b) for one, two in split for a, b in ((one, two), (two, one)))


class _Rules:
    """`likeness.toml`, read once into the shapes the distance needs."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.threshold = float(data["threshold"])
        self.threshold_one = float(data["threshold_one"])
        self.sounds: dict[str, str] = data["sounds"]
        self.endings: dict[str, str] = data["endings"]
        self.costs = {pair: float(cost) for text, cost in data["costs"].items() if " " in text for pair in _pairs([text])}
        self.other = float(data["costs"]["other"])
        self.absent = float(data["costs"]["missing"])
        self.missing: dict[str, float] = data["missing"]
        vetoes = data["vetoes"]
        self.contrasts = _pairs(vetoes["contrasts"])
        self.inserted = frozenset(vetoes["inserted"])
        self.initial = _pairs(vetoes["initial"])
        self.initial_german = _pairs(vetoes["initial_german"])
        self.german: list[str] = vetoes["german"]
        self.families = [(name, tuple(endings)) for name, endings in data["families"].items()]
        self.silent = frozenset(data["words"]["silent"])
        self.sound = re.compile("|".join(sorted(self.sounds, key=len, reverse=True)))
        self.ending = re.compile(f"(?:{'|'.join(sorted(self.endings, key=len, reverse=True))})$")


@cache
def rules() -> _Rules:
    """The rules of `likeness.toml`."""
    return _Rules(tomllib.loads(Path(__file__).with_name("likeness.toml").read_text(encoding="utf-8")))


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """What a folded word sounds like: "pachinian", "pashinyan" → "paSinian"."""
    given = rules()
    if len(word) > 4:
        word = given.ending.sub(lambda match: given.endings[match.group()], word)
    sounds = given.sound.sub(lambda match: given.sounds[match.group()], word)
    return re.sub(r"(.)\1+", r"\1", sounds)


@lru_cache(maxsize=1 << 16)
def parts(name: str) -> tuple[str, ...]:
    """The folded words of a name that say who is meant: no particles, no initials unless nothing else is there."""
    folded = key(name)
    telling = tuple(word for word in folded if word not in rules().silent and len(word) > 1)
    return telling or folded


@lru_cache(maxsize=1 << 17)
def words_alike(one: str, two: str, alone: bool = False) -> Likeness:
    """How alike two folded words are; `alone` asks for more, where the word is all there is of the name."""
    if one == two:
        return Likeness(1.0)
    veto = _ending_veto(one, two)
    if veto:
        return Likeness(0.0, veto)
    a, b = skeleton(one), skeleton(two)
    if a == b:
        return Likeness(0.98)
    if not a or not b:
        return Likeness(0.0)
    if a[0] != b[0] and not _same_start(one, two, a, b):
        return Likeness(0.0, f"{one} and {two} begin differently")
    cost, steps = _distance(a, b)
    for left, right, inside in steps:
        if (left, right) in rules().contrasts and inside:
            return Likeness(0.0, f"{left} against {right} in {one} and {two}")
        if inside and not (left and right) and (left or right) in rules().inserted:
            return Likeness(0.0, f"one {left or right} more in {one} or {two}")
    if alone and _first_vowel(a) != _first_vowel(b) and {_first_vowel(a), _first_vowel(b)} <= {"e", "i"}:
        return Likeness(0.0, f"first vowels differ in {one} and {two}")
    return Likeness(max(0.0, 1.0 - cost / max(len(a), len(b))))


def _same_start(one: str, two: str, a: str, b: str) -> bool:
    pair = (a[0], b[0])
    german = any(sign in one or sign in two for sign in rules().german)
    if pair in rules().initial or (german and pair in rules().initial_german):
        return True
    return a[0] in "jiH" and a[1:2] == b[0] or b[0] in "jiH" and b[1:2] == a[0]


def _first_vowel(sounds: str) -> str:
    return next((sound for sound in sounds if sound in _VOWELS), "")


def _ending_veto(one: str, two: str) -> str:
    """Gender and family: what the ends of two words forbid."""
    short, long = sorted((one, two), key=len)
    if long[-1:] == "a" and short[-1:] not in "aeiouy" and skeleton(long[:-1]) == skeleton(short):
        return f"{short} and {long}: a man's and a woman's form"
    first, second = _family(one), _family(two)
    if first and second and first != second:
        return f"{one} and {two}: names of two families"
    return ""


@lru_cache(maxsize=1 << 16)
def _family(word: str) -> str:
    """The family of endings a word belongs to; the longest ending decides."""
    found = [(len(end), name) for name, ends in rules().families for end in ends if word.endswith(end) and len(word) > len(end) + 1]
    return max(found)[1] if found else ""


def _distance(a: str, b: str) -> tuple[float, list[tuple[str, str, bool]]]:
    """Weighted edit distance of two skeletons, and its steps: (sound, sound, whether inside the word)."""
    given = rules()
    drop = [given.missing.get(sound, given.absent) for sound in a]
    add = [given.missing.get(sound, given.absent) for sound in b]
    table = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        table[i + 1][0] = table[i][0] + drop[i]
    for j in range(len(b)):
        table[0][j + 1] = table[0][j] + add[j]
    for i, left in enumerate(a):
        row, above = table[i + 1], table[i]
        for j, right in enumerate(b):
            swap = above[j] + (0.0 if left == right else given.costs.get((left, right), given.other))
            row[j + 1] = min(swap, above[j + 1] + drop[i], row[j] + add[j])
    return table[-1][-1], list(_steps(a, b, table, drop, add))


def _steps(
    a: str, b: str, table: list[list[float]], drop: list[float], add: list[float]
) -> Iterator[tuple[str, str, bool]]:
    """The differences on the cheapest way, from the end of both words to their beginning."""
    i, j = len(a), len(b)
    while i or j:
        here = table[i][j]
        if i and j and a[i - 1] == b[j - 1] and here == table[i - 1][j - 1]:
            i, j = i - 1, j - 1
        elif i and here == table[i - 1][j] + drop[i - 1]:
            yield a[i - 1], "", _between(a, i - 1)
            i -= 1
        elif j and here == table[i][j - 1] + add[j - 1]:
            yield "", b[j - 1], _between(b, j - 1)
            j -= 1
        else:
            yield a[i - 1], b[j - 1], i < len(a) and j < len(b)
            i, j = i - 1, j - 1


def _between(sounds: str, at: int) -> bool:
    """Whether the sound at `at` stands between two consonants."""
    return 0 < at < len(sounds) - 1 and sounds[at - 1] not in _VOWELS and sounds[at + 1] not in _VOWELS


@lru_cache(maxsize=1 << 17)
def likeness(one: str, two: str) -> Likeness:
    """How alike two whole names are: the least alike of their words, in order. Names of unequal length have score 0."""
    first, second = parts(one), parts(two)
    if len(first) != len(second):
        if "".join(first) == "".join(second):
            return Likeness(0.98)
        return Likeness(0.0)
    alone = len(first) == 1
    found = [words_alike(a, b, alone) for a, b in zip(first, second, strict=True)]
    return min(found, key=lambda word: (word.veto == "", word.score))


def same(one: str, two: str) -> bool:
    """Whether two spellings of as many words are one name."""
    alike = likeness(one, two)
    return not alike.veto and alike.score >= (rules().threshold_one if len(parts(one)) == 1 else rules().threshold)


def surname_of(bare: str, full: str) -> bool:
    """Whether a name of one word is the last word of a longer one, in any spelling."""
    short, long = parts(bare), parts(full)
    if len(short) >= len(long):
        return False
    return all(_same_word(a, b) for a, b in zip(short, long[-len(short) :], strict=True))


def _same_word(one: str, two: str) -> bool:
    alike = words_alike(one, two, True)
    return not alike.veto and alike.score >= rules().threshold_one


def _blocks(names: Sequence[str]) -> Iterator[list[int]]:
    """Groups of names worth comparing: they share what is hard to lose, the consonants of one of their words."""
    blocks: dict[tuple[int, str], list[int]] = defaultdict(list)
    loose = str.maketrans({"J": "S", "X": "H", "K": "H", "G": "H", "C": "S", "s": "S", "z": "S", "j": "", "f": "v"})
    for at, name in enumerate(names):
        told = parts(name)
        for word in set(told):
            bones = "".join(sound for sound in skeleton(word).translate(loose) if sound not in "aeiouH")
            blocks[len(told), bones[:3]].append(at)
            blocks[len(told), "-" + bones[-3:]].append(at)
    yield from (block for block in blocks.values() if len(block) > 1)


def join(names: Sequence[str], known: Authority) -> list[list[str]]:
    """Group spellings of one name; see `mt.names.cluster`."""
    distinct = list(dict.fromkeys(names))
    owner = _Groups(len(distinct))
    records = [_record(name, known) for name in distinct]
    _join_known(records, owner)
    compared: set[tuple[int, int]] = set()
    for block in _blocks(distinct):
        for position, i in enumerate(block):
            for j in block[position + 1 :]:
                if (i, j) in compared:
                    continue
                compared.add((i, j))
                if records[i] is not None and records[j] is not None:
                    continue  # the authority knows both: it has decided already
                if same(distinct[i], distinct[j]):
                    owner.join(i, j)
    _join_surnames(distinct, owner)
    return [[distinct[i] for i in group] for group in owner.groups()]


def _record(name: str, known: Authority) -> Record | None:
    """The one record a whole spelling names, if there is exactly one."""
    found = known.lookup(name)
    return found[0].record if len(found) == 1 else None


def _join_known(records: Sequence[Record | None], owner: _Groups) -> None:
    first: dict[int, int] = {}
    for at, record in enumerate(records):
        if record is not None:
            owner.join(first.setdefault(id(record), at), at)


def _join_surnames(names: Sequence[str], owner: _Groups) -> None:
    """A bare surname joins the one group whose full name ends in it; with two such groups it stays alone."""
    ends: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        told = parts(name)
        if len(told) > 1:
            ends[skeleton(told[-1])[:1]].append(at)
    joins: list[tuple[int, int]] = []
    for at, name in enumerate(names):
        told = parts(name)
        if len(told) != 1:
            continue
        holders = {owner.find(full) for full in ends.get(skeleton(told[0])[:1], ()) if surname_of(name, names[full])}
        if len(holders) == 1:
            joins.append((holders.pop(), at))
    for full, bare in joins:
        owner.join(full, bare)


class _Groups:
    """Union of numbered things (disjoint sets)."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, at: int) -> int:
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def join(self, one: int, two: int) -> None:
        first, second = sorted((self.find(one), self.find(two)))
        self.parent[second] = first

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for at in range(len(self.parent)):
            found[self.find(at)].append(at)
        return list(found.values())
