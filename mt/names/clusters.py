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

from rapidfuzz.distance import Levenshtein

from mt.names.authority import Authority, Record
from mt.names.french import french
from mt.names.spelling import key

_APOSTROPHE = re.compile(r"['’`ʼʿʾ]")
_CZECH = re.compile(r"(?<=[^\W\d_]{3})ová\b")  # Angela Merkelová: the given name tells who is meant
_NUMERAL = re.compile(r"[ivx]{2,}|\d+")  # Benedict XV, Benedict XVI


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
        self.costs = {
            pair: float(cost) for text, cost in data["costs"].items() if " " in text for pair in _pairs([text])
        }
        self.other = float(data["costs"]["other"])
        self.absent = float(data["costs"]["missing"])
        self.missing: dict[str, float] = data["missing"]
        vetoes = data["vetoes"]
        self.contrasts = _pairs(vetoes["contrasts"])
        self.contrasts_one = _pairs(vetoes["contrasts_one"])
        self.inserted = frozenset(vetoes["inserted"])
        self.inserted_one = frozenset(vetoes["inserted_one"])
        self.initial = _pairs(vetoes["initial"])
        self.initial_german = _pairs(vetoes["initial_german"])
        self.german: list[str] = vetoes["german"]
        self.families = [(name, tuple(endings)) for name, endings in data["families"].items()]
        self.unsexed = frozenset(vetoes["one_with_e"])
        self.given: dict[str, int] = {word: at for at, row in enumerate(data["given"]["alike"]) for word in row.split()}
        self.silent = frozenset(data["words"]["silent"])
        self.letters = str.maketrans(data["letters"])
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
    """The folded words of a name that say who is meant, without particles; an apostrophe parts no word."""
    plain = _APOSTROPHE.sub("", name.lower()).translate(rules().letters)
    if " " in plain:
        plain = _CZECH.sub("", plain)
    folded = key(plain)
    return tuple(word for word in folded if word not in rules().silent) or folded


@lru_cache(maxsize=1 << 17)
def words_alike(one: str, two: str, alone: bool = False, german: bool = False) -> Likeness:
    """How alike two folded words are.

    Args:
        one, two: the words.
        alone: the word is all there is of the name, so more is asked.
        german: one of the names is spelled the German way, where s is z and ch is kh.
    """
    if one == two:
        return Likeness(1.0)
    short, long = sorted((one, two), key=len)
    if _NUMERAL.fullmatch(short) or _NUMERAL.fullmatch(long):
        return Likeness(0.0, f"{short} and {long}: not the same number")
    if len(short) == 1:
        return Likeness(0.9 if long.startswith(short) and not alone else 0.0)
    veto = _ending_veto(short, long)
    if veto:
        return Likeness(0.0, veto)
    a, b = skeleton(one), skeleton(two)
    if a == b:
        return Likeness(0.98)
    if not a or not b:
        return Likeness(0.0)
    if 2 * Levenshtein.distance(a, b) > max(len(a), len(b)) + 1:
        return Likeness(0.0)
    if a[0] != b[0] and not _same_start(a, b, german):
        return Likeness(0.0, f"{one} and {two} begin differently")
    cost, steps = _distance(a, b)
    veto = next((said for step in steps if (said := _step_veto(*step, alone))), "")
    return Likeness(0.0, f"{one} and {two}: {veto}") if veto else Likeness(max(0.0, 1.0 - cost / max(len(a), len(b))))


def is_number(word: str) -> bool:
    """Whether a folded word is a Roman or other number: Benedict XVI."""
    return _NUMERAL.fullmatch(word) is not None


def _step_veto(left: str, right: str, inside: bool, alone: bool) -> str:
    """What forbids one difference of sounds, "" if nothing does."""
    given = rules()
    if not inside:
        return ""
    if left and right:
        against = (left, right) in given.contrasts or (alone and (left, right) in given.contrasts_one)
        return f"{left} against {right}" if against else ""
    more = left or right
    return f"one {more} more" if more in given.inserted or (alone and more in given.inserted_one) else ""


def _same_start(a: str, b: str, german: bool) -> bool:
    pair = (a[0], b[0])
    if pair in rules().initial or (german and pair in rules().initial_german):
        return True
    return (a[0] in "jiH" and a[1:2] == b[0]) or (b[0] in "jiH" and b[1:2] == a[0])


def _ending_veto(short: str, long: str) -> str:
    """Gender and family: what the ends of two words forbid."""
    if long[-1:] == "a" and short[-1:] not in "aeou" and skeleton(long[:-1]) == skeleton(short):
        return f"{short} and {long}: a man's and a woman's form"
    if {short[-1:], long[-1:]} == {"a", "e"} and skeleton(long[:-1]) == skeleton(short[:-1]):
        return f"{short} and {long}: two forms of a name"
    if _is_feminine(long, short):
        return f"{short} and {long}: a man's and a woman's name"
    first, second = _family(short), _family(long)
    if first and second and first != second:
        return f"{short} and {long}: names of two families"
    return ""


def _is_feminine(long: str, short: str) -> bool:
    """Whether one French given name is the other's feminine: Jeanne, Danielle, Frédérique."""
    if long[-1:] != "e" or long in rules().unsexed or not {long, short} <= french().given:
        return False
    return short in (long[:-1], re.sub("que$", "c", long), re.sub(r"(.)\1e$", r"\1", long))


@lru_cache(maxsize=1 << 16)
def _family(word: str) -> str:
    """The family of endings a word belongs to; the longest ending decides."""
    found = [
        (len(end), name)
        for name, ends in rules().families
        for end in ends
        if word.endswith(end) and len(word) > len(end) + 1
    ]
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
            yield a[i - 1], "", 0 < i - 1 < len(a) - 1
            i -= 1
        elif j and here == table[i][j - 1] + add[j - 1]:
            yield "", b[j - 1], 0 < j - 1 < len(b) - 1
            j -= 1
        else:
            yield a[i - 1], b[j - 1], i < len(a) and j < len(b)
            i, j = i - 1, j - 1


def likeness(one: str, two: str) -> Likeness:
    """How alike two whole names are: the least alike of their words, in order. Names of unequal length have score 0."""
    first, second = parts(one), parts(two)
    if len(first) != len(second):
        return _of_unequal_length(first, second)
    german = any(sign in word for word in first + second for sign in rules().german)
    alone = len(first) == 1
    last = words_alike(first[-1], second[-1], alone, german)
    if not last.score:  # family names differ most often: no need to look further
        return last
    found = [*(words_alike(a, b, False, german) for a, b in zip(first[:-1], second[:-1], strict=True)), last]
    if not alone and _same_given(first[0], second[0]) and all(word.score >= _NEARLY for word in found[1:]):
        found[0] = max(found[0], Likeness(_NEARLY))
    return min(found, key=lambda word: (word.veto == "", word.score))


_NEARLY = 0.9


def _of_unequal_length(one: tuple[str, ...], two: tuple[str, ...]) -> Likeness:
    """Names written in one word or two, and names with a patronymic or a second given name in between."""
    if "".join(one) == "".join(two):
        return Likeness(0.98)
    short, long = sorted((one, two), key=len)
    if len(short) != 2 or any(len(word) == 1 for word in long):
        return Likeness(0.0)  # an initial more may be the son (George Bush, George W. Bush)
    found = [words_alike(short[0], long[0]), words_alike(short[1], long[-1])]
    return Likeness(_NEARLY) if all(word.score >= _NEARLY for word in found) else Likeness(0.0)


def _same_given(one: str, two: str) -> bool:
    given = rules().given
    return one in given and given.get(one) == given.get(two)


def same(one: str, two: str) -> bool:
    """Whether two spellings of as many words are one name."""
    alike = likeness(one, two)
    return not alike.veto and alike.score >= (rules().threshold_one if len(parts(one)) == 1 else rules().threshold)


def surname_of(bare: str, full: str) -> bool:
    """Whether a name of one word is the last word of a longer one, in any spelling; of a given name in the same."""
    short, long = parts(bare), parts(full)
    if len(short) >= len(long) or (short[0] in french().given and short[0] not in long):
        return False
    return all(_same_word(a, b) for a, b in zip(short, long[-len(short) :], strict=True))


def given_agrees(told: tuple[str, ...], spelling: str) -> bool:
    """Whether the first words of a name and of a listed spelling are one given name, or one its initial."""
    listed = parts(spelling)
    if len(listed) < 2:
        return False
    alike = words_alike(told[0], listed[0])
    return not alike.veto and alike.score >= rules().threshold


def _same_word(one: str, two: str) -> bool:
    alike = words_alike(one, two, True)
    return not alike.veto and alike.score >= rules().threshold_one


_LOOSE = str.maketrans("JKGCszfbpdt", "SHHSSSvvvSS")
_UNHEARD = re.compile("[aeioujvH]|(?<!.)S(?=.)")


@lru_cache(maxsize=1 << 16)
def _bones(word: str) -> str:
    """The consonants of a word that are hard to lose, those that stand for each other made one."""
    return _UNHEARD.sub("", skeleton(word).translate(_LOOSE))


@lru_cache(maxsize=1 << 16)
def blocks(name: str) -> frozenset[tuple[object, ...]]:
    """The blocks a name stands in; names that share none are never one, and need not be compared.

    The consonants that begin or end the last word make a block; of a full name the first word counts too, by its first
    consonant or its row of given names (Bob, Robert).
    """
    told = parts(name)
    if not told:
        return frozenset()  # no letter in it: a name of its own
    bones = _bones(told[-1])
    length = min(len(told), 2)
    firsts: list[object] = [""]
    if length > 1:
        firsts = [_bones(told[0])[:1], told[0][0], rules().given.get(told[0], told[0][0])]
    ends = [(length, first, end) for first in firsts for end in (bones[:2], "-" + bones[-2:])]
    return frozenset([*ends, (0, skeleton("".join(told))[:6])])


def _blocks(names: Sequence[str]) -> Iterator[list[int]]:
    """Groups of names worth comparing."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for block in blocks(name):
            found[block].append(at)
    yield from (block for block in found.values() if len(block) > 1)


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
