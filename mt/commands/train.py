"""`mt train`: make a model from corpora, or adapt one to corrections."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mt.errors import ConfigError

if TYPE_CHECKING:
    from mt.training.adaptation import Adapted
    from mt.training.preparation import Report
    from mt.training.runs import Result

Settings = Annotated[Path | None, typer.Option("--config", help="The recipe, e.g. configs/train-fr-en.toml.")]
Data = Annotated[list[Path] | None, typer.Option(help="Corpora (.tsv.xz, .tsv, .tmx) or folders of them; repeatable.")]
Out = Annotated[Path | None, typer.Option(help="The run's folder; the model goes to OUT/model.")]
Minutes = Annotated[float | None, typer.Option(help="Length of this slice; else to the end of the schedule.", min=0)]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the run in --out, or begin it.")]
Start = Annotated[
    str | None, typer.Option("--from", help="A model to begin with, or to adapt: name, folder or Hub id.")
]
Corrections = Annotated[
    list[Path] | None,
    typer.Option(help="Corrections to adapt --from to (.tmx, .tsv, .jsonl, the memory's .sqlite); repeatable."),
]
Links = Annotated[Path | None, typer.Option(help="Word links made before (.npz) for the same pairs.")]
PiecesFile = Annotated[Path | None, typer.Option("--pieces", help="A joint SentencePiece model to use.")]


def train(
    config: Settings = None,
    data: Data = None,
    out: Out = None,
    minutes: Minutes = None,
    resume: Resume = False,
    start: Start = None,
    corpus: Corrections = None,
    links: Links = None,
    pieces: PiecesFile = None,
) -> None:
    """Train a model from corpora (--config, --data), or adapt one to corrections (--from, --corpus).

    A run may be cut into slices (--minutes) and goes on with --resume; stopped or killed, it loses two minutes at most.
    Adapting holds some pairs out and refuses to save a model that got worse on them (exit status 1).
    """
    if corpus:
        if start is None:
            raise ConfigError("--corpus adapts a model: say which with --from, for example --from fr-en")
        for given, option in ((data, "--data"), (links, "--links"), (pieces, "--pieces"), (resume, "--resume")):
            if given:
                raise ConfigError(f"{option} does not go with --corpus: adapting is one short run on the corrections")
        _adapt(start, corpus, out or Path(f"{Path(start).name}-adapted"), config, minutes)
        return
    if out is None:
        raise ConfigError("--out is missing: name the folder of the run")
    _train(out, config, data or [], minutes, resume, start, links, pieces)


def _train(
    out: Path,
    config: Path | None,
    data: list[Path],
    minutes: float | None,
    resume: bool,
    start: str | None,
    links: Path | None,
    pieces: Path | None,
) -> None:
    from mt.training import recipe, runs

    chosen = recipe.load(config, {"pieces": {"path": pieces}}) if config else None
    result = runs.train(out, chosen, data, start=start, links=links, minutes=minutes, resume=resume, tell=typer.echo)
    if result.report:
        _table(result.report)
    _say(result, out)


def _adapt(start: str, corpus: list[Path], out: Path, config: Path | None, minutes: float | None) -> None:
    from mt.training import Refused, adaptation, recipe

    chosen = recipe.load(config or recipe.ADAPTATION)
    try:
        adapted = adaptation.adapt(start, corpus, out, chosen, typer.echo, minutes)
    except Refused as error:
        typer.echo(f"mt: {error}", err=True)
        raise typer.Exit(1) from error
    _table(adapted.report)
    _compare(adapted)


def _table(report: Report) -> None:
    """What became of the pairs of each corpus; the whole matrix is in the run's filtered.tsv."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    header, *rows = report.table()
    table = Table("corpus", "read", "kept", "left out")
    for name, read, kept, *counts in rows:
        reasons = [f"{why} {count}" for why, count in zip(header[3:], counts, strict=True) if count != "0"]
        table.add_row(escape(name), read, kept, escape(", ".join(reasons)))
    Console().print(table)


def _compare(adapted: Adapted) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(f"{adapted.held_out} held-out pairs", "before", "after")
    table.add_row("loss", *(f"{value:.3f}" for value in adapted.loss))
    table.add_row("BLEU", f"{adapted.before.bleu:.2f}", f"{adapted.after.bleu:.2f}")
    table.add_row("chrF2", f"{adapted.before.chrf:.2f}", f"{adapted.after.chrf:.2f}")
    Console().print(table)
    if adapted.way < 1:
        typer.echo(f"All that was learned made the translations worse: the model went {adapted.way:.0%} of the way")
    typer.echo(f"Learned from {adapted.pairs} pairs. Use it: mt translate --model {adapted.model} PATH...")


def _say(result: Result, out: Path) -> None:
    scores = ", ".join(f"{name} {value}" for name, value in result.scores.items())
    typer.echo(f"Step {result.steps}, {min(result.share, 1):.0%} of the schedule{f': {scores}' if scores else ''}")
    typer.echo(f"Model: {result.model}")
    if result.share < 1:
        typer.echo(f"Go on: mt train --resume --out {out}")
