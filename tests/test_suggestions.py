"""Near matches from the memory: offered where they help, their difference marked, nothing put into a target."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mt import writers
from mt.document import Document, Flag, Paragraph, Segment, Span
from mt.memory import Memory
from mt.review.suggestions import CODE, differences, suggest, without
from mt.writers import jsonl

APPROVED = "Le Premier ministre a reçu mardi son homologue à Erevan."
LIKE = "Le Premier ministre a reçu jeudi son homologue à Erevan."


def _document(*segments: Segment, kind: str = "text") -> Document:
    return Document("d", (Paragraph(segments, kind),))


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    memory = Memory(tmp_path / "m.sqlite")
    memory.approve(APPROVED, "The Prime Minister received his counterpart in Yerevan on Tuesday.", "Ana", "", "a")
    return memory


def test_a_near_match_is_offered_with_its_difference(memory: Memory) -> None:
    other = Flag("empty", "There is no translation.", Span(0, 1))
    document = _document(Segment("1", LIKE, "Thursday.", flags=(other,)), Segment("2", "Tout autre chose.", "Else."))
    first, second = suggest(document, memory).segments
    assert first.flags[0] == other and first.flags[1].code == CODE and first.target == "Thursday."
    assert "“The Prime Minister received his counterpart in Yerevan on Tuesday.”" in first.flags[1].message
    assert "reçu [mardi → jeudi] son" in first.flags[1].message and "9" in first.flags[1].message
    assert first.suggestion is not None and first.suggestion.source == APPROVED and first.suggestion.reviewer == "Ana"
    assert 0.75 <= first.suggestion.likeness < 1
    assert second.flags == () and second.suggestion is None
    assert suggest(suggest(document, memory), memory) == suggest(document, memory)


def test_what_needs_no_suggestion_gets_none(memory: Memory) -> None:
    approved = Segment("1", LIKE, "Done.", status="approved", flags=(Flag(CODE, "old"),))
    same = Segment("2", LIKE, "The Prime Minister received his counterpart in Yerevan on Tuesday.")
    blank = Segment("3", " ", "")
    result = suggest(_document(approved, same, blank), memory)
    assert [segment.flags for segment in result.segments] == [(), (), ()]
    code = _document(replace(approved, status="draft", flags=()), kind="code")
    assert suggest(code, memory) == code
    assert suggest(_document(Segment("1", LIKE)), memory, least=0.99).segments[0].flags == ()


def test_a_suggestion_is_kept_in_the_record_and_goes_with_the_approval(memory: Memory, tmp_path: Path) -> None:
    document = suggest(_document(Segment("1", LIKE, "Thursday."), Segment("2", "Autre.", "Else.")), memory)
    path = writers.write(document, tmp_path, ["jsonl"], name="d", signature="")[0]
    assert jsonl.read(path) == document
    assert '"suggestion"' not in path.read_text(encoding="utf-8").splitlines()[1]
    assert without(document.segments[0]) == Segment("1", LIKE, "Thursday.")


@pytest.mark.parametrize(
    ("there", "here", "marked"),
    [
        ("Le gel dure.", "Le gel durait.", "Le gel [dure → durait]."),
        ("Le gel dure.", "Le gel dure encore.", "Le gel dure[– →  encore]."),
        ("Oui.\nNon.", "Oui. Non.", "Oui. Non."),
        ("", "Oui", "[– → Oui]"),
    ],
)
def test_differences_are_marked_word_by_word(there: str, here: str, marked: str) -> None:
    assert differences(there, here) == marked
