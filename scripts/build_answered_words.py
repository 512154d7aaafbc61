"""Lists the French words that translators hardly ever leave unanswered (`mt/checks/answered_words.txt`).

    python scripts/build_answered_words.py --parallel FOLDER [-o FILE] [--most 0.05]

FOLDER holds `*.tsv.xz` files of French TAB English. Their pairs are linked by statistics alone, and a word is listed
that came often enough and was without a link in no more than a share --most of its places. Not needed to use mt; what a
list is worth, `scripts/measure_checks.py` tells of human translations.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mt.align import links
from mt.document import Document, Paragraph, Segment, marked

SAMPLE = {  # pairs of each file
    "wmtnews_2008_2012": 20_000,
    "lig_news_pe": 12_000,
    "modern_web": 10_000,
    "europarl-00": 15_000,
    "europarl-01": 30_000,
    "europarl-02": 10_000,
    "europarl-03": 30_000,
    "tatoeba": 50_000,
    "canlaws": 15_000,
    "debian_web": 20_000,
}
HELD_BACK = 3  # of the news and of the laws every third pair is left for measuring
LENGTHS = 20, 300  # characters of the French
LEAST = 10  # times a word must have come
SHORTEST = 4
AT_ONCE = 256
_WORD = re.compile(r"[^\W\d_]+")


def sample(folder: Path) -> Iterator[Segment]:
    """The first pairs of each file that are neither short nor long."""
    for name, wanted in SAMPLE.items():
        skipped = {"wmtnews_2008_2012": HELD_BACK, "canlaws": HELD_BACK, "tatoeba": 2}.get(name)
        found = 0
        with lzma.open(folder / f"{name}.tsv.xz", "rt", encoding="utf-8") as file:
            for number, line in enumerate(file):
                source, _, target = line.rstrip("\n").partition("\t")
                target = target.partition("\t")[0]
                held = skipped is not None and number % skipped == 0
                if held or not LENGTHS[0] < len(source) < LENGTHS[1] or len(target) <= LENGTHS[0] - 5:
                    continue
                yield Segment(str(number), source, target)
                found += 1
                if found == wanted:
                    break


def count(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """How often each word came, and how often it had no link."""
    seen: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    pairs = sample(folder)
    while some := tuple(islice(pairs, AT_ONCE)):
        for segment in links.align(Document("pairs", (Paragraph(some),))).segments:
            linked = marked([link.source for link in segment.links], len(segment.source))
            for word in _WORD.finditer(segment.source):
                if len(word[0]) >= SHORTEST and word[0].islower():
                    seen[word[0]] += 1
                    alone[word[0]] += not any(linked[word.start() : word.end()])
    return seen, alone


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parallel", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=Path("mt/checks/answered_words.txt"))
    parser.add_argument("--most", type=float, default=0.05)
    arguments = parser.parse_args()
    seen, alone = count(arguments.parallel)
    words = sorted(
        word for word, times in seen.items() if times >= LEAST and (alone[word] + 0.5) / (times + 1) <= arguments.most
    )
    arguments.output.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} of {len(seen)} words")


if __name__ == "__main__":
    main()
