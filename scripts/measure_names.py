"""Print what the names room does on a folder of development data: clusters, English forms, untouched names, speed.

    python scripts/measure_names.py --data DIR [--articles FILE]

DIR holds `clusters_dev.jsonl`, `hard_negatives.tsv`, `newsmakers.tsv` and `fr_en_names.tsv`. FILE holds articles whose
names are marked; the project's own is the default. English forms are compared without case and accents. What can be is
printed with the shipped authority and without it (rules alone).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from mt.document import Document, Paragraph, Segment
from mt.names import authority, clusters, demonyms, find, forms, romanisation
from mt.names.authority import Authority
from mt.names.spelling import fold

# Origins whose names French and English both keep as they are; every other known origin counts as foreign.
# fmt: off
WESTERN = frozenset((
    "Germany", "France", "UK", "United States of America", "Norway", "Poland", "English", "Italy", "Australia",
    "Canada", "Sweden", "Czech Republic", "Finland", "English/French", "Scotland", "Austria", "Denmark",
    "Northern Ireland", "Belgium", "Netherlands", "Spain", "Ireland", "French", "Switzerland", "Spanish", "Polish",
    "New Zealand", "Luxembourg", "Wales", "Italian", "Slovenia", "German", "Malta",
))
# fmt: on


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a TSV file with a header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def pairwise(path: Path, known: Authority) -> str:
    """Precision, recall and F1 over pairs of distinct names of one article."""
    right = wrong = missed = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        entity = {mention["name"]: mention["entity"] for mention in json.loads(line)["mentions"]}
        group = {name: at for at, names in enumerate(clusters.join(list(entity), known)) for name in names}
        for one, two in combinations(entity, 2):
            together, same = group[one] == group[two], entity[one] == entity[two]
            right += together and same
            wrong += together and not same
            missed += same and not together
    precision, recall = right / (right + wrong), right / (right + missed)
    return f"precision {precision:.4f} recall {recall:.4f} F1 {2 * precision * recall / (precision + recall):.4f}"


def false_merges(path: Path, known: Authority) -> str:
    """How many hand-made look-alikes, and how many of all, come out as one name."""
    rows = table(path)
    merged = [row for row in rows if len(clusters.join([row["name1"], row["name2"]], known)) == 1]
    hand = [row for row in merged if row["kind"].startswith("hand-")]
    total = sum(row["kind"].startswith("hand-") for row in rows)
    shown = "; ".join(f"{row['name1']}/{row['name2']}" for row in hand)
    return f"hand {len(hand)} of {total}, all {len(merged)} of {len(rows)} {shown}"


def share(rows: list[dict[str, str]], english: Callable[[dict[str, str]], str], column: str) -> float:
    """The share of rows whose English comes out right, case and accents aside."""
    return sum(fold(english(row)) == fold(row[column]) for row in rows) / max(1, len(rows))


def article(words: int) -> Document:
    """A document of about that many words, made of sentences that are full of names."""
    sentences = (
        "Le Premier ministre arménien Nikol Pachinian a rencontré mardi à Moscou le président russe Vladimir Poutine.",
        "Selon Sergueï Lavrov, l'OTAN et l'Union européenne suivent les discussions entre Erevan et Bakou.",
        "Mme Zakharova a démenti ces accusations, tandis que Pashinaian attendait une réponse des États-Unis.",
        "Les autorités annoncent que les travaux reprendront au printemps si le budget est voté avant la fin du mois.",
    )
    per_round = sum(len(sentence.split()) for sentence in sentences)
    segments = [Segment(f"{at}", sentences[at % 4]) for at in range(4 * max(1, words // per_round))]
    return Document("speed", tuple(Paragraph((segment,)) for segment in segments))


def annotated(path: Path) -> list[tuple[Document, set[tuple[int, int, int, str]]]]:
    """Articles with their marked names: (segment, start, end, English form)."""
    found = []
    for article_text in path.read_text(encoding="utf-8").split("\n= ")[1:]:
        segments, marks = [], set()
        for number, line in enumerate(article_text.strip().splitlines()[1:]):
            plain = ""
            for at, piece in enumerate(re.split(r"\[([^]|]+\|[^]|]+)\]", line)):
                text, _, form = piece.partition("|") if at % 2 else (piece, "", "")
                if at % 2:
                    marks.add((number, len(plain), len(plain) + len(text), form))
                plain += text
            segments.append(Segment(str(number), plain))
        found.append((Document(article_text.split("\n")[0], tuple(Paragraph((one,)) for one in segments)), marks))
    return found


def mentions(path: Path) -> None:
    """Precision and recall of mentions, and of mentions with their English form, and what went wrong."""
    right = formed = said = wanted = 0
    for document, marks in annotated(path):
        result = find(document)
        unmarked = {entity.id for entity in result.entities if entity.kind == demonyms.KIND}
        here = {
            (number, name.source.start, name.source.end, name.after)
            for number, segment in enumerate(result.segments)
            for name in segment.names
            if name.entity not in unmarked
        }
        spans, places = {mark[:3] for mark in marks}, {name[:3] for name in here}
        right, formed = right + len(spans & places), formed + len(marks & here)
        said, wanted = said + len(here), wanted + len(marks)
        for number, start, end, form in sorted(here ^ marks):
            sign = "found" if (number, start, end, form) in here else "wanted"
            print(f"  {sign}: {result.segments[number].source[start:end]} → {form}  ({document.id})")
    print(f"mentions, {wanted} marked: precision {right / said:.3f} recall {right / wanted:.3f}", end=" ")
    print(f"with their form: precision {formed / said:.3f} recall {formed / wanted:.3f}")


def speed(rows: list[dict[str, str]], known: Authority) -> None:
    """Milliseconds for an article, seconds for 10,000 distinct mentions."""
    document = article(1000)
    find(document)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        find(document)
        times.append(time.perf_counter() - start)
    print(f"find, 1,000 words: {1000 * sorted(times)[10]:.1f} ms (median of 20)")
    names = list(dict.fromkeys(row["fr"] for row in rows))
    random.Random(1).shuffle(names)
    start = time.perf_counter()
    groups = clusters.join(names[:10_000], known)
    print(
        f"cluster, {len(names[:10_000])} distinct mentions: {time.perf_counter() - start:.1f} s, {len(groups)} groups"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the development data")
    default = Path(__file__).parents[1] / "tests" / "annotated_names.txt"
    parser.add_argument("--articles", type=Path, default=default, help="articles with their names marked")
    given = parser.parse_args()
    data: Path = given.data
    mentions(given.articles)
    shipped, none = authority.load(), Authority()
    pairs = [row for row in table(data / "fr_en_names.tsv") if row["generic"] == "0" and row["type"] == "person"]
    for label, known in (("with the authority", shipped), ("without it", none)):
        print(f"clusters, {label}: {pairwise(data / 'clusters_dev.jsonl', known)}")
        print(f"false merges, {label}: {false_merges(data / 'hard_negatives.tsv', known)}")
    newsmakers = table(data / "newsmakers.tsv")
    for label, known in (("with the authority", shipped), ("without it", none)):
        exact = share(
            newsmakers, lambda row, known=known: forms.decide(row["french"], row["origin"], known).text, "english"
        )
        print(f"newsmakers exact, {label}: {exact:.4f} of {len(newsmakers)}")
    foreign = [row for row in pairs if row["origin"] and row["origin"] not in WESTERN]
    told = share(foreign, lambda row: romanisation.romanise(row["fr"], row["origin"]).text, "en")
    guessed = share(foreign, lambda row: romanisation.romanise(row["fr"]).text, "en")
    print(f"foreign-origin people, {len(foreign)}: identity {share(foreign, lambda row: row['fr'], 'en'):.4f}", end=" ")
    print(f"rules {told:.4f} rules without being told the origin {guessed:.4f}")
    plain = [row for row in pairs if row["relation"] == "same" and not row["origin"]]
    for label, known in (("with the authority", shipped), ("without it", none)):
        kept = share(plain, lambda row, known=known: forms.decide(row["fr"], "", known).text, "fr")
        print(f"Western names untouched, {label}: {kept:.4f} of {len(plain)}")
    speed(pairs, shipped)


if __name__ == "__main__":
    main()
