"""Count what persons have and do, and what things (`owned.tsv` and `done.tsv` of `mt/anaphora`). Not needed to use mt.

    python scripts/build_preferences.py FILE.tsv.xz [...]

The files hold French TAB English. A line counts where the French has one "son", "sa" or "ses" and the English one
"his", "her" or "its": what stands behind the possessive is a person's or a thing's. Of "il" and "elle" the verb counts
in the same way. A row is a word and the logarithm of how many times likelier it tells a person than words do as a
rule, 2 at most; participles behind "être" have a plus before them and no ending.
"""

from __future__ import annotations

import argparse
import lzma
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mt.anaphora import clauses
from mt.anaphora.french import HERE, Words

OWNERS = {"his": "person", "her": "person", "its": "thing"}
SUBJECTS = {"he": "person", "she": "person", "it": "thing"}
FRENCH = re.compile(r"\b(?:son|sa|ses|il|elle)\b", re.IGNORECASE)
WORD = re.compile(r"\+?[a-zà-ÿœ’'-]{3,}")
PRIOR, LEAST, CLEAR, MOST = 3.0, 5, 0.7, 2.0  # lines of the whole added to a word's; lines it has; its logarithm

Counts = dict[str, dict[str, float]]


def pairs(paths: list[Path]) -> Iterator[tuple[str, list[str]]]:
    """Each French line with a pronoun, and the words of its English."""
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                french, _, english = line.rstrip("\n").partition("\t")
                if FRENCH.search(french):
                    yield french, re.findall(r"[a-z]+", english.lower())


def alone(words: Words, forms: tuple[str, ...], english: list[str], told: dict[str, str]) -> tuple[int, str] | None:
    """Where the one pronoun of a line stands, and what its English tells."""
    places = [k for k, word in enumerate(words.low) if word in forms]
    said = [word for word in english if word in told]
    return (places[0], told[said[0]]) if len(places) == len(said) == 1 else None


def count(paths: list[Path]) -> tuple[Counts, Counts, Counts]:
    """How often which thing is owned, and what "elle" and "il" do, by whom."""
    owned, she, he = ({}, {}, {})  # type: tuple[Counts, Counts, Counts]
    for french, english in pairs(paths):
        words = Words(french)
        for forms, told in ((("son", "sa", "ses"), OWNERS), (("il", "elle"), SUBJECTS)):
            if (found := alone(words, forms, english, told)) is None:
                continue
            k, who = found
            if told is OWNERS:
                counts, word = owned, clauses.thing_owned(words, k)
            elif words.impersonal(k) or words.low[k - 1 : k] == ["-"]:
                continue
            else:
                counts, word = (she if words.low[k] == "elle" else he), clauses.deed(words, k)
            counts.setdefault(word, defaultdict(float))[who] += 1
    return owned, she, he


def preferences(counts: Counts) -> dict[str, float]:
    """The logarithm for each word that is frequent and clear enough."""
    whole = {who: sum(one.get(who, 0.0) for one in counts.values()) for who in ("person", "thing")}
    share = {who: number / sum(whole.values()) for who, number in whole.items()}
    usual, found = math.log(share["person"] / share["thing"]), {}
    for word, one in counts.items():
        person, thing = (one.get(who, 0.0) + PRIOR * share[who] for who in ("person", "thing"))
        value = math.log(person / thing) - usual
        if sum(one.values()) >= LEAST and abs(value) >= CLEAR and WORD.fullmatch(word):
            found[word] = max(-MOST, min(MOST, value))
    return found


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, default=HERE)
    given = parser.parse_args()
    owned, she, he = count(given.files)
    # "il" is often nobody: what it does tells persons only
    persons = {word: value for word, value in preferences(he).items() if value > 0}
    for name, table in (("owned", preferences(owned)), ("done", persons | preferences(she))):
        rows = [f"{word}\t{value:.1f}\n" for word, value in sorted(table.items())]
        (given.to / f"{name}.tsv").write_text("".join(rows), encoding="utf-8")
        print(f"{name}: {len(rows)} words")


if __name__ == "__main__":
    main()
