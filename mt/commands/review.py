"""`mt review`: review files come home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mt.commands import _person

if TYPE_CHECKING:
    from mt.review import Outcome
    from mt.review.articles import Article

app = typer.Typer(help="Bring reviewers' corrections home.", no_args_is_help=True, rich_markup_mode=None)
_SHOWN = 12  # changes printed of one article


@app.callback()
def group() -> None:
    """Bring reviewers' corrections home."""


@app.command()
def apply(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Edited review files: .edits.json, .xlsx, .docx, .tsv, .tmx, .xliff."),
    ],
    article: Annotated[
        Path | None,
        typer.Option(help="The article's .jsonl, or the folder it is in; beside FILE or in outputs/ if not given."),
    ] = None,
    reviewer: Annotated[str, typer.Option(help="Who made the changes, where a file does not say; else you.")] = "",
    memory: Annotated[
        Path | None, typer.Option(help="Translation memory; the one of mt translate if not given.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be changed; write nothing.")] = False,
) -> None:
    """Apply edited review files to their articles, row by row.

    Writes the article's record and every review file there is of it again, and puts approved segments into the
    translation memory. A row that cannot be trusted is refused by name and the others are applied; applying a file
    twice changes nothing.
    """
    from datetime import UTC, datetime

    from mt.memory import default_path
    from mt.review import articles as room

    failures: list[str] = []

    def failed(message: str) -> None:
        failures.append(message)
        typer.echo(f"mt: {message}", err=True)

    when = datetime.now(UTC).isoformat(timespec="seconds")
    found = room.gather(files, article, failed, reviewer=reviewer or _person.user(), when=when)
    if not dry_run:
        for one in found:
            room.keep(one, memory or default_path())
        room.write_index(one for one in found if one.changed)
    for one in found:
        _report(one, dry_run=dry_run)
    if failures or any(outcome.refusals for one in found for _, outcome in one.outcomes):
        raise typer.Exit(1 if found else 2)


def _report(article: Article, *, dry_run: bool) -> None:
    """What changed in an article, on stdout; what was refused, on stderr."""
    for returned, outcome in article.outcomes:
        typer.echo(f"{returned.path}: {_figures(outcome)}")
        for refusal in outcome.refusals:
            typer.echo(f"mt: {returned.path}, {refusal.place}: {refusal.why}", err=True)
        for line in _changes(outcome):
            typer.echo(f"  {line}")
    for path in article.kept:
        typer.echo(
            f"mt: {path} was not written again, for it holds, or may hold, edits that are nowhere else", err=True
        )
    if dry_run:
        typer.echo("Nothing was written.")
    elif article.written:
        typer.echo(f"Written: {', '.join(path.name for path in article.written)} in {article.record.parent}")


def _figures(outcome: Outcome) -> str:
    rewritten = sum(change.before.target != change.after.target for change in outcome.changes)
    approved = sum(change.after.status == "approved" != change.before.status for change in outcome.changes)
    withdrawn = sum(change.before.status == "approved" != change.after.status for change in outcome.changes)
    counts = [
        (rewritten, "translation", "changed"),
        (approved, "segment", "approved"),
        (withdrawn, "approval", "withdrawn"),
        (len(outcome.names), "name", "decided"),
        (len(outcome.refusals), "row", "refused"),
        (outcome.unchanged, "row", "as before"),
    ]
    said = [f"{count} {what}{'' if count == 1 else 's'} {done}" for count, what, done in counts if count]
    return ", ".join(said) or "nothing in it"


def _changes(outcome: Outcome) -> list[str]:
    from textwrap import shorten

    def short(text: str) -> str:
        return shorten(text, 70, placeholder=" …")

    changed = [change for change in outcome.changes if change.before.target != change.after.target]
    lines = [
        f"{change.id}: {short(change.before.target)} → {short(change.after.target)}" for change in changed[:_SHOWN]
    ]
    return lines + ([f"and {len(changed) - _SHOWN} more"] if len(changed) > _SHOWN else [])
