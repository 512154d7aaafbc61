"""What a run says while it goes on and at its end: a bar for people, lines of JSON for machines."""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mt.commands._streams import forget
from mt.errors import Fallback, MtError

if TYPE_CHECKING:
    from rich.console import Console

    from mt.batch import Report, Result

RECENT = 60  # seconds that the rate is taken from
QUIET = 60  # seconds between two lines of progress where there is no terminal
FEW = 20  # articles that tell how long the rest will take; of fewer the characters do
SHOWN = 40  # articles in the table at the end; of more only the sums are read


def event(what: str, **fields: Any) -> None:
    """One line of JSON on standard error."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    with suppress(OSError):  # who reads no further, or has no room for it, ends no run
        typer.echo(json.dumps({"time": moment, "event": what} | fields, ensure_ascii=False), err=True)


@contextmanager
def all_as_json() -> Iterator[None]:
    """What ends the program, and what is done otherwise than was hoped for, are lines of JSON, too."""
    shown = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:
        if issubclass(category, Fallback):
            event("warning", text=str(message))
        else:
            shown(message, category, *rest, **more)

    warnings.showwarning = show
    try:
        yield
    except MtError as error:
        event("error", text=str(error))
        raise typer.Exit(2) from error
    finally:
        warnings.showwarning = shown


class Pace:
    """How fast it goes, and how long it will take.

    Attributes:
        sentences: translated or recalled so far.
        articles: finished so far, those of earlier runs included.
    """

    def __init__(self, total: int | None, size: int | None) -> None:
        """Start the clock.

        Args:
            total: articles in all, if that is known.
            size: characters in all, if that is known.
        """
        self.total, self._size = total, size
        self.sentences = self.articles = 0
        self._new = self._characters = 0
        self._begin = time.perf_counter()
        self._recent: deque[tuple[float, int]] = deque([(self._begin, 0)])

    def advance(self, sentences: int, characters: int) -> None:
        """So many sentences more; of an article that may not be finished."""
        now = time.perf_counter()
        self.sentences += sentences
        self._characters += characters
        self._recent.append((now, self.sentences))
        while len(self._recent) > 2 and self._recent[1][0] < now - RECENT:
            self._recent.popleft()

    def finished(self, result: Result) -> None:
        """One article more."""
        self.articles += 1
        self._new += not result.unchanged

    def rate(self) -> float:
        """Sentences a second of late."""
        (begin, before), now = self._recent[0], time.perf_counter()
        return (self.sentences - before) / max(now - begin, 0.001)

    def left(self) -> float | None:
        """Seconds left, if that can be told."""
        spent = time.perf_counter() - self._begin
        if self.total is not None and self._new >= FEW:
            return spent / self._new * max(self.total - self.articles, 0)
        if self._size and self._characters:
            return spent / self._characters * max(self._size - self._characters, 0)
        return None

    def text(self) -> str:
        """For people."""
        left = self.left()
        rest = "" if left is None else f", {duration(left)} left"
        return f"{self.rate():.0f} sentences/s{rest}"


class Bar:
    """A progress bar where standard error is a terminal, a line a minute where not; a table at the end."""

    def __init__(self, pace: Pace) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
        )
        console = Console(stderr=True)
        self._pace, self._live, self._said = pace, console.is_terminal, time.perf_counter()
        self._progress = Progress(*columns, console=console, transient=True, disable=not self._live)
        self._task = self._progress.add_task("articles", total=pace.total, pace="")

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def say(self, text: str) -> None:
        """A line for the person."""
        with suppress(OSError):
            typer.echo(f"mt: {text}", err=True)

    def advance(self, sentences: int, characters: int) -> None:
        """So many sentences more."""
        self._pace.advance(sentences, characters)
        self._show()

    def tell(self, result: Result) -> None:
        """One article more."""
        if result.error:
            self.say(result.error)
        self._pace.finished(result)
        self._show()

    def _show(self) -> None:
        if self._live:
            self._progress.update(self._task, completed=self._pace.articles, pace=self._pace.text())
        elif time.perf_counter() - self._said > QUIET:
            self._said = time.perf_counter()
            of = "" if self._pace.total is None else f" of {self._pace.total}"
            self.say(f"{self._pace.articles}{of} articles, {self._pace.sentences} sentences, {self._pace.text()}")

    def summary(self, report: Report, output: Path) -> None:
        """What was done, on standard output."""
        for warning in report.warnings:
            self.say(warning)
        try:
            _table(report)
            _sums(report, output)
        except OSError as error:
            forget(sys.stdout)
            self.say(f"the summary cannot be shown ({error.strerror}); manifest.json has it")
        if report.stopped:
            self.say("stopped; every article written is complete, the same command goes on from here")


class JsonLines:
    """Every event as one JSON object a line on standard error; nothing on standard output."""

    def __init__(self, pace: Pace) -> None:
        self._pace, self._said = pace, time.perf_counter()
        event("start", articles=pace.total)

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def say(self, text: str) -> None:
        """A message."""
        event("message", text=text)

    def advance(self, sentences: int, characters: int) -> None:
        """So many sentences more; said every ten seconds."""
        self._pace.advance(sentences, characters)
        if time.perf_counter() - self._said > RECENT / 6:
            self._said = time.perf_counter()
            pace, left = self._pace, self._pace.left()
            event(
                "progress",
                articles=pace.articles,
                sentences=pace.sentences,
                sentences_per_second=round(pace.rate(), 1),
                seconds_left=None if left is None else round(left),
            )

    def tell(self, result: Result) -> None:
        """One article more."""
        self._pace.finished(result)
        if result.error:
            event("failed", name=result.article.name, error=result.error)
        elif result.summary:
            of = result.summary
            event(
                "unchanged" if result.unchanged else "done",
                name=result.article.name,
                segments=of.segments,
                words=of.words,
                flags=of.flags,
            )

    def summary(self, report: Report, output: Path) -> None:
        """What was done."""
        from mt.batch.manifest import totals

        for warning in report.warnings:
            event("warning", text=warning)
        sums = totals(result.summary for result in report if result.summary)
        failed = sum(bool(result.error) for result in report)
        event("end", stopped=report.stopped, failed=failed, **sums, run=report.run)


def console() -> Console:
    """Standard output; who reads no further (`| head`) has read enough, which is no failure."""
    from rich.console import Console

    class Patient(Console):
        def on_broken_pipe(self) -> None:
            self.quiet = True
            forget(sys.stdout)

    return Patient()


def duration(seconds: float) -> str:
    """For people: "2 h 05 min", "3 min 07 s", "12 s"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def _table(report: Report) -> None:
    """A line an article, if they are few enough to be read."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    done = [(result, result.summary) for result in report if result.summary is not None]
    if not done or len(done) > SHOWN:
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("article", overflow="fold")
    for heading in ("segments", "words", "flags", "names", "reconciled", "unsure"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result, of in done:
        figures = (of.segments, of.words, sum(of.flags.values()), of.names, of.changed, of.unsure)
        table.add_row(plain(result.article.name), *map(str, figures))
    out = console()
    out.print(table)
    out.print()


def _sums(report: Report, output: Path) -> None:
    """The figures of the run, and where to look first."""
    from mt.batch.manifest import totals

    sums, run = totals(result.summary for result in report if result.summary), report.run
    if not sums["articles"]:
        return
    out = console()

    def line(text: str) -> None:
        out.print(plain(text), soft_wrap=True, highlight=False)

    unchanged = f" ({run['unchanged']} finished before)" if run["unchanged"] else ""
    speed = f"; {run['words_per_second']:.0f} words/s" if run["words_per_second"] else ""
    articles, words = counted(sums["articles"], "article"), counted(sums["words"], "word")
    line(f"{articles}{unchanged}, {counted(sums['segments'], 'sentence')}, {words}{speed}")
    if failed := sum(bool(result.error) for result in report):
        line(f"Not done {failed}: each is said above, and in manifest.json")
    if "from_memory" in run:
        differing = f"; {run['differing']} stored otherwise by another run" if run["differing"] else ""
        line(
            f"From memory {run['from_memory']}, translated {run['from_engine']}, approved {sums['approved']}{differing}"
        )
    line(f"Names {sums['names']}: {sums['reconciled']} reconciled, {sums['unsure']} to decide")
    if sums["flags"]:
        line("Flags " + ", ".join(f"{code} {count}" for code, count in sums["flags"].items()))
    if "older" in run:
        told = ", ".join(f"{form} {count}" for form, count in run["older"].items())
        line(f"Left as earlier runs wrote them, for --formats does not ask for them: {told}")
    line(f"Review: {_first_to_read(report, output)}")


def _first_to_read(report: Report, output: Path) -> Path:
    summary = next((result.summary for result in report if result.summary), None)
    if report.page:
        return output / report.page
    return output / f"{summary.name}.html" if summary and "html" in summary.formats else output


def counted(number: int, what: str) -> str:
    """ "1 word", "2 words"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def plain(text: str) -> str:
    """Text that is data, kept from being read as rich's mark-up."""
    from rich.markup import escape

    return escape(text)
