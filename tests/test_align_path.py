"""The best path and how sure it is, against every path there is."""

from __future__ import annotations

from functools import cache
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mt.align import path
from mt.align.path import Corridor, Gaps, Step

KINDS = [(1, 1), (1, 2), (2, 1), (2, 2)]
GAPS = Gaps(-2.0, -0.5)


def random_scores(n: int, m: int, seed: int) -> list[dict[tuple[int, int], np.ndarray]]:
    chance = np.random.default_rng(seed)
    return [{kind: chance.normal(0, 2, m + 1) for kind in KINDS} for _ in range(n + 1)]


def every_path(n: int, m: int):
    """Every sequence of steps from (0, 0) to (n, m)."""

    @cache
    def to(i: int, j: int) -> tuple[tuple[Step, ...], ...]:
        if i == j == 0:
            return ((),)
        found = []
        for a, b in [*KINDS, (1, 0), (0, 1)]:
            if i >= a and j >= b:
                found += [(*steps, Step(i, j, (a, b))) for steps in to(i - a, j - b)]
        return tuple(found)

    return to(n, m)


def worth(steps, scores) -> float:
    total, before = 0.0, None
    for i, j, kind in steps:
        if all(kind):
            total += scores[i][kind][j]
        else:
            total += GAPS.extended if kind == before else GAPS.opened
        before = kind
    return total


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 10**6))
def test_the_best_path_is_the_best_of_all_and_its_steps_are_as_sure_as_their_share(n, m, seed):
    scores = random_scores(n, m, seed)
    corridor = Corridor.whole(n, m)
    paths = every_path(n, m)
    found = path.best(scores, GAPS, corridor)
    assert worth(found, scores) == pytest.approx(max(worth(steps, scores) for steps in paths))
    total = sum(exp(worth(steps, scores)) for steps in paths)
    for step, sure in zip(found, path.confidence(found, scores, GAPS, corridor), strict=True):
        if all(step.kind):
            share = sum(exp(worth(steps, scores)) for steps in paths if step in steps) / total
        else:
            side = step.kind[1]
            sentence = step[side]
            share = (
                sum(
                    exp(worth(steps, scores))
                    for steps in paths
                    if any(other.kind == step.kind and other[side] == sentence for other in steps)
                )
                / total
            )
        assert sure == pytest.approx(share, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 10**6))
def test_a_corridor_wide_enough_changes_nothing(n, m, seed):
    scores_of = random_scores(n, m, seed)
    found = path.best(scores_of, GAPS, Corridor.whole(n, m))
    corridor = Corridor.around(found, n, m, 1)
    inside = [
        {kind: row[corridor.low[i] : corridor.high[i] + 1] for kind, row in rows.items()}
        for i, rows in enumerate(scores_of)
    ]
    assert path.best(inside, GAPS, corridor) == found
    assert all(corridor.low[i] <= j <= corridor.high[i] for i, j, _ in found)
    assert (np.diff(corridor.low) >= 0).all() and (np.diff(corridor.high) >= 0).all()
