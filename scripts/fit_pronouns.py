"""Fit what reasons are worth for a pronoun (`mt/anaphora/weights.toml`) to passages that say what is right.

    python scripts/fit_pronouns.py [PASSAGES ...] [--news news.tsv.xz] [--limit 9000]

Passages are those of `measure_pronouns.py`. News are lines of French TAB English that follow each other; a line counts,
for less, where our English has as many pronouns of a kind as theirs. What is decided of a sentence is a reason in the
next, so it is fitted three times over. Not needed to use mt.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from measure_pronouns import HERE, passages

from mt import anaphora, pipeline
from mt import config as configuration
from mt.anaphora import antecedents, weighing
from mt.anaphora.french import words_of
from mt.document import Document, Paragraph, Segment

SEX = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "it": "", "its": ""}
SURE, SURE_THING = 0.62, 0.72  # by two-fold cross-validation: no more made wrong than before
NEWS, RIDGE, TOGETHER = 0.4, 0.5, 20  # weight of a line of news; penalty; lines that are read as an article

Reasons = dict[str, dict[str, float]]
Asked = dict[tuple[str, int, str], Reasons]


class Case(NamedTuple):
    """A pronoun: its kind, what speaks for each sex, the right one, and how much it counts."""

    kind: str
    reasons: Reasons
    right: str
    weight: float


def asked(document: Document) -> Asked:
    """What speaks for which sex of each pronoun of a document, by sentence, place and kind."""
    found: Asked = {}
    at: list[tuple[str, int]] = []
    decide, reasons_of = weighing.decided, antecedents.Reader

    def noted(kind: str, reasons: Reasons, said: str | None) -> str | None:
        found[(*at[-1], kind)] = reasons
        return decide(kind, reasons, said)

    def placed(name: str):  # type: ignore[no-untyped-def]
        inner = getattr(reasons_of, name)

        def method(self, words, place, *rest):  # type: ignore[no-untyped-def]
            at.append((words.text, place if isinstance(place, int) else place.span.start))
            try:
                return inner(self, words, place, *rest)
            finally:
                at.pop()

        return patch.object(reasons_of, name, method)

    with patch.object(antecedents, "decided", noted), placed("antecedent"), placed("owner"), placed("other"):
        anaphora.agree(document)
    return found


def of_passage(document: Document, text: str, marks: list) -> Iterator[Case]:  # type: ignore[type-arg]
    """The marks of a passage."""
    found, at = asked(document), 0
    for segment in document.segments:
        start = text.index(segment.source, at)
        at = start + len(segment.source)
        for mark in marks:
            for kind in ("subject", "owner", "object") if start <= mark.span.start < at else ():
                reasons, right = found.get((segment.source, mark.span.start - start, kind)), SEX.get(mark.english)
                if reasons and right in reasons:
                    yield Case(kind, reasons, right, 1.0)


def of_news(document: Document, references: list[str]) -> Iterator[Case]:
    """The subjects and owners of lines of which the reference has as many."""
    found = asked(document)
    kinds = {"subject": (("he", "she", "it"), ("il", "elle")), "owner": (("his", "her", "its"), ("son", "sa", "ses"))}
    for segment, reference in zip(document.segments, references, strict=True):
        words = words_of(segment.source)
        for kind, (forms, french) in kinds.items():
            theirs = [word for word in re.findall(r"[a-z]+", reference.lower()) if word in forms]
            ours = [one for one in anaphora._said(segment, words) if one.form in forms and one.form != "her"]
            for one, right in zip(ours, theirs, strict=True) if len(ours) == len(theirs) else ():
                if one.word is not None and words.low[one.word] in french:
                    reasons = found.get((segment.source, words.spans[one.word].start, kind), {})
                    if SEX[right] in reasons:
                        yield Case(kind, reasons, SEX[right], NEWS)


def fitted(cases: list[Case]) -> dict[str, float]:
    """What each reason is worth, by Newton's method."""
    names = sorted({name for case in cases for some in case.reasons.values() for name in some})
    rows = [
        (np.array([[some.get(name, 0.0) for name in names] for some in case.reasons.values()]), case) for case in cases
    ]
    worth = np.zeros(len(names))
    for _ in range(12):
        slope, curve = RIDGE * worth, RIDGE * np.eye(len(names))
        for values, case in rows:
            sums = values @ worth
            share = np.exp(sums - sums.max())
            share /= share.sum()
            wrong = share - np.array([sex == case.right for sex in case.reasons])
            mean = share @ values
            slope = slope + case.weight * (wrong @ values)
            curve += case.weight * ((values * share[:, None]).T @ values - np.outer(mean, mean))
        worth = worth - np.linalg.solve(curve, slope)
    return dict(zip(names, map(float, worth), strict=True))


def main() -> None:
    """Translate, fit three times over and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    files = [HERE / "pronouns.txt", HERE / "pronouns_long.txt"]
    parser.add_argument("passages", nargs="*", type=Path, default=files)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--limit", type=int, default=9000)
    parser.add_argument("--to", type=Path, default=Path(weighing.__file__).parent / "weights.toml")
    given = parser.parse_args()
    config = configuration.load(pronouns=False)
    engine, _ = pipeline.engine_of(config)
    marked = [one for path in given.passages for one in passages(path)]
    texts = [
        Document("-", tuple(Paragraph((Segment("1", part),)) for part in text.split("\n\n"))) for text, _ in marked
    ]
    done = list(pipeline.run(texts, config, engine))
    lines = lzma.decompress(given.news.read_bytes()).decode().splitlines()[: given.limit] if given.news else []
    pairs = [line.split("\t")[:2] for line in lines]
    articles = [pairs[at : at + TOGETHER] for at in range(0, len(pairs), TOGETHER)]
    news = [Document("-", tuple(Paragraph((Segment("1", french),)) for french, _ in some)) for some in articles]
    for stage in pipeline.stages(config, engine, split=pipeline.as_it_is) if news else ():
        news = list(stage(iter(news)))
    for _ in range(3):
        cases = [case for one, (text, marks) in zip(done, marked, strict=True) for case in of_passage(one, text, marks)]
        for one, some in zip(news, articles, strict=True):
            cases += of_news(one, [english for _, english in some])
        rows = []
        for kind in ("subject", "owner", "object"):
            worth = fitted([case for case in cases if case.kind == kind])
            rows += [f"[{kind}]", f"sure = {SURE}", f"sure_thing = {SURE_THING}"]
            rows += [f"{name} = {value:.2f}" for name, value in sorted(worth.items()) if abs(value) >= 0.05]
            rows.append("")
        given.to.write_text("\n".join(rows), encoding="utf-8")
        weighing._weights.cache_clear()
    print(f"{len(cases)} pronouns; written to {given.to}")


if __name__ == "__main__":
    main()
