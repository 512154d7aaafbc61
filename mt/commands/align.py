"""`mt align`: a French text and an English version that already exists, in; the pair of them, out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mt.config import Config
    from mt.document import Bead, Document, Segment

WINDOW = 1000  # pairs linked at once; memory stays flat however long the file

Source = Annotated[Path | None, typer.Argument(metavar="SOURCE", help="The French text.")]
Target = Annotated[Path | None, typer.Argument(metavar="TARGET", help="Its English version.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="Folder for the review files.")]
Presplit = Annotated[bool, typer.Option("--presplit", help="One sentence a line in both files, whatever their suffix.")]
Formats = Annotated[str | None, typer.Option(help="Comma-separated: html,tsv,jsonl,txt.")]
Translate = Annotated[
    bool, typer.Option("--translate", help="Let the model translate the French, as more evidence of what pairs.")
]
Model = Annotated[
    str | None, typer.Option(help="The model whose attention helps to link words: fr-en, a folder, or a Hub id.")
]
NoModel = Annotated[bool, typer.Option("--no-model", help="Do without: words are linked by statistics alone.")]
Words = Annotated[
    Path | None, typer.Option("--words", metavar="FILE", help="Lines of source ||| target: print word links.")
]
Least = Annotated[float, typer.Option("--least", min=0, max=1, help="With --words: the least probability of a link.")]


def align(
    source: Source = None,
    target: Target = None,
    output: Output = Path("outputs"),
    presplit: Presplit = False,
    formats: Formats = None,
    translate: Translate = False,
    model: Model = None,
    no_model: NoModel = False,
    words: Words = None,
    least: Least = 0.45,
) -> None:
    """Pair a French text with its English version, sentence by sentence and word by word.

    Writes the review files of `mt translate`, named after SOURCE, and NAME.beads: `[0]:[0, 1]:0.97` pairs sentence 0 of
    the source with sentences 0 and 1 of the target, with a probability. With --words FILE, prints links `0-0 1-2`, one
    line for each line of FILE; words are what spaces separate.
    """
    from mt import config as configuration
    from mt.errors import ConfigError

    if no_model and (model or translate):
        raise ConfigError(f"--no-model goes without {'--model' if model else '--translate'}: leave one out")
    settings = configuration.load(formats=configuration.formats(formats), model=model, beam=1)
    if words is not None:
        if source or target:
            raise ConfigError("--words takes one file of lines source ||| target: leave out SOURCE and TARGET")
        _print_links(words, least, None if no_model else settings.model)
        return
    if source is None or target is None:
        raise ConfigError("mt align needs two texts, SOURCE in French and TARGET in English (or --words FILE)")
    _align(source, target, output, presplit, settings, with_model=not no_model, translate=translate)


def _align(
    source: Path, target: Path, output: Path, presplit: bool, config: Config, *, with_model: bool, translate: bool
) -> None:
    from mt import align as aligning
    from mt import batch, checks, evaluation, writers
    from mt.align import documents, forced, links

    ours, theirs = (
        (_presplit(source), [*_presplit(target).segments]) if presplit else (_french(source), _english(target))
    )
    sentences = [segment.source for segment in ours.segments], [segment.source for segment in theirs]
    _check(source, sentences[0], target, sentences[1])
    name = source.with_suffix("").name
    endings = (*map(writers.suffix, config.formats), "names.tsv", "names.json", "beads")
    writers.spare([output / f"{name}.{ending}" for ending in endings], [source, target])
    batch.check_output(output)
    engine, model = forced.engine_of(config.model) if with_model else (None, "model:none")
    translations = None
    if engine is not None and translate:
        plain = [" ".join(sentence.split()) for sentence in sentences[0]]
        translations = evaluation.hypothesis(plain, config, engine)
    beads = aligning.sentences(*sentences, paragraphs=_paragraphs(ours, theirs), translations=translations)
    document = documents.of_beads(ours, theirs, beads)
    document = links.align(forced.attend(document, engine) if engine is not None else document)
    document = checks.flag(documents.doubted(document))
    signature = aligning.signature(model=model, translated=translate)
    files = writers.write(document, output, config.formats, name=name, signature=signature)
    files.append(writers.atomic(output / f"{name}.beads", documents.notation(beads)))
    _report(document, beads, files)


def _only(path: Path) -> Document:
    """The one document of a file."""
    from mt import readers
    from mt.errors import InputError

    first, *more = readers.read(path)
    if more:
        raise InputError(
            f"{path} holds {len(more) + 1} articles: mt align pairs one with one, so give each its own file"
        )
    return first


def _french(path: Path) -> Document:
    from mt import segment

    return segment.split(_only(path))


def _english(path: Path) -> list[Segment]:
    from mt.align import english

    return english.split(_only(path))


def _presplit(path: Path) -> Document:
    """A document with a segment for every line, blank ones too, which end paragraphs."""
    from mt.document import PATH, Document, Paragraph, Segment

    groups: list[list[Segment]] = [[]]
    before = ""
    for line in _lines(path):
        if line.strip() and groups[-1] and not before.strip():
            groups.append([])
        groups[-1].append(Segment(f"{len(groups)}.{len(groups[-1]) + 1}", line, gap="\n"))
        before = line
    paragraphs = tuple(Paragraph(tuple(group)) for group in groups)
    return Document(path.with_suffix("").name, paragraphs, meta={"title": path.name, PATH: str(path)})


def _lines(path: Path) -> list[str]:
    """The lines of a text file of any suffix, in any encoding that articles may have.

    Raises:
        InputError: if it is missing, blank, or no text.
    """
    from mt import readers

    text, _ = readers.decode(path)
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _check(source: Path, ours: list[str], target: Path, theirs: list[str]) -> None:
    """Say what is odd about two texts.

    Raises:
        InputError: if they are the same, or the wrong way round.
    """
    from mt.checks import language
    from mt.errors import InputError

    if "".join("".join(ours).split()) == "".join("".join(theirs).split()):
        raise InputError(f"{source} and {target} hold the same text: give a French text and its English version")
    found = [language.rival("\n".join(side), own) for side, own in ((ours, "French"), (theirs, "English"))]
    if found == ["English", "French"]:
        raise InputError(f"{source} is English and {target} French: put the French first")
    for path, other, own in ((source, found[0], "French"), (target, found[1], "English")):
        if other:
            typer.echo(f"mt: {path} does not look {own} but {other}: many pairs will be wrong", err=True)
    if max(len(ours), len(theirs)) > 3 * min(len(ours), len(theirs)):
        typer.echo(f"mt: {len(ours)} sentences against {len(theirs)}: much will be unpaired", err=True)


def _paragraphs(source: Document, target: list[Segment]) -> tuple[list[int], list[int]] | None:
    """The paragraph of every sentence of both sides; None where a side does not tell."""
    ours = [number for number, paragraph in enumerate(source.paragraphs) for _ in paragraph.segments]
    theirs = [int(segment.id.partition(".")[0]) for segment in target]
    return (ours, theirs) if len(set(ours)) > 1 and len(set(theirs)) > 1 else None


def _report(document: Document, beads: list[Bead], files: list[Path]) -> None:
    from rich.console import Console
    from rich.table import Table

    codes = [flag.code for segment in document.segments for flag in segment.flags]
    alone = [sum(not bead.target for bead in beads), sum(not bead.source for bead in beads)]
    table = Table("pairs", "source alone", "target alone", "unsure", "flags")
    table.add_row(*map(str, (len(beads) - sum(alone), *alone, codes.count("unsure-pair"), len(codes))))
    console = Console()
    console.print(table)
    shown = next((file for file in files if file.suffix == ".html"), files[-1])
    console.print(f"Review: {shown}", soft_wrap=True, highlight=False, markup=False)


def _print_links(path: Path, least: float, model: str | None) -> None:
    """One line of links for every line of the file; a line that is no pair gives an empty one and is said."""
    from functools import partial

    from mt.align import forced, links
    from mt.errors import InputError

    pairs: list[list[list[str]]] = []
    wrong = []
    for number, line in enumerate(_lines(path), 1):
        sides = [side.split() for side in line.split("|||")]
        if len(sides) != 2:
            if line.strip():
                wrong.append(number)
            sides = [[], []]
        pairs.append(sides)
    if not any(source and target for source, target in pairs):
        raise InputError(f"{path} holds no pair: a line is source ||| target, words separated by spaces")
    between = partial(forced.between, engine=forced.engine_of(model)[0]) if model else links.between
    for first in range(0, len(pairs), WINDOW):
        sources, targets = zip(*pairs[first : first + WINDOW], strict=True)
        for found in between(sources, targets, least=least):
            typer.echo(" ".join(f"{i}-{j}" for i, j, _ in found))
    if wrong:
        shown = ", ".join(map(str, wrong[:5])) + ("…" if len(wrong) > 5 else "")
        what = "line" if len(wrong) == 1 else "lines"
        typer.echo(f"mt: {path}: no links for {what} {shown}: a line is source ||| target", err=True)
        raise typer.Exit(1)
