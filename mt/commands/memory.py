"""`mt memory`: look into the translation memory, and make it forget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mt.commands import _exchange

if TYPE_CHECKING:
    from mt.memory import Memory

app = typer.Typer(
    help="Look into the translation memory, or make it forget.", no_args_is_help=True, rich_markup_mode=None
)
Where = Annotated[Path | None, typer.Option("--memory", help="The memory, if not the user's own.")]


app.command(name="import")(_exchange.bring)
app.command(name="export")(_exchange.export)


@app.callback()
def group() -> None:
    """Look into the translation memory, or make it forget."""


@app.command()
def stats(memory: Where = None) -> None:
    """Print where the memory is, how large, and what it holds."""
    from rich.console import Console
    from rich.table import Table

    from mt.commands._watching import plain

    with _existing(memory) as opened:
        held = opened.stats()
    console = Console()
    table = Table("kind", "of", "entries")
    for key, count in held.machine.items():
        fingerprint, _, decoding = key.partition("|")
        table.add_row("machine", plain(f"{fingerprint[:8]} {decoding}"), str(count))
    for pair, count in held.reviewed.items():
        table.add_row("reviewed", plain(pair), str(count))
    if held.finished:
        table.add_row("finished", "articles", str(held.finished))
    console.print(f"{plain(str(held.path))}, {held.bytes / 1e6:.1f} MB", soft_wrap=True, highlight=False)
    console.print(table if table.row_count else "It is empty.")


@app.command()
def forget(
    articles: Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE...]", help="Names as in the index.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Forget everything, approved translations too.")] = False,
    memory: Where = None,
) -> None:
    """Delete what came with an article: what engines said of it first, and what was approved in it.

    Deleted texts are overwritten in the file. Review files are not touched.
    """
    from mt.errors import ConfigError

    if bool(articles) == everything:
        raise ConfigError("name the articles to forget, or give --all")
    with _existing(memory) as opened:
        known = opened.articles()
        if everything:
            typer.echo(f"everything: {opened.forget(None)} entries forgotten")
        for article in articles or ():
            typer.echo(f"{article}: {opened.forget(article)} entries forgotten")
        for path in sorted(opened.path.parent.glob(f"{opened.path.name}.damaged-*")):
            typer.echo(f"mt: {path} was set aside as damaged and may hold texts: delete it if it must not", err=True)
    unknown = [article for article in articles or () if article not in known]
    for article in unknown:
        typer.echo(f"mt: nothing is remembered of {article!r}{_guess(article, known)}", err=True)
    if unknown:
        raise typer.Exit(2 if len(unknown) == len(articles or ()) else 1)


def _guess(article: str, known: list[str]) -> str:
    """The article that may have been meant."""
    from difflib import get_close_matches

    near = get_close_matches(article, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else "; its name is the one in the index"


def _existing(path: Path | None) -> Memory:
    from mt.errors import InputError
    from mt.memory import Memory, default_path

    chosen = path or default_path()
    if not chosen.exists():
        raise InputError(f"there is no memory at {chosen}: mt translate makes it, or name another with --memory")
    return Memory(chosen)
