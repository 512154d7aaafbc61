"""Measures the checks: how often they flag human translations, and how many seeded errors they find.

    python scripts/measure_checks.py news.fr news.en

The two files are translations of each other, line by line. The first table is the share of pairs each check flags; the
second is, for each way of spoiling a translation, the share of spoiled pairs that get a flag they did not have before.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from mt import checks
from mt.align import links
from mt.document import Document, Paragraph, Segment

Pair = tuple[str, str]
Spoiler = Callable[[str, str, random.Random], str]
SEED = 2013
_UNIT = re.compile(r"(?<=\d)(?:%| ?per ?cent| (?:euros|dollars|km|kilomet(?:re|er)s|met(?:re|er)s))|[€$£](?=\d)")


def flags(source: str, target: str) -> list[tuple[str, str]]:
    """Code and message of every flag of one pair."""
    pair = links.align(Document("pair", (Paragraph((Segment("1", source, target),)),)))
    return [(flag.code, flag.message) for flag in checks.flag(pair).segments[0].flags]


def number_changed(source: str, target: str, chance: random.Random) -> str:
    """One digit becomes another."""
    places = [match.start() for match in re.finditer(r"\d", target)]
    if not places:
        return target
    at = chance.choice(places)
    return target[:at] + chance.choice([digit for digit in "123456789" if digit != target[at]]) + target[at + 1 :]


def number_dropped(source: str, target: str, chance: random.Random) -> str:
    """One number disappears."""
    numbers = list(re.finditer(r"\d[\d,.]*", target))
    if not numbers:
        return target
    number = chance.choice(numbers)
    return target[: number.start()] + target[number.end() :]


def decimal_lost(source: str, target: str, chance: random.Random) -> str:
    """3.5 becomes 35."""
    return re.sub(r"(\d)\.(\d)", r"\1\2", target, count=1)


def unit_dropped(source: str, target: str, chance: random.Random) -> str:
    """A figure loses its unit."""
    return re.sub(
        r"(?<=\d)(?:%| ?per ?cent| (?:euros|dollars|kilometres|km|met(?:re|er)s))|[€$£](?=\d)", "", target, count=1
    )


def word_dropped(source: str, target: str, chance: random.Random) -> str:
    """One longer word disappears."""
    words = target.split()
    long = [index for index, word in enumerate(words) if word.isalpha() and word.islower() and len(word) > 5]
    if not long or len(words) < 8:
        return target
    index = chance.choice(long)
    return " ".join(words[:index] + words[index + 1 :])


def half_dropped(source: str, target: str, chance: random.Random) -> str:
    """The second half of the words disappears."""
    words = target.split()
    return " ".join(words[: len(words) // 2]) if len(words) >= 8 else target


def phrase_doubled(source: str, target: str, chance: random.Random) -> str:
    """One to five words come twice."""
    words = target.split()
    if len(words) < 8:
        return target
    length = chance.randint(1, 5)
    at = chance.randrange(len(words) - length)
    return " ".join(words[: at + length] + words[at:])


def stuttered(source: str, target: str, chance: random.Random) -> str:
    """The end of a word comes four times."""
    words = target.split()
    long = [index for index, word in enumerate(words) if word.isalpha() and len(word) > 5]
    if not long:
        return target
    index = chance.choice(long)
    words[index] += words[index][-2:] * 3
    return " ".join(words)


def left_french(source: str, target: str, chance: random.Random) -> str:
    """The source stands in place of the translation."""
    return source if len(source.split()) >= 5 else target


def half_left_french(source: str, target: str, chance: random.Random) -> str:
    """The first half is translated, the second is not."""
    ours, theirs = source.split(), target.split()
    return " ".join(theirs[: len(theirs) // 2] + ours[len(ours) // 2 :]) if len(ours) >= 12 else target


def quote_dropped(source: str, target: str, chance: random.Random) -> str:
    """One quotation mark of several disappears."""
    places = [match.start() for match in re.finditer('["“”]', target)]
    if len(places) < 2:
        return target
    at = chance.choice(places)
    return target[:at] + target[at + 1 :]


SPOILERS: tuple[Spoiler, ...] = (
    number_changed,
    number_dropped,
    decimal_lost,
    unit_dropped,
    word_dropped,
    half_dropped,
    phrase_doubled,
    stuttered,
    left_french,
    half_left_french,
    quote_dropped,
)


def print_shares(pairs: list[Pair], show: str) -> None:
    """Print how many human translations each check flags; with `show`, what that check said."""
    shares: Counter[str] = Counter()
    for number, (source, target) in enumerate(pairs, 1):
        found = flags(source, target)
        shares.update({code for code, _ in found})
        for code, message in found:
            if code == show:
                print(f"{number}\t{message}\n\t{source}\n\t{target}")
    print(f"{'check':<22} flagged of {len(pairs)}")
    for code in sorted(checks.CODES):
        print(f"{code:<22} {shares[code]:>6} {shares[code] / len(pairs):>7.2%}")


def print_recall(pairs: list[Pair]) -> None:
    """Print how many seeded errors get a flag, and by which checks."""
    print(f"\n{'seeded error':<22} pairs    found  by")
    for spoil in SPOILERS:
        chance = random.Random(SEED)
        seen = found = 0
        by: Counter[str] = Counter()
        for source, target in pairs:
            spoiled = spoil(source, target, chance)
            if spoiled == target:
                continue
            seen += 1
            new = {code for code, _ in set(flags(source, spoiled)) - set(flags(source, target))}
            found += bool(new)
            by.update(new)
        if seen:
            print(f"{spoil.__name__:<22} {seen:>5} {found / seen:>8.1%}  {dict(by.most_common(3))}")


def main() -> None:
    """Read the two files and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="French, one sentence a line")
    parser.add_argument("target", type=Path, help="English, line by line the same")
    parser.add_argument("--show", default="", metavar="CHECK", help="print what this check flags")
    options = parser.parse_args()
    source, target = (path.read_text(encoding="utf-8").split("\n") for path in (options.source, options.target))
    if len(source) != len(target):
        sys.exit(f"{options.source} has {len(source)} lines, {options.target} {len(target)}: they must be the same")
    pairs = [(ours, theirs) for ours, theirs in zip(source, target, strict=True) if ours.strip() and theirs.strip()]
    print_shares(pairs, options.show)
    if not options.show:
        print_recall(pairs)


if __name__ == "__main__":
    main()
