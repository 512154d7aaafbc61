"""`mt translate`: articles in, review files out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mt.batch import Article, Result
    from mt.config import Config

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Articles (.txt, .md) or folders of them.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="Folder for the review files.")]
Model = Annotated[str | None, typer.Option(help="fr-en (embedded), a MarianMT folder, or a Hub id.")]
EngineName = Annotated[str | None, typer.Option("--engine", help="ct2 (fast), marian (reference) or echo.")]
Settings = Annotated[Path | None, typer.Option("--config", help="Settings, e.g. configs/news.toml.")]
Glossary = Annotated[Path | None, typer.Option(help="Lines of source TAB target TAB note.")]
Formats = Annotated[str | None, typer.Option(help="Comma-separated: html,tsv,jsonl,txt.")]
Beam = Annotated[int | None, typer.Option(help="Hypotheses kept at each step; 1 is fastest.")]
Quotes = Annotated[str | None, typer.Option(help="curly or straight.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; load no model, write nothing.")]


def translate(
    paths: Paths,
    output: Output = Path("outputs"),
    model: Model = None,
    engine: EngineName = None,
    config: Settings = None,
    glossary: Glossary = None,
    formats: Formats = None,
    beam: Beam = None,
    quotes: Quotes = None,
    dry_run: DryRun = False,
) -> None:
    """Translate French articles and write bilingual review files.

    For each article NAME: NAME.html (the review page), NAME.txt (the English article), NAME.tsv, NAME.jsonl,
    NAME.names.tsv and NAME.names.json; for several articles index.html; for the run manifest.json.
    """
    from mt import batch
    from mt import config as configuration

    chosen = configuration.load(
        config,
        model=model,
        engine=engine,
        glossary=glossary,
        formats=tuple(part.strip() for part in formats.split(",") if part.strip()) if formats is not None else None,
        beam=beam,
        quotes=quotes,
    )
    articles = batch.plan(paths)
    if dry_run:
        _rehearse(articles, output, chosen)
        return
    batch.check_output(output)
    results = _run(articles, output, chosen)
    _report(results, output)
    failed = sum(bool(result.error) for result in results)
    if failed:
        raise typer.Exit(2 if failed == len(results) else 1)


def _run(articles: list[Article], output: Path, config: Config) -> list[Result]:
    """Run with a progress bar, if somebody is looking; failures are said at once."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from mt import batch

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("translating", total=len(articles))

        def tell(result: Result) -> None:
            progress.advance(task)
            if result.error:
                typer.echo(f"mt: {result.error}", err=True)

        return batch.run(articles, output, config, tell)


def _rehearse(articles: list[Article], output: Path, config: Config) -> None:
    """Read and segment every article and say what a run would do."""
    from rich.console import Console
    from rich.table import Table

    from mt import readers, segment
    from mt.errors import MtError

    table = Table("article", "segments", "words")
    failed = 0
    for article in articles:
        try:
            documents = [segment.split(document) for document in readers.read(article.path)]
        except MtError as error:
            typer.echo(f"mt: {error}", err=True)
            failed += 1
            continue
        segments = [part for document in documents for part in document.segments]
        words = sum(len(part.source.split()) for part in segments)
        table.add_row(_plain(article.name), str(len(segments)), str(words))
    console = Console()
    console.print(table)
    console.print(f"Would write {','.join(config.formats)} to {_plain(str(output))}", soft_wrap=True, highlight=False)
    if failed:
        raise typer.Exit(2 if failed == len(articles) else 1)


def _report(results: list[Result], output: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    table.add_column("article", overflow="fold")
    for heading in ("segments", "words", "flags", "names", "reconciled", "unsure"):
        table.add_column(heading, justify="right", no_wrap=True)
    done = [(result, result.summary) for result in results if result.summary is not None]
    for result, of in done:
        figures = (of.segments, of.words, sum(of.flags.values()), of.names, of.changed, of.unsure)
        table.add_row(_plain(result.article.name), *map(str, figures))
    console = Console()
    if done:
        console.print(table)
        pages = [file for result, _ in done for file in result.files if file.suffix == ".html"]
        shown = output / "index.html" if len(results) > 1 else pages[0] if pages else output
        console.print(f"Review: {_plain(str(shown))}", soft_wrap=True, highlight=False)


def _plain(text: str) -> str:
    """Text that is data, kept from being read as rich's mark-up."""
    from rich.markup import escape

    return escape(text)
