"""Print what the name step does to a translation: BLEU with and without it, and how many names come out right.

    python scripts/measure_name_step.py news.fr news.en [--model MODEL] [--limit 500] [--beam 1]

The two files are translations of each other, line by line. Three translations are made: of the French as it is, with
romanised names in English for the engine (what `mt translate` does, which asks again where a name is lost), and with
every name in English for the engine. A name counts where the reference says it in a right form, and it is right where
the translation does. The table says for each kind which way is better: English into the engine, or settled in the
target.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from mt import checks, evaluation, lost_names, names, pipeline, translation
from mt import config as configuration
from mt.align import links
from mt.config import Config
from mt.document import Document, Entity, Name, Paragraph, Segment, Stage, each
from mt.edits import Replace
from mt.engines import Engine
from mt.names import authority, demonyms
from mt.names.counterparts import occurrences
from mt.names.spelling import fold
from mt.names.wording import as_right

ALLOWED = 0.1  # BLEU that the name step may cost at most
ForEngine = Callable[[Segment, Mapping[str, Entity]], list[Replace]]


def french(segment: Segment, entities: Mapping[str, Entity]) -> list[Replace]:
    """Nothing is English for the engine."""
    return []


def english(segment: Segment, entities: Mapping[str, Entity]) -> list[Replace]:
    """Every name is English for the engine, but demonyms."""
    named = {key: entity for key, entity in entities.items() if entity.kind != demonyms.KIND}
    return names.for_engine(segment, {key: replace(entity, romanised=True) for key, entity in named.items()})


def translated(source: list[str], config: Config, engine: Engine, for_engine: ForEngine) -> Document:
    """One document of these lines, its names found and its targets filled, not yet enforced."""
    paragraphs = tuple(Paragraph((Segment(str(at), line),)) for at, line in enumerate(source))
    fill = translation.filler(engine, for_engine=for_engine, quotes="straight", window=config.window)
    stages: list[Stage] = [each(names.find), fill, each(links.align)]
    flow: Iterator[Document] = iter([Document("lines", paragraphs)])
    for stage in stages:
        flow = stage(flow)
    return next(flow)


def texts(document: Document) -> list[str]:
    """The targets, one line each."""
    return [" ".join(segment.target.split()) for segment in document.segments]


def kind_of(name: Name, entity: Entity, source: str) -> str:
    """The row of the table a mention belongs to."""
    if fold(name.after) == fold(name.source.of(source)):
        return "spelled alike"
    if entity.kind == "place":
        return "place, romanised" if entity.romanised else "place, exonym"
    acronym = name.after.isupper() and " " not in name.after
    return "acronym" if entity.kind == "organisation" and acronym else entity.kind


def says(text: str, name: Name, entity: Entity) -> bool:
    """Whether a text says a name in a right form."""
    forms = [
        name.after,
        *as_right(name.after),
        *(demonyms.words_of(entity.form) if entity.kind == demonyms.KIND else ()),
    ]
    for record in authority.load().forms.get(fold(entity.form), ()):
        forms += (
            [other for form in record.forms for other in (form, *as_right(form))] if record.kind != "person" else []
        )
    return any(occurrences(form, text) for form in forms)


def wanted(found: Document, references: list[str]) -> Iterator[tuple[int, Name, Entity, str]]:
    """(line, mention, entity, kind) of every name that the reference says in a right form."""
    entities = {entity.id: entity for entity in found.entities}
    for at, (segment, reference) in enumerate(zip(found.segments, references, strict=True)):
        for name in segment.names:
            entity = entities[name.entity]
            if says(reference, name, entity):
                yield at, name, entity, kind_of(name, entity, segment.source)


def show(console: Console, ways: Mapping[str, list[str]], found: Document, references: list[str]) -> None:
    """The table of names right by kind, each way a column."""
    total: Counter[str] = Counter()
    right: dict[str, Counter[str]] = {way: Counter() for way in ways}
    for at, name, entity, kind in wanted(found, references):
        total[kind] += 1
        for way, lines in ways.items():
            right[way][kind] += says(lines[at], name, entity)
    table = Table("kind", "names", *ways, "better", title="share of names right in the translation")
    for kind, count in total.most_common():
        settled, into = right["settled in the target"][kind], right["English into the engine"][kind]
        better = "either" if settled == into else ("settled" if settled > into else "into the engine")
        table.add_row(kind, str(count), *(f"{right[way][kind] / count:.3f}" for way in ways), better)
    console.print(table)


def main() -> None:
    """Translate three times, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--model", default="fr-en", help="the embedded model, a folder or a Hub id")
    parser.add_argument("--limit", type=int, default=500, help="so many lines from the beginning")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    source = evaluation.lines(given.source)[: given.limit]
    references = evaluation.lines(given.reference)[: given.limit]
    config = configuration.load(model=given.model, beam=given.beam, threads=given.threads, pronouns=False)
    engine, signature = pipeline.engine_of(config)
    plain, shipped, into = (translated(source, config, engine, way) for way in (french, names.for_engine, english))
    again = lost_names.seeker(
        engine, for_engine=names.for_engine, quotes="straight", window=config.window, link=links.align
    )
    first = checks.flag(names.enforce(shipped))
    ways = {
        "without": texts(plain),
        "settled in the target": texts(names.enforce(plain)),
        "English into the engine": texts(names.enforce(into)),
        "not asked again": texts(first),
        "as mt translates": texts(next(again(iter([first])))),
    }
    console = Console(width=140)
    show(console, ways, plain, references)
    bleu = {way: evaluation.scores(lines, references)["BLEU"] for way, lines in ways.items()}
    for way, score in bleu.items():
        console.print(f"BLEU {way}: {score.score:.2f} ({score.score - bleu['without'].score:+.2f})", highlight=False)
    cost = bleu["without"].score - bleu["as mt translates"].score
    console.print(
        f"the name step {'costs more than' if cost > ALLOWED else 'is within'} {ALLOWED} BLEU; {len(source)} lines"
    )
    console.print(f"{signature}|beam:{given.beam} {bleu['without'].signature}", highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
