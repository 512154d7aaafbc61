"""What a run says while it goes on and at its end: a bar for people, lines of JSON for machines."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from mt.batch import Report, Result

SHOWN = 40  # articles in the table at the end; of more only the sums are read


class Bar:
    """A progress bar where standard error is a terminal, and failures as they come; a table at the end."""

    def __init__(self, total: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        console = Console(stderr=True)
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._progress.add_task("translating", total=total, rate="")
        self._begin, self._segments = time.perf_counter(), 0

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def say(self, text: str) -> None:
        """A line for the person."""
        typer.echo(f"mt: {text}", err=True)

    def tell(self, result: Result) -> None:
        """One article more."""
        if result.error:
            self.say(result.error)
        if result.summary and not result.unchanged:
            self._segments += result.summary.segments
        rate = self._segments / max(time.perf_counter() - self._begin, 0.001)
        self._progress.update(self._task, advance=1, rate=f"{rate:.0f} sentences/s")

    def summary(self, report: Report, output: Path) -> None:
        """What was done, on standard output."""
        for warning in report.warnings:
            self.say(warning)
        _table(report)
        _sums(report, output)
        if report.stopped:
            self.say("stopped; every article written is complete, the same command goes on from here")


class JsonLines:
    """Every event as one JSON object a line on standard error; nothing on standard output."""

    def __init__(self, total: int | None) -> None:
        self._write("start", articles=total)

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def _write(self, event: str, **fields: Any) -> None:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        typer.echo(json.dumps({"time": moment, "event": event} | fields, ensure_ascii=False), err=True)

    def say(self, text: str) -> None:
        """A message."""
        self._write("message", text=text)

    def tell(self, result: Result) -> None:
        """One article more."""
        if result.error:
            self._write("failed", name=result.article.name, error=result.error)
        elif result.summary:
            of = result.summary
            self._write(
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
            self._write("warning", text=warning)
        sums = totals(result.summary for result in report if result.summary)
        failed = sum(bool(result.error) for result in report)
        self._write("end", stopped=report.stopped, failed=failed, **sums, run=report.run)


def _table(report: Report) -> None:
    """A line an article, if they are few enough to be read."""
    from rich.console import Console
    from rich.table import Table

    done = [(result, result.summary) for result in report if result.summary is not None]
    if not done or len(done) > SHOWN:
        return
    table = Table()
    table.add_column("article", overflow="fold")
    for heading in ("segments", "words", "flags", "names", "reconciled", "unsure"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result, of in done:
        figures = (of.segments, of.words, sum(of.flags.values()), of.names, of.changed, of.unsure)
        table.add_row(plain(result.article.name), *map(str, figures))
    Console().print(table)


def _sums(report: Report, output: Path) -> None:
    """The figures of the run, and where to look first."""
    from rich.console import Console

    from mt.batch.manifest import totals

    sums, run = totals(result.summary for result in report if result.summary), report.run
    if not sums["articles"]:
        return
    console = Console()

    def line(text: str) -> None:
        console.print(plain(text), soft_wrap=True, highlight=False)

    unchanged = f" ({run['unchanged']} finished before)" if run["unchanged"] else ""
    speed = f"; {run['words_per_second']:.0f} words/s" if run["words_per_second"] else ""
    line(f"{sums['articles']} articles{unchanged}, {sums['segments']} sentences, {sums['words']} words{speed}")
    if "from_memory" in run:
        differing = f"; {run['differing']} stored otherwise by another run" if run["differing"] else ""
        line(
            f"From memory {run['from_memory']}, translated {run['from_engine']}, approved {sums['approved']}{differing}"
        )
    line(f"Names {sums['names']}: {sums['reconciled']} reconciled, {sums['unsure']} to decide")
    if sums["flags"]:
        line("Flags " + ", ".join(f"{code} {count}" for code, count in sums["flags"].items()))
    line(f"Review: {_first_to_read(report, output)}")


def _first_to_read(report: Report, output: Path) -> Path:
    summary = next((result.summary for result in report if result.summary), None)
    if report.page:
        return output / report.page
    return output / f"{summary.name}.html" if summary and "html" in summary.formats else output


def plain(text: str) -> str:
    """Text that is data, kept from being read as rich's mark-up."""
    from rich.markup import escape

    return escape(text)
