"""How many unknown names the model alone carries over letter for letter, in real sentences, before any repair.

    python scripts/measure_name_copying.py newstest2013.fr newstest2013.en [--model fr-en] [--beam 4] [--show 10]

Takes sentences in which a name stands on both sides (which shows that it is a name) and puts in its place, in the
French, one of scripts/unseen_names.txt, which shares no word with the names used in training. Elision is kept right.
Places are taken in turn as far as there are enough sentences: at the start, in the middle, at the end, after an elided
word (d'), and where the English reference has a possessive ('s). A name counts if it stands in the translation whole.
The second figure is of the whole job, the name step included; there a name also counts in the English form that the
step asks for (Orbán is Orban), and one that is flagged as missing is told of.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mt import config, evaluation, models, pipeline
from mt import names as step
from mt.models.normalisation import normalised
from mt.readers import txt
from mt.training import variations

NAMES = Path(__file__).with_name("unseen_names.txt")
PLACES = ("start", "middle", "end", "elided", "possessive")


@dataclass(frozen=True)
class Trial:
    """A sentence with a name the model has never seen, and where in it the name stands."""

    place: str
    name: str
    source: str


def trials(pairs: list[tuple[str, str]], names: list[str], count: int, seed: int) -> list[Trial]:
    """About `count` sentences, each used once, the places in turn."""
    dice = random.Random(seed)
    dice.shuffle(pairs)
    known = variations.Known.of(pairs)
    waiting: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for source, target in pairs:
        for word, at, place in _spots(source, target, known):
            waiting[place].append((source, at, word))
    found: list[Trial] = []
    used: set[str] = set()
    while len(found) < count and any(waiting.values()):
        for place in PLACES:
            if waiting[place] and len(found) < count:
                source, at, word = waiting[place].pop()
                trial = None if source in used else _trial(place, source, at, word, names, dice)
                if trial:
                    used.add(source)
                    found.append(trial)
    return found


def _spots(source: str, target: str, known: variations.Known) -> Iterator[tuple[str, int, str]]:
    """Names that stand once on both sides, where, and what kind of place it is."""
    there = variations.capitalised(target)
    for word, starts in variations.capitalised(source).items():
        if len(starts) > 1 or len(there.get(word, ())) != 1 or len(word) < 4 or word in known.words:
            continue
        at, to = starts[0], there[word][0]
        before, after = source[:at], source[at + len(word) :]
        if before.endswith("'"):
            yield word, at, "elided"
        elif target[to + len(word) :].startswith("'s"):
            yield word, at, "possessive"
        elif not before.strip('" '):
            yield word, at, "start"
        else:
            yield word, at, "middle" if after.strip('.!?" ') else "end"


def _trial(place: str, source: str, at: int, word: str, names: list[str], dice: random.Random) -> Trial | None:
    for name in dice.sample(names, 20):
        before = variations.fitted(source[:at], name)
        if before is not None and (place != "elided" or before.endswith("'" + name)):
            return Trial(place, name, before + source[at + len(word) :])
    return None


def copied(name: str, translation: str) -> bool:
    """Whether the name stands in the translation whole, letter for letter."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", translation) is not None


def report(done: list[tuple[Trial, str]], show: int) -> float:
    """Print shares by place and examples that failed; give back the share over all."""
    counts, right = Counter(trial.place for trial, _ in done), Counter[str]()
    failed = []
    for trial, translation in done:
        if copied(trial.name, translation):
            right[trial.place] += 1
        else:
            failed.append((trial, translation))
    for place in PLACES:
        if counts[place]:
            print(f"{place:11} {right[place]:4} of {counts[place]:4}  {right[place] / counts[place]:6.1%}")
    share = right.total() / len(done)
    print(f"{'all':11} {right.total():4} of {len(done):4}  {share:6.1%}")
    for trial, translation in failed[:show]:
        print(f"\n{trial.name} ({trial.place})\n  {trial.source}\n  {translation}")
    return share


def whole(found: list[Trial], engine: Any, settings: config.Config) -> tuple[int, int]:
    """How many names are right after the whole job, and how many of the others are flagged as missing."""
    documents = [txt.parse(trial.source, str(number)) for number, trial in enumerate(found)]
    right = flagged = 0
    for trial, done in zip(found, pipeline.run(documents, settings, engine), strict=True):
        text = " ".join(segment.target for segment in done.segments)
        if copied(trial.name, text) or copied(step.english(trial.name).text, text):
            right += 1
        else:
            flagged += any(flag.code == "name-missing" for segment in done.segments for flag in segment.flags)
    return right, flagged


def main() -> int:
    """Print how many names were copied."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="French, one sentence a line")
    parser.add_argument("reference", type=Path, help="its English")
    parser.add_argument("--names", type=Path, default=NAMES)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--model", default="fr-en")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--precision", default="int8")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=5, help="failures to print")
    chosen = parser.parse_args()
    settings = config.load(
        model=chosen.model, beam=chosen.beam, precision=chosen.precision, threads=chosen.threads, names=False
    )
    seen = {word for name in variations.read_names(None) for word in name.split()}
    names = [name for name in variations.read_names(chosen.names) if not set(name.split()) & seen]
    scheme = models.find(chosen.model).normalisation
    sides = [evaluation.lines(path) for path in (chosen.source, chosen.reference)]
    plain = ([normalised(line, scheme).after for line in side] for side in sides)
    found = trials(list(zip(*plain, strict=True)), names, chosen.count, chosen.seed)
    engine, signature = pipeline.engine_of(settings)
    found = [trial for trial in found if engine.count([trial.source])[0] <= engine.longest]
    translations = engine.translate([trial.source for trial in found])
    print(f"{signature}|names:{len(names)}|seed:{chosen.seed}")
    report([(trial, row.text) for trial, row in zip(found, translations, strict=True)], chosen.show)
    right, flagged = whole(found, engine, settings.model_copy(update={"names": True}))
    print(f"\nwhole job   {right:4} of {len(found):4}  {right / len(found):6.1%}; {flagged} of the others flagged")
    return 0


if __name__ == "__main__":
    sys.exit(main())
