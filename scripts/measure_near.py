"""Print how long a near match takes in a memory of many approved segments, and how many are found.

    python scripts/measure_near.py SENTENCES [--segments 100000] [--queries 2000]

SENTENCES has one French sentence a line; the first fill a memory, the next are asked for. Half of the questions are
sentences of the memory with a word or more of another one put in place of their own, the other half have never been
seen. What is found is held against a comparison with every segment of the memory, for `--checked` of the questions.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from mt.memory import Memory, Reviewed
from mt.review.suggestions import LEAST

SEED = 7


def changed(sentence: str, other: str, chance: random.Random) -> str:
    """The sentence with up to a sixth of its words replaced by those of another one."""
    words, strange = sentence.split(), other.split()
    for _ in range(chance.randint(1, max(1, len(words) // 6))):
        words[chance.randrange(len(words))] = chance.choice(strange)
    return " ".join(words)


def questions(known: Sequence[str], unseen: Sequence[str], count: int) -> list[str]:
    """As many questions, every second one like a sentence of the memory."""
    chance = random.Random(SEED)
    like = [changed(chance.choice(known), chance.choice(unseen), chance) for _ in range(count // 2)]
    return [question for pair in zip(like, unseen, strict=False) for question in pair]


def reach(memory: Memory, known: Sequence[str], asked: Sequence[str]) -> str:
    """Of the questions that have a match at all, how many get the best one, or one that may be offered."""
    there = best = offered = 0
    for question in asked:
        found = process.extractOne(question, known, scorer=fuzz.ratio, score_cutoff=100 * LEAST)
        if found is None or found[0] == question:
            continue
        there += 1
        ours = memory.near(question, 1, least=LEAST)
        offered += bool(ours)
        best += bool(ours) and ours[0].likeness >= found[1] / 100 - 1e-9
    return f"{there} of {len(asked)} have a match of {LEAST:.0%}: {offered} get one, {best} the best one"


def timed(memory: Memory, question: str) -> tuple[float, float]:
    """Milliseconds of one search, by the clock and of the processor; on a busy machine the first is the longer."""
    clock, turn = time.perf_counter(), time.process_time()
    memory.near(question, 1, least=LEAST)
    return 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - turn)


def spread(times: Sequence[float]) -> str:
    """Median and what all but a few stay under."""
    ordered = sorted(times)
    parts = [f"{share} % under {ordered[len(ordered) * share // 100]:.2f}" for share in (50, 95, 99)]
    return f"{', '.join(parts)}, most {ordered[-1]:.2f} ms ({len(ordered):,} questions)"


def main() -> None:
    """Fill, ask, compare."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--checked", type=int, default=200)
    options = parser.parse_args()
    lines = dict.fromkeys(" ".join(line.split()) for line in options.sentences.open(encoding="utf-8"))
    sentences = [line for line in lines if line]
    known, unseen = sentences[: options.segments], sentences[options.segments :]
    if len(unseen) < options.queries // 2:
        raise SystemExit(
            f"{options.sentences} has {len(sentences):,} sentences; it takes {options.segments:,} and more"
        )
    asked = questions(known, unseen, options.queries)
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "memory.sqlite") as memory:
        begin = time.perf_counter()
        memory.approve_all(Reviewed(source, source, "", "", "") for source in known)
        filled = time.perf_counter() - begin
        print(f"{len(known):,} segments approved in {filled:.1f} s, {memory.stats().bytes / 1e6:.0f} MB")
        walls, turns = zip(*(timed(memory, question) for question in asked), strict=True)
        print(f"a sentence, by the clock:     {spread(walls)}")
        print(f"a sentence, processor's time: {spread(turns)}")
        print(reach(memory, known, asked[: options.checked]))


if __name__ == "__main__":
    main()
