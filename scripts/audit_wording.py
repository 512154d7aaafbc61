"""Which words, or phrases of the press, a model says better by itself: each against human translations, one by one.

    python scripts/audit_wording.py words|press CORPUS... -o audit.tsv [--each 3] [--beam 1] [--limit 20000]

A corpus is a file of pairs as training takes it (.tsv, also .xz; .tmx). Of each word or phrase as many lines as
`--each` says are translated as `mt translate` does it, with the list and without, and scored by chrF2 beside the
reference. The table has a row for each: what is put for it, its lines, the mean of both scores and what the list
gains, and the line where it loses most, all ways; the worst come first. What the model learned from is no fair test
of the model, but one of the list: words that it says well where it has met them need no help. Printed are BLEU and
chrF2 of all lines.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from sacrebleu.metrics import CHRF

from mt import config as configuration
from mt import evaluation, models, pipeline
from mt.phrasing import press, words
from mt.training import corpora

LANGUAGES = corpora.Languages("fr", "en")
TOGETHER = 1500  # lines


class Line(NamedTuple):
    """A pair of a corpus, and what would be put for words or phrases in it."""

    source: str
    reference: str
    put: frozenset[tuple[str, str]]


def lines(paths: Sequence[Path], setting: str, each: int, longest: int = 60) -> Iterator[Line]:
    """The lines that have one of which there were not enough yet."""
    known = words.load(models.local("fr-en") / models.WORDS)
    seen: Counter[str] = Counter()
    for corpus in corpora.find(paths):
        for source, reference in corpora.pairs(corpus.path, LANGUAGES):
            if not 4 < len(source.split()) < longest or not reference:
                continue
            changes = words.changes(source, known) if setting == "words" else press.plainly(source)
            put = frozenset((change.span.of(source).lower(), change.text.lower()) for change in changes)
            if any(seen[form] < each for form, _ in put):
                seen.update(form for form, _ in put)
                yield Line(source, reference, put)


class Audited(NamedTuple):
    """A line, both translations and what chrF2 the list brings."""

    line: Line
    without: str
    having: str
    scores: tuple[float, float]

    @property
    def gain(self) -> float:
        """Points of chrF2."""
        return self.scores[1] - self.scores[0]


def audited(found: Sequence[Line], setting: str, beam: int) -> Iterator[Audited]:
    """Translate all lines both ways."""
    config = configuration.load(beam=beam)
    bare = config.model_copy(update={setting: False})
    engine, _ = pipeline.engine_of(config)
    chrf = CHRF()
    for start in range(0, len(found), TOGETHER):
        part = found[start : start + TOGETHER]
        ways = [evaluation.hypothesis([line.source for line in part], one, engine) for one in (bare, config)]
        for line, without, having in zip(part, *ways, strict=True):
            scores = [chrf.sentence_score(said, [line.reference]).score for said in (without, having)]
            yield Audited(line, without, having, (scores[0], scores[1]))


def write(done: Sequence[Audited], path: Path) -> int:
    """Write a row for each word or phrase, those that lose most first; how many there are."""
    rows = defaultdict(list)
    for one in done:
        for form in one.line.put:
            rows[form].append(one)
    gains = sorted((fmean(one.gain for one in several), form) for form, several in rows.items())
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["form", "put", "lines", "without", "with", "gain", "source", "reference", "said", "said with"])
        for gain, form in gains:
            worst = min(rows[form], key=lambda one: one.gain)
            means = [f"{fmean(one.scores[way] for one in rows[form]):.1f}" for way in (0, 1)]
            pair = [worst.line.source, worst.line.reference, worst.without, worst.having]
            table.writerow([*form, len(rows[form]), *means, f"{gain:.1f}", *pair])
    return len(rows)


def main() -> None:
    """Translate, write the table and print the totals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("setting", choices=("words", "press"))
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--limit", type=int, default=20_000, help="lines")
    given = parser.parse_args()
    found = list(lines(given.corpora, given.setting, given.each))[: given.limit]
    done = list(audited(found, given.setting, given.beam))
    forms = write(done, given.output)
    references = [one.line.reference for one in done]
    print(f"{forms} {given.setting} in {len(done)} lines; better {sum(one.gain > 1 for one in done)}, "
          f"worse {sum(one.gain < -1 for one in done)} lines")  # fmt: skip
    for way, said in (("without", [one.without for one in done]), ("with", [one.having for one in done])):
        scores = evaluation.scores(said, references)
        print(f"{way:7} " + "  ".join(f"{name} {scores[name].score:.2f}" for name in ("BLEU", "chrF2")))


if __name__ == "__main__":
    main()
