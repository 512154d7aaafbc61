"""`mt translate`: articles in, review files out."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mt.batch import Article, Report, Run, Selection
    from mt.config import Config
    from mt.memory import Memory

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...", help="Articles, folders of them, patterns, @LIST files, or - for standard input."
    ),
]
OUTPUTS = Path("outputs")
Output = Annotated[Path, typer.Option("--output", "-o", help="Folder for the review files.")]
Model = Annotated[str | None, typer.Option(help="fr-en (embedded), a MarianMT folder, or a Hub id.")]
EngineName = Annotated[str | None, typer.Option("--engine", help="ct2 (fast), marian (reference) or echo.")]
Settings = Annotated[Path | None, typer.Option("--config", help="Settings, e.g. configs/news.toml.")]
Glossary = Annotated[Path | None, typer.Option(help="Lines of source TAB target TAB note.")]
Authority = Annotated[Path | None, typer.Option(help="What people decided about names (mt names decide).")]
Formats = Annotated[str | None, typer.Option(help="Comma-separated: html,tsv,jsonl,txt,xlsx,docx,tmx,xliff,xliff2,md.")]
Shards = Annotated[str | None, typer.Option(help="jsonl or parquet: a file for every 64 articles, no review files.")]
Device = Annotated[str | None, typer.Option(help="auto, cpu or cuda (a graphics card).")]
Beam = Annotated[int | None, typer.Option(help="Hypotheses kept at each step; 1 is fastest.")]
Quotes = Annotated[str | None, typer.Option(help="curly or straight.")]
Cluster = Annotated[str | None, typer.Option(help="ray: on a cluster, or on this machine's own Ray.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes, each with an engine: one a core is fastest for many articles.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and how long it takes; write nothing.")]
MemoryPath = Annotated[Path | None, typer.Option("--memory", help="The translation memory, if not the user's own.")]
NoMemory = Annotated[bool, typer.Option("--no-memory", help="Remember nothing and recall nothing.")]
Since = Annotated[str | None, typer.Option(help="Only articles of this day or later, e.g. 2026-01-31.")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many articles.")]
Shard = Annotated[str | None, typer.Option(metavar="I/N", help="Only the I-th of N parts, for N machines.")]
Column = Annotated[
    str, typer.Option(help="Field of the text in .jsonl, .tsv and .csv; found by itself if called text.")
]
LogJson = Annotated[bool, typer.Option("--log-json", help="Say everything as lines of JSON on standard error.")]


def translate(
    paths: Paths,
    output: Output = OUTPUTS,
    model: Model = None,
    engine: EngineName = None,
    config: Settings = None,
    glossary: Glossary = None,
    authority: Authority = None,
    formats: Formats = None,
    shards: Shards = None,
    beam: Beam = None,
    device: Device = None,
    quotes: Quotes = None,
    memory: MemoryPath = None,
    no_memory: NoMemory = False,
    since: Since = None,
    limit: Limit = None,
    shard: Shard = None,
    column: Column = "",
    cluster: Cluster = None,
    workers: Workers = None,
    log_json: LogJson = False,
    dry_run: DryRun = False,
) -> None:
    """Translate French articles and write bilingual review files.

    For each article NAME: NAME.html (the review page), NAME.txt (the English article), NAME.tsv, NAME.jsonl,
    NAME.names.tsv and NAME.names.json; for several articles index.html; for the run manifest.json. What is finished
    already is not done again, so a run that was stopped goes on with the same command.
    """
    from mt import config as configuration
    from mt.commands import _watching

    with _watching.all_as_json() if log_json else nullcontext():
        _check(memory, no_memory, cluster)
        wanted = configuration.formats(formats)
        how = {"model": model, "engine": engine, "glossary": glossary, "authority": authority, "beam": beam}
        chosen = configuration.load(config, **how, formats=wanted, shards=shards, device=device, quotes=quotes)
        if "-" in map(str, paths):
            batch: dict[str, object] = {"--since": since, "--limit": limit, "--shard": shard, "--shards": shards}
            batch |= {"--column": column, "--cluster": cluster, "--workers": workers, "--log-json": log_json}
            batch |= {"--output": output != OUTPUTS, "other paths": paths[1:], "several --formats": (wanted or ())[1:]}
            _standard_input([name for name, said in batch.items() if said], chosen, memory, no_memory, dry_run)
            return
        selection = _selection(since, shard, limit, column)
        if dry_run:
            _rehearse(paths, selection, output, chosen, memory, no_memory)
            return
        articles = _planned(paths, selection, output)
        with _memory(memory, no_memory) as opened:
            report = _run(articles, selection, output, chosen, opened, log_json, workers, cluster)
        if report.status:
            raise typer.Exit(report.status)


def _check(memory: Path | None, no_memory: bool, cluster: str | None) -> None:
    """Refuse options that cannot be."""
    from mt.errors import ConfigError, one_of

    if memory and no_memory:
        raise ConfigError("--memory and --no-memory: choose one")
    if cluster:
        one_of("cluster", cluster, ("ray",))


def _standard_input(batch: list[str], config: Config, memory: Path | None, no_memory: bool, dry_run: bool) -> None:
    """Standard input is one article, and all that can be said of it is how it is translated."""
    from mt.batch import Selection
    from mt.commands import _filter
    from mt.errors import ConfigError

    if batch:
        raise ConfigError(f"- is one article alone, written to standard output: {', '.join(batch)} cannot go with it")
    if dry_run:
        with _filter.received() as path:
            _rehearse([path], Selection(), None, _filter.single(config), memory, no_memory)
        return
    with _memory(memory, no_memory) as opened:
        _filter.translate(config, opened)


def _planned(paths: list[Path], selection: Selection, output: Path) -> list[Article]:
    """The articles; the output folder is there and can be written."""
    from mt import batch

    articles = batch.plan(paths, selection)
    batch.check_output(output)
    return articles


def _rehearse(
    paths: list[Path], selection: Selection, output: Path | None, config: Config, memory: Path | None, no_memory: bool
) -> None:
    """Say what would be done, or why it would be refused; a memory that is not there yet is not made."""
    from mt import batch
    from mt.commands import _rehearsal
    from mt.memory import default_path

    articles = batch.plan(paths, selection)
    if output is not None:
        batch.check_output(output, make=False)
        batch.keep_inputs(articles, output, config)
    with _memory(memory, no_memory or not (memory or default_path()).exists()) as opened:
        _rehearsal.rehearse(articles, selection, output, config, opened)


def _selection(since: str | None, shard: str | None, limit: int | None, column: str) -> Selection:
    from datetime import date

    from mt.batch import Selection
    from mt.errors import ConfigError

    try:
        day = date.fromisoformat(since) if since else None
    except ValueError as error:
        raise ConfigError(f"--since {since}: give a day as 2026-01-31") from error
    part, _, parts = (shard or "1/1").partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise ConfigError(f"--shard {shard}: give I/N with I from 1 to N, as 1/4")
    return Selection(day, (int(part), int(parts)), limit, column)


@contextmanager
def _memory(path: Path | None, unwanted: bool) -> Iterator[Memory | None]:
    """The memory, open; a damaged one was set aside, and that is said."""
    import warnings

    from mt.errors import Fallback
    from mt.memory import Memory, default_path

    if unwanted:
        yield None
        return
    with Memory(path or default_path()) as memory:
        if memory.set_aside:
            said = f"the memory was damaged; it is now {memory.set_aside}, and a new one was begun"
            warnings.warn(said, Fallback, stacklevel=2)
        yield memory


def _run(
    articles: list[Article],
    selection: Selection,
    output: Path,
    config: Config,
    memory: Memory | None,
    log_json: bool,
    workers: int | None,
    cluster: str | None,
) -> Report:
    """Run while somebody may be watching; Ctrl-C or SIGTERM once ends in good order, twice at once."""
    from mt import batch
    from mt.batch import inputs
    from mt.commands import _watching

    stop = threading.Event()
    pace = _watching.Pace(*inputs.extent(articles, selection))
    watch = _watching.JsonLines(pace) if log_json else _watching.Bar(pace)

    def interrupted(*_: Any) -> None:
        if not stop.is_set():
            stop.set()
            with suppress(OSError):  # of a terminal that has been closed
                watch.say("stopping: what has been begun is finished first; press Ctrl-C again to leave it")
            return
        with suppress(OSError):
            watch.__exit__()
            watch.say("left; every article written is complete, the same command goes on from here")
            sys.stderr.flush()
        os._exit(130)  # now: threads of the engine would be waited for; nothing is half-written, as after a kill

    with _heard(interrupted), watch:
        report = batch.run(
            articles,
            output,
            config,
            watch.tell,
            selection=selection,
            memory=memory,
            stop=stop,
            progress=watch.advance,
            kind=_means(cluster, workers),
        )
    watch.summary(report, output)
    return report


@contextmanager
def _heard(act: Callable[..., None]) -> Iterator[None]:
    """`act` on what asks a program to end, until it has; what is ignored on purpose (nohup) stays so."""
    named = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {each: signal.getsignal(each) for each in named}
    wanted = [each for each in named if each is signal.SIGINT or before[each] is not signal.SIG_IGN]
    for each in wanted:
        signal.signal(each, act)
    try:
        yield
    finally:
        for each in wanted:
            signal.signal(each, before[each])


def _means(cluster: str | None, workers: int | None) -> Callable[..., Run] | None:
    """What does the work: a cluster, processes, or (None) this process alone."""
    from functools import partial

    if cluster:
        from mt.cluster import ClusterRun

        return partial(ClusterRun, workers or 2)
    if workers and workers > 1:
        from mt.processes import ProcessRun

        return partial(ProcessRun, workers)
    return None
