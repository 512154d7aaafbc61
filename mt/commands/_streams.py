"""What becomes of what nobody takes: a pipe whose reader has gone, a device that is full."""

from __future__ import annotations

import os
from typing import IO


def forget(stream: IO[str]) -> None:
    """What is left in a stream, and comes later, goes nowhere; Python would stumble over it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
