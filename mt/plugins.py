"""Finds a module by its file name: file name = plug-in name = configuration value = command-line value.

There is no registry: adding `mt/writers/odt.py` adds the format `odt`. A module is imported when it is asked for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from mt.errors import one_of


@cache
def names(room: str) -> tuple[str, ...]:
    """The plug-ins of a room ("readers", "writers", "engines"), sorted; a leading underscore hides a file."""
    spec = find_spec(f"mt.{room}")  # nothing is imported
    modules = iter_modules(spec.submodule_search_locations if spec else ())
    return tuple(sorted(module.name for module in modules if not module.name.startswith("_")))


@cache
def load(room: str, name: str) -> ModuleType:
    """The module `mt.<room>.<name>`.

    Raises:
        ConfigError: if there is none; the message names the nearest.
    """
    return import_module(f"mt.{room}.{one_of(room.rstrip('s'), name, names(room))}")
