"""What a model says otherwise than people do: French words and phrases of which both have a habit, and not the same.

    python scripts/mine_wording.py CORPORA... -o mined.tsv [--limit 20000] [--beam 1] [--least 4]

A corpus is a file of pairs as training takes it (.tsv, also .xz; .tmx). Each line is translated by itself, as `mt
translate` does it, and word links tell what a French word, or up to three in a row, has become there and in the
reference. Where the model mostly says one thing that people hardly ever say, and people mostly another that it hardly
ever says, that is a row, the clearest first, with an example. Inflections and small words count for nothing. One
row in eight is a mistake (matière noire: black material); the others are one thing said in two ways, or names.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from mt import config as configuration
from mt import pipeline
from mt.align import links, tokens
from mt.document import Document, Link, Paragraph, Segment
from mt.names.spelling import fold
from mt.training import corpora

LANGUAGES = corpora.Languages("fr", "en")
TOGETHER = 1000  # lines
LONGEST = 3  # words of a phrase
SURE = 0.6  # probability of a word link that counts
HABIT, SELDOM = 0.25, 0.34  # the least share of what is usual, and the most that the other side may have of it
STEM = 5  # letters that inflections have in common
SMALL = re.compile(
    r"(?:an?|the|of|to|in|on|at|by|for|and|or|that|which|is|are|was|were|be|been|being|ha[sd]|have|having|its?|his|her"
    r"|their|th[ei]s|these|those|with|from|as|not|s?he|they|who)"
)


class Line(NamedTuple):
    """A pair of a corpus, what the model says to it, and the word links to both."""

    source: str
    reference: str
    said: str
    to_reference: Sequence[Link]
    to_said: Sequence[Link]


class Row(NamedTuple):
    """A phrase, what the model mostly says and people mostly do, and how often each says either."""

    form: str
    lines: int
    model: str
    by_model: int
    model_by_people: int
    people: str
    by_people: int
    people_by_model: int
    example: Line

    @property
    def clearness(self) -> float:
        """How much of a habit both are, and for how many lines."""
        return (self.by_model - self.model_by_people) * self.by_people / self.lines


def sampled(paths: Sequence[Path], limit: int, longest: int = 60) -> list[tuple[str, str]]:
    """Lines of the corpora, evenly spread."""
    pairs = [
        (source, reference)
        for corpus in corpora.find(paths)
        for source, reference in corpora.pairs(corpus.path, LANGUAGES)
        if reference and 4 < len(source.split()) < longest
    ]
    return pairs[:: max(1, -(-len(pairs) // limit))]


def translated(pairs: Sequence[tuple[str, str]], beam: int) -> Iterator[Line]:
    """Every pair with what the model says; each line is an article, so no name is taken for another line's."""
    config = configuration.load(beam=beam, quotes="straight")
    engine, _ = pipeline.engine_of(config)
    read = pipeline.lists(config)
    for start in range(0, len(pairs), TOGETHER):
        part = pairs[start : start + TOGETHER]
        articles = iter([Document(str(k), (Paragraph((Segment("1", one),)),)) for k, (one, _) in enumerate(part)])
        stages = pipeline.stages(config, engine, split=pipeline.as_it_is, read=read)
        for pair, done in zip(part, reduce(lambda flow, stage: stage(flow), stages, articles), strict=True):
            (segment,) = done.segments
            own = [link for link in segment.links if link.score >= SURE]
            yield Line(*pair, segment.target, links.of_texts(*pair, SURE), own)
        print(f"{start + len(part)} of {len(pairs)} lines", flush=True)


def stem(text: str) -> str:
    """What inflections of some words have in common, without small words where there are others."""
    words = fold(text).split()
    return " ".join(word[:STEM] for word in [word for word in words if not SMALL.fullmatch(word)] or words)


def phrases(line: Line) -> Iterator[tuple[str, str, str]]:
    """Every phrase of a line: its words in small letters, what people say for it, and what the model does."""
    spans = tokens.places(line.source, "fr")
    words = [line.source[start:end].lower().replace("’", "'") for start, end in spans]
    for first in range(len(spans)):
        for last in range(first + 1, min(first + LONGEST, len(spans)) + 1):
            if not any(map(str.isalpha, words[last - 1])):
                break
            inside = range(spans[first][0], spans[last - 1][1])
            sides = ((line.reference, line.to_reference), (line.said, line.to_said))
            people, model = (_linked(text, inside, some) for text, some in sides)
            yield re.sub(r"' ", "'", " ".join(words[first:last])), people, model


def _linked(text: str, inside: range, some: Sequence[Link]) -> str:
    """The words that those of a stretch are linked to, in their order."""
    return " ".join(span.of(text) for span in sorted({link.target for link in some if link.source.start in inside}))


def rows(lines: Sequence[Line], least: int) -> list[Row]:
    """What the model says otherwise than people, the clearest first."""
    said: dict[str, list[tuple[str, str, Line]]] = defaultdict(list)
    for line in lines:
        for form, people, model in phrases(line):
            said[form].append((people, model, line))
    found = [row for form, some in said.items() if len(some) >= least for row in _rows(form, some)]
    return sorted(found, key=lambda row: -row.clearness)


def _rows(form: str, some: Sequence[tuple[str, str, Line]]) -> Iterator[Row]:
    people, model = (Counter(stem(one[side]) for one in some) for side in (0, 1))
    usual, count = next(((one, count) for one, count in people.most_common() if one), ("", 0))
    ours, own = next(((one, count) for one, count in model.most_common() if one), ("", 0))
    if min(count, own) < HABIT * len(some) or people[ours] > SELDOM * own or model[usual] > SELDOM * count:
        return
    example = next(line for _, text, line in some if stem(text) == ours)
    spelled = [
        Counter(one[side] for one in some if stem(one[side]) == text).most_common(1)[0][0]
        for side, text in ((1, ours), (0, usual))
    ]
    yield Row(form, len(some), spelled[0], own, people[ours], spelled[1], count, model[usual], example)


def main() -> None:
    """Translate the lines and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=20_000, help="lines")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--least", type=int, default=4, help="lines that a phrase is in")
    given = parser.parse_args()
    found = rows(list(translated(sampled(given.corpora, given.limit), given.beam)), given.least)
    with given.output.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow([*Row._fields[:-1], "source", "reference", "said"])
        table.writerows([*row[:-1], row.example.source, row.example.reference, row.example.said] for row in found)
    print(f"{len(found)} phrases in {given.output}")


if __name__ == "__main__":
    main()
