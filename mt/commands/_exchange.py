"""`mt memory import` and `mt memory export`: approved translations as TMX."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Where = Annotated[Path | None, typer.Option("--memory", help="The memory, if not the user's own.")]
Pair = Annotated[str, typer.Option(help="Source and target language.")]


def bring(
    files: Annotated[list[Path], typer.Argument(metavar="TMX...", help="Translation memories, of any program.")],
    memory: Where = None,
    pair: Pair = "fr-en",
) -> None:
    """Take the units of TMX files into the memory, as approved; of two translations of one source the later counts."""
    from mt.errors import MtError
    from mt.memory import Memory, default_path
    from mt.review import exchange

    failed = 0
    with Memory(memory or default_path(), pair) as opened:
        for file in files:
            try:
                brought = exchange.bring(opened, file)
            except MtError as error:
                typer.echo(f"mt: {error}", err=True)
                failed += 1
                continue
            typer.echo(f"{file}: {brought.added} added, {brought.replaced} replaced, {brought.kept} there already")
    if failed:
        raise typer.Exit(2 if failed == len(files) else 1)


def export(
    file: Annotated[Path, typer.Argument(metavar="TMX", help="The file to write.")],
    memory: Where = None,
    pair: Pair = "fr-en",
) -> None:
    """Write every approved translation to a TMX file."""
    from mt.errors import InputError
    from mt.memory import Memory, default_path
    from mt.review import exchange

    chosen = memory or default_path()
    if not chosen.exists():
        raise InputError(f"there is no memory at {chosen}: mt translate makes it, or name another with --memory")
    with Memory(chosen, pair) as opened:
        typer.echo(f"{file}: {exchange.export(opened, file)} units")
