"""`mt names`: what is reconciled, and why; what a person decides about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mt.commands import _person

if TYPE_CHECKING:
    from rich.console import Console

    from mt.document import Document
    from mt.names.decisions import Decision

app = typer.Typer(help="Look at the names of articles, and decide them.", no_args_is_help=True, rich_markup_mode=None)
Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Articles or folders of them.")]
Glossary = Annotated[Path | None, typer.Option(help="Lines of source TAB target TAB note.")]
Decisions = Annotated[Path | None, typer.Option("--authority", help="Decisions to obey, as mt names decide writes.")]
Count = Counter[str]
_NAME = 3  # words of a decision on the command line: the answer, the form, and a spelling at least


@app.callback()
def group() -> None:
    """Look at the names of articles, and decide them."""


@app.command()
def show(paths: Paths, glossary: Glossary = None, authority: Decisions = None) -> None:
    """Print which spellings would become one name, its English form, and the evidence; nothing is translated."""
    from rich.console import Console

    console = Console()
    count: Count = Counter()
    for document in _documents(paths, glossary, authority, count):
        _print(console, document.id, document)
    _leave(count)


@app.command()
def scan(
    paths: Paths,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write; else it is printed.")] = None,
    glossary: Glossary = None,
    authority: Decisions = None,
) -> None:
    """Propose an authority for a whole corpus: a table of its names, those with a question first.

    Write yes, no or unsure into its first column (and a better form into the third), and give the table to
    mt names decide --from, or as it is to mt translate --authority.
    """
    from mt.names import scanning
    from mt.writers import atomic, tsv

    count: Count = Counter()
    proposals = scanning.scan(_documents(paths, glossary, authority, count))
    text = "".join(map(tsv.line, (scanning.COLUMNS, *(proposal.cells() for proposal in proposals))))
    if output is None:
        typer.echo(text, nl=False)
    else:
        asked = sum(bool(proposal.question) for proposal in proposals)
        typer.echo(f"{atomic(output, text)}: {len(proposals)} names, {asked} with a question")
    _leave(count)


@app.command()
def decide(
    decision: Annotated[
        list[str] | None,
        typer.Argument(metavar="[yes|no|unsure FORM SPELLING...]", help="Whether spellings are the name of this form."),
    ] = None,
    kind: Annotated[str, typer.Option(help="person, place, organisation or event.")] = "person",
    tables: Annotated[
        list[Path] | None,
        typer.Option("--from", help="An edited NAME.names.tsv, or an answered table of mt names scan."),
    ] = None,
    who: Annotated[str, typer.Option(help="Who decides; else the user of this computer.")] = "",
    note: Annotated[str, typer.Option(help="Why, for the next reader.")] = "",
    authority: Annotated[Path, typer.Option(help="The file to add to.")] = Path("decisions.tsv"),
) -> None:
    """Record that spellings are a name, are not, or cannot be told, for every run with --authority.

    mt names decide yes "Nikol Pashinyan" Pachinian Pashinaian

    mt names decide --from names.tsv
    """
    from mt.errors import ConfigError
    from mt.names import decisions
    from mt.writers import atomic

    if bool(decision) == bool(tables):
        raise ConfigError('say yes, no or unsure, the form and the spellings, or give a table with "--from"')
    if decision and Path(decision[0]).is_file():
        raise ConfigError(f"{decision[0]} is a file: its answers are taken with --from {decision[0]}")
    name = who or _person.user()
    said = list(_said(decision, kind, name, note)) if decision else []
    said += [answer for path in tables or () for answer in _answers(path, name)]
    text, new = decisions.appended(authority, said)
    if new:
        atomic(authority, text)
    typer.echo(f"{authority}: {new} added, {len(said) - new} known already")


@app.command()
def cluster(
    path: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="A list of mentions a line.")],
) -> None:
    """Group the mentions of each line into names, and print a line of lists for each.

    A line is a list of spellings, or a record whose "mentions" is such a list; a mention may itself be a record with a
    "name".
    """
    import json

    from mt import names

    for mentions in _mention_lists(path):
        typer.echo(json.dumps(names.cluster(mentions), ensure_ascii=False))


def _documents(paths: list[Path], glossary: Path | None, decided: Path | None, count: Count) -> Iterator[Document]:
    """The articles with their names found, called as the index calls them; counted as done, or as failed."""
    from mt import batch, names, segment
    from mt.batch import inputs
    from mt.errors import MtError

    terms = names.load_glossary(glossary)
    known = names.load_authority(decided)
    for found in inputs.every(batch.plan(paths), inputs.EVERYTHING):
        try:
            document = names.find(segment.split(found.read()), terms, known)
        except MtError as error:
            typer.echo(f"mt: {error}", err=True)
            count["failed"] += 1
        else:
            count["done"] += 1
            yield document


def _leave(count: Count) -> None:
    from mt.batch.results import status

    raise typer.Exit(status(count["failed"], count["done"]))


def _said(words: list[str], kind: str, who: str, note: str) -> Iterator[Decision]:
    """The decision in the words of a command line."""
    from datetime import date

    from mt.errors import ConfigError, one_of
    from mt.names.decisions import ANSWERS, KINDS, Decision
    from mt.names.spelling import key

    answer = one_of("decision", words[0].lower(), ANSWERS)
    one_of("kind", kind, KINDS)
    if len(words) < _NAME or not all(map(key, words[1:])):
        raise ConfigError(f'{answer} needs a form and spellings: mt names decide {answer} "Nikol Pashinyan" Pachinian')
    yield Decision(answer, kind, words[1], tuple(words[2:]), who, date.today().isoformat(), note)


def _answers(path: Path, who: str) -> Iterator[Decision]:
    """The decisions in a table; one that does not say who and when gets this person and today."""
    from dataclasses import replace
    from datetime import date

    from mt.names import answers, decisions

    found = answers.read(path) if answers.is_report(path) else decisions.read(path)
    today = date.today().isoformat()
    yield from (replace(one, who=one.who or who, when=one.when or today) for one in found)


def _mention_lists(path: Path) -> Iterator[list[str]]:
    """The spellings of each line."""
    import json

    from mt.errors import InputError

    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            given = given["mentions"] if isinstance(given, dict) else given
            names = [mention["name"] if isinstance(mention, dict) else mention for mention in given]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise InputError(f"{path}:{number}: no list of mentions ({error!r})") from error
        if not all(isinstance(name, str) for name in names):
            raise InputError(f"{path}:{number}: a mention is no text")
        yield names


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
