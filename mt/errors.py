"""What can be wrong, said to the person who can put it right.

A mistake of the operator is an `MtError`: one line that says what is wrong, what there is and what to do, raised before
anything slow or lasting happens. Trouble in the text itself is never an error but a `document.Flag`.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class MtError(Exception):
    """Something a user can put right. `str(error)` is the whole message, one line."""


class InputError(MtError):
    """An input cannot be read: missing, empty, binary, of an unknown format or encoding."""


class OutputError(MtError):
    """A result cannot be written where it should go."""


class ConfigError(MtError):
    """An option, a configuration file or a glossary says something that cannot be."""


class ModelError(MtError):
    """A model cannot be found or loaded."""


class LostSegments(MtError):
    """A stage gave back another number of segments than it took: a mistake in the program, stopped at the seam."""


class Fallback(UserWarning):
    """Something is done in another way than the settings hoped for; `str(warning)` is the whole message, one line."""


def described(error: Exception) -> str:
    """What is wrong, for who reads the report of a run: of a mistake in the program the place, so that it is found."""
    if isinstance(error, MtError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for it"
    at = traceback.extract_tb(error.__traceback__)[-1:]
    place = "".join(f" ({Path(frame.filename).name}, line {frame.lineno})" for frame in at)
    return f"{type(error).__name__}: {error}{place}"


def one_of(what: str, value: str, known: Iterable[str]) -> str:
    """`value` if it is among `known`.

    Raises:
        ConfigError: otherwise; the message lists what there is and names the nearest.
    """
    choices = sorted(known)
    if value in choices:
        return value
    near = get_close_matches(value, choices, n=1, cutoff=0.5)
    guess = f"; did you mean {near[0]!r}?" if near else ""
    raise ConfigError(f"unknown {what} {value!r}: there is {', '.join(choices)}{guess}")
