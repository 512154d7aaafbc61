"""What the modules of this room share: French blanks, a module's own data, a capital, letters without accents."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

SPACE = "[ \u00a0\u202f]"  # a pattern for a blank, also one that does not break


def data_of(module: str) -> dict[str, Any]:
    """The TOML file beside a module, which is called as it is; `module` is its `__file__`."""
    return tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8"))


def capitalised(text: str) -> str:
    """A text with a capital at its head, the rest as it is."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """A text without its accents: école is ecole."""
    return "".join(letter for letter in normalize("NFD", text) if not combining(letter))
