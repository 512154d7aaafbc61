"""“We” and “they” for what an engine makes of « On … » where a quotation begins."""

from __future__ import annotations

import pytest

import mt
from mt import typography


@pytest.mark.parametrize(
    ("source", "raw", "target"),
    [
        ("« On a gagné », dit-il.", '"One has won," he said.', "“We have won,” he said."),
        ("« On n'a pas gagné »", '"One hasn\'t won"', "“We haven’t won”"),
        ("« On peut tout faire. On doit agir. »", '"One can do it. One must act."', "“We can do it. We must act.”"),
        ("« On ne sait jamais »", '"One never knows"', "“We never know”"),
        ("« On est dans le flou »", '"One is in doubt"', "“We are in doubt”"),
        ("« On meurt »", '"One dies"', "“We die”"),
        ("« On essaie »", '"One tries"', "“We try”"),
        ("« On m'a menti »", '"One lied to me"', "“They lied to me”"),
        ("« On lui a menti »", '"One lied to him"', "“One lied to him”"),  # we or they?
        ("On compte", "One of them counts", "One of them counts"),
        ("« L'un a gagné »", '"One has won"', "“One has won”"),
        (
            "« On a vu l'un d'eux. L'un est là. »",
            '"One has seen him. One is here."',
            "“One has seen him. One is here.”",
        ),
    ],
)
def test_put_right(source: str, raw: str, target: str) -> None:
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == target
    assert typography.undo(english, edits) == raw


def test_the_embedded_model_says_we() -> None:
    (segment,) = mt.translate("« On est fatigués », dit le maire.").segments
    assert segment.target.startswith(("“We are tired", "“We’re tired"))
