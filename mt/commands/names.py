"""`mt names`: what is reconciled, and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from mt.document import Document

app = typer.Typer(help="Look at the names of articles.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Look at the names of articles."""


@app.command()
def show(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Articles (.txt, .md) or folders of them.")],
    glossary: Annotated[Path | None, typer.Option(help="Lines of source TAB target TAB note.")] = None,
) -> None:
    """Print which spellings would become one name, its English form, and the evidence; nothing is translated."""
    from rich.console import Console

    from mt import batch, names, readers, segment
    from mt.errors import MtError

    terms = names.load_glossary(glossary) if glossary else names.EMPTY
    articles = batch.plan(paths)
    console, failed = Console(), 0
    for article in articles:
        try:
            for document in readers.read(article.path):
                _print(console, article.name, names.find(segment.split(document), terms))
        except MtError as error:
            typer.echo(f"mt: {error}", err=True)
            failed += 1
    if failed:
        raise typer.Exit(2 if failed == len(articles) else 1)


def _print(console: Console, title: str, document: Document) -> None:
    """One table an article, most frequent entity first, then what was kept apart and what is unsure."""
    from rich.markup import escape
    from rich.table import Table

    counts = Counter(name.entity for segment in document.segments for name in segment.names)
    table = Table("English form", "kind", "mentions", "spellings", "why", title=escape(title), title_justify="left")
    for entity in sorted(document.entities, key=lambda entity: (-counts[entity.id], entity.form)):
        why = "; ".join(entity.evidence) + (f" ({entity.edits})" if entity.edits else "")
        row = (entity.form, entity.kind, str(counts[entity.id]), ", ".join(entity.variants), why)
        table.add_row(*map(escape, row))
    console.print(table)
    for entity in document.entities:
        for line in entity.apart:
            console.print(f"kept apart: {entity.form} - {line}", markup=False, highlight=False)
        if entity.unsure:
            console.print(f"unsure: {entity.form} - {entity.unsure}", markup=False, highlight=False)
