"""The command line. Only this module and `mt/commands/` print or end the program.

Exit status: 0 all done; 1 some inputs failed and the rest is done; 2 a wrong call, or nothing could be done.
"""

from __future__ import annotations

import os
import sys
import warnings
from typing import Any

import typer

from mt import __version__
from mt.commands import align, evaluate, memory, names, review, serve, train, translate
from mt.commands._streams import forget
from mt.errors import Fallback, MtError

app = typer.Typer(
    name="mt",
    help="French news articles in, reliable English out, side by side, with every name right.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(name="translate")(translate.translate)
app.command(name="align")(align.align)
app.command(name="evaluate")(evaluate.evaluate)
app.command(name="train")(train.train)
app.command(name="serve")(serve.serve)
app.add_typer(names.app, name="names")
app.add_typer(review.app, name="review")
app.add_typer(memory.app, name="memory")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mt {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """French news articles in, reliable English out, side by side, with every name right."""


def _say(shown: Any) -> Any:
    """Warnings shown as `shown` does, but what the program means for its user as a line like every other."""

    def show(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:
        if issubclass(category, Fallback):
            typer.echo(f"mt: {message}", err=True)
        else:
            shown(message, category, *rest, **more)

    return show


def main() -> None:
    """Run the command line and end the program with its status."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    warnings.showwarning = _say(warnings.showwarning)
    try:
        app()
    except MtError as error:
        typer.echo(f"mt: {error}", err=True)
        sys.exit(2)
    finally:
        _let_go_of_messages()


def _let_go_of_messages() -> None:
    """Messages that nobody takes (standard error is closed or full) are dropped; else Python ends with status 120."""
    if sys.stderr is None:  # closed from the beginning
        return
    try:
        sys.stderr.flush()
    except OSError:
        forget(sys.stderr)


if __name__ == "__main__":
    main()
