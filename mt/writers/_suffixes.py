"""Which file a format writes: NAME.<module>, or what the module says in `SUFFIX` where no program knows that ending."""

from __future__ import annotations

from functools import cache

from mt import plugins


@cache
def suffix(form: str) -> str:
    """The ending of a format's files, without its first dot.

    Raises:
        ConfigError: if there is no such format.
    """
    return str(getattr(plugins.load("writers", form), "SUFFIX", form))
