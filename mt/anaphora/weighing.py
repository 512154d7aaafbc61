"""Which of several sexes a pronoun has: what speaks for each, weighed, and how sure that is.

A conditional logit (McFadden 1974): each sex has a value for each reason, `weights.toml` what a reason is worth for a
subject, an owner and an object, and the shares are those of the exponentials of the sums.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from math import exp
from pathlib import Path


@cache
def _weights() -> dict[str, dict[str, float]]:
    return tomllib.loads((Path(__file__).parent / "weights.toml").read_text(encoding="utf-8"))


def shares(kind: str, reasons: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """How probable each sex is, which sum up to 1.

    Args:
        kind: what the pronoun is: subject, owner or object.
        reasons: by sex, what speaks for it.
    """
    worth = _weights()[kind]
    sums = {sex: sum(worth.get(name, 0.0) * value for name, value in some.items()) for sex, some in reasons.items()}
    most = max(sums.values())
    shares = {sex: exp(one - most) for sex, one in sums.items()}
    return {sex: share / sum(shares.values()) for sex, share in shares.items()}


def likeliest(kind: str, reasons: Mapping[str, Mapping[str, float]]) -> str:
    """The most probable sex, however uncertain it is."""
    found = shares(kind, reasons)
    return max(found, key=found.__getitem__)


def decided(kind: str, reasons: Mapping[str, Mapping[str, float]], said: str | None) -> str | None:
    """The most probable sex; None where that is not what is said and too uncertain.

    That a person becomes a thing must be surer than that a thing becomes a person.
    """
    found, worth, best = shares(kind, reasons), _weights()[kind], likeliest(kind, reasons)
    return best if best == said or found[best] >= worth["sure" if best else "sure_thing"] else None
