"""JSON as review files hold it: in the characters themselves, short, and fast to make.

orjson takes a tenth of the time of Python's own module. What it refuses, lone surrogates and whole numbers of more than
64 bits, is left to that.
"""

from __future__ import annotations

import json
import math
from typing import Any

import orjson


def dumps(data: Any) -> str:
    """On one line, without spaces; named tuples are lists. A number that is none (NaN) becomes null."""
    try:
        return orjson.dumps(data, default=list).decode()
    except TypeError:
        return json.dumps(_finite(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def indented(data: Any) -> str:
    """For people to read, two spaces a level, with a line end."""
    try:
        return orjson.dumps(data, default=list, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    except TypeError:
        return json.dumps(_finite(data), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _finite(data: Any) -> Any:
    """The same data, with None for every number that is none."""
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data
