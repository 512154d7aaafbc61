"""The learning rate over a run, and the clock that says how much of the schedule is used up.

The rate depends on the step during warm-up and otherwise on the share of the schedule used, in minutes or steps, so
slices of any length make one schedule: cut anywhere, the sum is the same run.
"""

from __future__ import annotations

import math
import time

from mt.training.recipe import Schedule


def factor(step: int, share: float, schedule: Schedule) -> float:
    """What the rate is multiplied with: linear warm-up, a plateau until `hold`, a half cosine down to `floor`."""
    rise = min((step + 1) / schedule.warm_up, 1.0)
    fall = min(max(share - schedule.hold, 0.0) / (1 - schedule.hold), 1.0)
    return rise * (schedule.floor + (1 - schedule.floor) * 0.5 * (1 + math.cos(math.pi * fall)))


class Clock:
    """Minutes and steps used, over all slices of a run."""

    def __init__(self, schedule: Schedule, *, minutes: float = 0.0, steps: int = 0, slice_minutes: float | None = None):
        """`minutes` and `steps` were used before; this slice ends after `slice_minutes`, or with the schedule."""
        self._schedule, self._before, self.steps = schedule, minutes, steps
        self._slice = math.inf if slice_minutes is None else slice_minutes
        self._begin = time.monotonic()

    @property
    def minutes(self) -> float:
        """Minutes of training in all slices."""
        return self._before + self.slice_minutes

    @property
    def slice_minutes(self) -> float:
        """Minutes since this slice began."""
        return (time.monotonic() - self._begin) / 60

    @property
    def share(self) -> float:
        """How much of the schedule is used up; 1 or more at its end."""
        if self._schedule.steps is not None:
            return self.steps / self._schedule.steps
        return self.minutes / (self._schedule.minutes or math.inf)

    @property
    def over(self) -> bool:
        """Whether the slice or the schedule is at its end."""
        return self.share >= 1 or self.slice_minutes >= self._slice

    @property
    def factor(self) -> float:
        """The rate's factor now."""
        return factor(self.steps, self.share, self._schedule)

    def start(self) -> None:
        """Count this slice from now on."""
        self._begin = time.monotonic()
