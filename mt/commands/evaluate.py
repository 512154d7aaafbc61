"""`mt evaluate`: a model's translation against a reference."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mt.config import Config
    from mt.evaluation import Score


def evaluate(
    source: Annotated[Path, typer.Argument(help="French, one segment a line.")],
    reference: Annotated[Path, typer.Argument(help="English, one segment a line.")],
    model: Annotated[str | None, typer.Option(help="fr-en (embedded), a MarianMT folder, or a Hub id.")] = None,
    engine: Annotated[str | None, typer.Option(help="ct2, marian or echo.")] = None,
    beam: Annotated[int | None, typer.Option(help="Hypotheses kept at each step.")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings, e.g. configs/news.toml.")] = None,
    names: Annotated[bool | None, typer.Option("--names/--no-names", help="Add the name step, or not.")] = None,
    hypothesis: Annotated[Path | None, typer.Option(help="Score this file instead of a model.")] = None,
    against: Annotated[str | None, typer.Option(help="A file or a model to compare with, by paired bootstrap.")] = None,
    beads: Annotated[bool, typer.Option("--beads", help="Score sentence beads: evaluate --beads GOLD FOUND.")] = False,
    links: Annotated[bool, typer.Option("--links", help="Score word links: evaluate --links GOLD FOUND.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score a model, or a file, with BLEU, chrF2 and TER. Lines are segments and are never split.

    With --beads or --links the two files are alignments, the one made by hand first.
    """
    from mt import config as configuration
    from mt import evaluation
    from mt.errors import ConfigError

    if beads and links:
        raise ConfigError("--beads and --links are two kinds of alignment: give one of them")
    if beads or links:
        _print_alignment(_alignment(source, reference, beads), as_json)
        return

    if names is None and config is None:
        names = False
    chosen = configuration.load(config, model=model, engine=engine, beam=beam, names=names)
    other_file = Path(against) if against is not None and Path(against).is_file() else None
    rival = chosen.model_copy(update={"model": against}) if against is not None and other_file is None else None
    references = evaluation.lines(reference)
    given, compared = (evaluation.lines(file) if file else None for file in (hypothesis, other_file))
    french = evaluation.lines(source) if given is None or rival else None
    evaluation.see_that_they_match(references, source_lines=french, translations=given, lines_to_compare_with=compared)
    _find_models(chosen if given is None else None, rival)
    texts, signature = (given, f"file:{hypothesis}") if given is not None else evaluation.translated(source, chosen)
    other = evaluation.translated(source, rival)[0] if rival else compared
    result = evaluation.scores(texts, references, other)
    if as_json:
        typer.echo(json.dumps({name: _without_nothing(asdict(score)) for name, score in result.items()}))
    else:
        _print(result, signature, against)


def _find_models(chosen: Config | None, rival: Config | None) -> None:
    """See that the models to translate with are there, before one is loaded.

    Raises:
        ModelError: if one is not.
    """
    from mt import models

    for config in (chosen, rival):
        if config is not None and (config is rival or config.engine != "echo"):
            models.find(config.model)


def _alignment(gold: Path, found: Path, beads: bool) -> dict[str, float]:
    """Each figure of an alignment by name, in [0, 1]."""
    from mt.align import scores
    from mt.evaluation import lines

    if beads:
        return scores.beads(*(scores.read_beads(lines(path), str(path)) for path in (gold, found)))._asdict()
    right, given = (scores.read_links(lines(path), str(path)) for path in (gold, found))
    return scores.links(right, [[link for link, _ in row] for row in given])._asdict()


def _print_alignment(figures: dict[str, float], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(figures))
        return
    for name, figure in figures.items():
        typer.echo(f"{name.replace('_', ' '):17} {figure:.4f}")


def _without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _print(result: dict[str, Score], signature: str, against: str | None) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("metric", "score", *((f"against {against}", "p") if against else ()))
    table.add_column("signature", overflow="fold")
    for name, score in result.items():
        compared = (f"{score.other:.2f}", f"{score.p:.4f}") if score.p is not None and score.other is not None else ()
        table.add_row(name, f"{score.score:.2f}", *compared, score.signature)
    console = Console()
    console.print(table)
    console.print(signature, markup=False, highlight=False, soft_wrap=True)
