"""How many English pronouns are of the right sex, before and after `mt.anaphora`, in passages that say what is right.

    python scripts/measure_pronouns.py [PASSAGES ...] [--beam 1] [--show]

Passages are French text, parted by blank lines, in which words are marked with the English that they must become:
"{Sa=her} mère l'a dit : {elle=she} viendra." Counted are the marks for which the translation has an English pronoun in
the place that the word links tell (others are said otherwise, or not at all), and of these the right ones.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import mt
from mt import anaphora
from mt.document import Document, Segment, Span
from mt.edits import Edited, Replace

HERE = Path(__file__).parent
MARK = re.compile(r"\{([^={}]+)=([A-Za-z]+)\}")
PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|hers?|herself|it|its|itself)\b", re.IGNORECASE)


class Marked(NamedTuple):
    """Where a word stands in the French, and its English."""

    span: Span
    english: str


def passages(path: Path) -> Iterator[tuple[str, list[Marked]]]:
    """Each passage without its marks, and these."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        text, marks, at = "", [], 0
        block = "\n\n".join(block.splitlines())
        for match in MARK.finditer(block):
            text += block[at : match.start()]
            marks.append(Marked(Span(len(text), len(text) + len(match[1])), match[2].lower()))
            text, at = text + match[1], match.end()
        yield text + block[at:], marks


def said(segment: Segment, place: Span) -> Span | None:
    """The English pronoun that a word of the source became, by the word links."""
    links = sorted((link for link in segment.links if link.source.overlaps(place)), key=lambda link: -link.score)
    for link in links:
        for match in PRONOUN.finditer(link.target.of(segment.target)):
            return Span(link.target.start + match.start(), link.target.start + match.end())
    return None


def before(segment: Segment) -> Edited:
    """The target without the edits of pronouns."""
    ours = [edit for edit in segment.edits if edit.rule == anaphora.RULE]
    return Edited(segment.target, [Replace(edit.span, edit.before) for edit in ours])


def judged(document: Document, text: str, marks: list[Marked]) -> Iterator[tuple[Marked, Segment, str, str]]:
    """Each mark that has a pronoun in the translation, with what this was and is."""
    at = 0
    for segment in document.segments:
        start = text.index(segment.source, at)
        at = start + len(segment.source)
        old = before(segment)
        for mark in marks:
            if start <= mark.span.start < at:
                place = said(segment, Span(mark.span.start - start, mark.span.end - start))
                if place is not None:
                    yield mark, segment, old.forward(place).of(old.after).lower(), place.of(segment.target).lower()


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", nargs="*", type=Path, default=[HERE / "pronouns.txt"])
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="the sentences in which one is wrong")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for path in options.passages:
        for text, marks in passages(path):
            counts["marks"] += len(marks)
            for mark, segment, old, new in judged(mt.translate(text, beam=options.beam), text, marks):
                counts["found"] += 1
                counts["right before"] += old == mark.english
                counts["right after"] += new == mark.english
                counts["made wrong"] += old == mark.english != new
                if options.show and new != mark.english:
                    how = "MADE WRONG" if old == mark.english else "wrong"
                    print(f"{how}: {new} for {mark.english} | {segment.source} | {segment.target}")
    found = counts["found"]
    print(f"{counts['marks']} marks, {found} with a pronoun in the translation")
    for name in ("right before", "right after", "made wrong"):
        print(f"{name:13} {counts[name]:5} {counts[name] / max(found, 1):6.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
