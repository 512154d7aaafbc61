"""Whom an article has beside a person whose name is near, and what keeps the two apart."""

from __future__ import annotations

from collections.abc import Sequence

from mt.names import clusters
from mt.names.counterparts import likeness
from mt.names.forms import Form
from mt.names.groups import Group, near_by

_ALIKE = 0.6  # of two surnames that one might take for each other
_SHORT = 5  # letters; shorter surnames that are not the same are taken for each other by nobody
_LIKE_ONE_WORD = "alike, but one word alone must be more so"


def told(groups: Sequence[Group], forms: Sequence[Form], at: int) -> list[str]:
    """Other persons of the article whose name is near that of group `at`, each with what keeps them apart."""
    group = groups[at]
    if group.kind != "person" or group.bare:
        return []
    near: list[str] = []
    mine = clusters.parts(forms[at].text)
    for other, form in zip(groups, forms, strict=True):
        if other is group or other.kind != "person" or other.bare or not other.mentions:
            continue
        theirs = clusters.parts(form.text)
        if clusters.is_number(mine[-1]) or clusters.is_number(theirs[-1]):
            continue  # Abdullah II, Albert II
        if not near_by(mine[-1], theirs[-1]) and clusters.blocks(mine[-1]).isdisjoint(clusters.blocks(theirs[-1])):
            continue
        found, bare = clusters.words_alike(mine[-1], theirs[-1]), 1 in (len(mine), len(theirs))
        if found.veto and near_by(mine[-1], theirs[-1]) and likeness(mine[-1], theirs[-1]) >= _ALIKE:
            near.append(f"{form.text}: {found.veto}")
        elif not found.veto and found.score >= clusters.rules().threshold and _reads_alike(mine[-1], theirs[-1]):
            near.append(f"{form.text}: {_LIKE_ONE_WORD if bare else 'the same surname, another given name'}")
    return near


def _reads_alike(one: str, two: str) -> bool:
    """Whether two folded surnames that sound alike are near by their letters, too; Khan and Ghani are not."""
    return one == two or (min(len(one), len(two)) > _SHORT and one[0] == two[0])
