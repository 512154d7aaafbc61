"""An article translated once more after people have worked on it: nothing of theirs is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from editors import EDITORS, page
from reviewed import SIGNATURE, reviewed
from typer.testing import CliRunner

from mt import review, writers
from mt.cli import app
from mt.document import Document, Entity, Flag, Segment
from mt.errors import OutputError
from mt.memory import Memory
from mt.review.carrying import carried, set_aside
from mt.review.decisions import Answer, decide, decided
from mt.review.suggestions import CODE
from mt.writers import Decision, jsonl

WHEN = "2026-02-01T10:00:00+00:00"
ARTICLE = """# Pachinian reçu à Moscou

Le Premier ministre arménien Nikol Pachinian a rencontré mardi Sergueï Lavrov à Moscou.

Pashinaian doit rentrer à Erevan à 20 h 30. L'OTAN suit la situation.
"""


def _kept(document: Document, folder: Path) -> Path:
    writers.write(document, folder, ["jsonl"], name="armenie", signature=SIGNATURE)
    return folder / "armenie.jsonl"


def _fresh() -> Document:
    """The article as a machine makes it, nobody's work in it."""
    plain = (
        replace(segment, target=segment.target + " (new)", origin="machine", status="draft", reviewer="", when="")
        for segment in reviewed().segments
    )
    return reviewed().with_segments(plain)


def _with(document: Document, number: int, **values: object) -> Document:
    segments = list(document.segments)
    segments[number - 1] = replace(segments[number - 1], **values)  # type: ignore[arg-type]
    return document.with_segments(segments)


def test_a_correction_nobody_approved_yet_is_carried_over_and_checked_anew(tmp_path: Path) -> None:
    mine = _with(_fresh(), 4, target="We stay, he told 7 mayors.", origin="human", reviewer="Ana", when=WHEN)
    result = carried(_fresh(), _kept(mine, tmp_path))
    four = result.segments[3]
    assert (four.target, four.origin, four.status, four.reviewer, four.when) == (
        *("We stay, he told 7 mayors.", "human", "draft", "Ana", WHEN),
    )
    assert "numbers-differ" in {flag.code for flag in four.flags}
    assert result.with_segments([*result.segments[:3], _fresh().segments[3], *result.segments[4:]]) == _fresh()


def test_an_approval_is_carried_over_where_the_memory_has_no_later_word(tmp_path: Path) -> None:
    approved = {"status": "approved", "reviewer": "Ana", "when": WHEN, "target": "Done."}
    record = _kept(_with(_fresh(), 4, **approved), tmp_path)
    offered = _with(_fresh(), 4, flags=(Flag(CODE, "Approved for a source like this."),))
    four = carried(offered, record).segments[3]
    assert (four.target, four.status) == ("Done.", "approved") and CODE not in {flag.code for flag in four.flags}
    later = approved | {"target": "Later.", "when": "2026-03-01T10:00:00+00:00", "origin": "memory"}
    assert carried(_with(_fresh(), 4, **later), record).segments[3].target == "Later."
    forgotten = _kept(_with(_fresh(), 4, **approved, origin="memory"), tmp_path)
    assert carried(_fresh(), forgotten) == _fresh()


def test_a_sentence_that_was_changed_keeps_nothing(tmp_path: Path) -> None:
    mine = _with(_fresh(), 4, source="Autre chose.", target="Mine.", origin="human")
    assert carried(_fresh(), _kept(mine, tmp_path)) == _fresh()
    assert carried(_fresh(), tmp_path / "nothing.jsonl") == _fresh()
    (tmp_path / "torn.jsonl").write_text('{"id": ')
    assert carried(_fresh(), tmp_path / "torn.jsonl") == _fresh()


@pytest.mark.parametrize(
    ("decision", "form", "reads"),
    [
        ("choose", "Petrossyan", "Petrossyan points"),
        ("keep", "", "Petrosian points"),
        ("accept", "", "Petrosyan points"),
    ],
)
def test_decisions_about_names_survive_though_the_entity_has_another_id(
    tmp_path: Path, decision: str, form: str, reads: str
) -> None:
    said, names, _ = decide(_fresh(), [Decision("petrosyan", decision, form)], "Ana (desk)")
    assert names == ("petrosyan",)
    renamed = replace(
        _fresh(),
        entities=tuple(replace(one, id=f"new-{one.id}") for one in _fresh().entities),
    ).with_segments(
        replace(part, names=tuple(replace(name, entity=f"new-{name.entity}") for name in part.names))
        for part in _fresh().segments
    )
    record = _kept(said, tmp_path)
    result = carried(renamed, record)
    entity = next(one for one in result.entities if one.id == "new-petrosyan")
    assert reads in result.segments[8].target
    assert entity.unsure == "" and decided(entity) == Answer(decision, "Ana (desk)")
    assert carried(result, _kept(result, tmp_path)) == result


def test_an_approved_sentence_is_not_touched_by_a_decision_that_is_carried_over(tmp_path: Path) -> None:
    said, _, _ = decide(_fresh(), [Decision("petrosyan", "choose", "Petrossyan")], "Ana")
    approved = _with(_fresh(), 9, target="Petrosyan points it out.", status="approved", when=WHEN, origin="memory")
    assert carried(approved, _kept(said, tmp_path)).segments[8].target == "Petrosyan points it out."


def test_an_answer_is_read_from_evidence_and_nothing_else_is() -> None:
    entity = Entity("e", "person", "E", evidence=("authority: E", "reviewer: wrote this line himself"))
    assert decided(entity) is None
    assert decided(replace(entity, evidence=("reviewer: accepted",))) == Answer("accept", "")


@pytest.mark.parametrize("form", EDITORS)
def test_a_file_with_edits_that_have_not_come_home_is_set_aside_and_comes_home_later(tmp_path: Path, form: str) -> None:
    path = writers.write(_fresh(), tmp_path, [form, "html", "jsonl"], name="armenie", signature=SIGNATURE)[0]
    assert set_aside(tmp_path, "armenie", _fresh(), [form]) == []
    EDITORS[form](path, {3: "Mine."})
    edited = path.read_bytes()
    (said,) = set_aside(tmp_path, "armenie", _fresh(), [form])
    kept = tmp_path / f"armenie (1).{writers.suffix(form)}"
    assert said.startswith(f"{kept} holds edits") and kept.read_bytes() == edited and not path.exists()
    writers.write(_fresh(), tmp_path, [form], name="armenie", signature=SIGNATURE)
    assert set_aside(tmp_path, "armenie", _fresh(), [form]) == []
    result = CliRunner().invoke(app, ["review", "apply", str(kept), "--memory", str(tmp_path / "m.sqlite")])
    assert result.exit_code == 0, result.output
    assert jsonl.read(tmp_path / "armenie.jsonl").segments[3].target == "Mine."
    EDITORS[form](path, {3: "Mine."})  # the very same words are in the article already
    assert set_aside(tmp_path, "armenie", jsonl.read(tmp_path / "armenie.jsonl"), [form]) == []


def _without_keys(path: Path) -> None:
    rows = (line.rpartition("\t")[0] for line in path.read_text(encoding="utf-8").splitlines())
    path.write_text("\n".join(rows), encoding="utf-8")


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _locked(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    path.chmod(0)


@pytest.mark.parametrize(
    ("form", "spoil"), [("tsv", _without_keys), ("xlsx", _cut_short), ("jsonl", _cut_short), ("tsv", _locked)]
)
def test_a_file_that_cannot_be_read_is_never_written_over(
    tmp_path: Path, form: str, spoil: Callable[[Path], None]
) -> None:
    formats = ["tsv", "jsonl", "xlsx"]
    writers.write(_with(_fresh(), 4, target="Mine."), tmp_path, formats, name="armenie", signature=SIGNATURE)
    path = tmp_path / f"armenie.{form}"
    spoil(path)
    size, names = path.stat().st_size, (tmp_path / "armenie.names.json").read_bytes()
    others = [one for one in formats if one != form]
    assert set_aside(tmp_path, "armenie", _with(_fresh(), 4, target="Mine."), others) == []  # it is not written over
    said = set_aside(tmp_path, "armenie", _with(_fresh(), 4, target="Mine."), formats)
    kept = tmp_path / f"armenie (1).{form}"
    assert [line for line in said if line.startswith(f"{kept} is kept as it was")] and kept.stat().st_size == size
    if form == "jsonl":  # what was decided about names goes with it
        assert (tmp_path / "armenie (1).names.json").read_bytes() == names


def test_a_row_whose_key_is_gone_is_kept_if_it_says_something_new(tmp_path: Path) -> None:
    writers.write(_fresh(), tmp_path, ["tsv"], name="armenie", signature=SIGNATURE)
    path = tmp_path / "armenie.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[4] = lines[4].rpartition("\t")[0] + "\t"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert set_aside(tmp_path, "armenie", _fresh(), ["tsv"]) == []
    EDITORS["tsv"](path, {3: "Mine."})
    assert len(set_aside(tmp_path, "armenie", _fresh(), ["tsv"])) == 1


def test_a_file_that_cannot_be_set_aside_is_a_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writers.write(_fresh(), tmp_path, ["tsv"], name="armenie", signature=SIGNATURE)
    EDITORS["tsv"](tmp_path / "armenie.tsv", {3: "Mine."})

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OutputError, match=r"armenie\.tsv may hold edits .* \(Permission denied\): make its folder"):
        set_aside(tmp_path, "armenie", _fresh(), ["tsv"])


def test_edits_home_leave_a_file_that_cannot_be_read_and_the_french_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "moscou.txt").write_text(ARTICLE, encoding="utf-8")
    command = ["translate", str(tmp_path / "moscou.txt"), "-o", str(tmp_path), "--engine", "echo", "--no-memory"]
    assert CliRunner().invoke(app, [*command, "--formats", "jsonl,tsv,xlsx"]).exit_code == 0
    EDITORS["tsv"](tmp_path / "moscou.tsv", {1: "Mine."})
    _cut_short(tmp_path / "moscou.xlsx")
    before = (tmp_path / "moscou.xlsx").read_bytes()
    command = ["review", "apply", str(tmp_path / "moscou.tsv"), "--memory", str(tmp_path / "m.sqlite")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0 and "moscou.xlsx was not written again" in result.output
    assert (tmp_path / "moscou.xlsx").read_bytes() == before
    assert (tmp_path / "moscou.txt").read_text(encoding="utf-8") == ARTICLE


def test_translating_again_keeps_approved_and_unapproved_work_decisions_and_files(tmp_path: Path) -> None:
    (tmp_path / "moscou.md").write_text(ARTICLE, encoding="utf-8")
    outputs, memory = tmp_path / "outputs", tmp_path / "m.sqlite"
    command = ["translate", str(tmp_path / "moscou.md"), "-o", str(outputs), "--engine", "echo"]
    command += ["--memory", str(memory), "--formats", "html,jsonl,tsv,xlsx"]
    assert CliRunner().invoke(app, command).exit_code == 0
    first = jsonl.read(outputs / "moscou.jsonl")
    pashinyan = next(entity.id for entity in first.entities if "Pachinian" in entity.form or "Pashinyan" in entity.form)
    names = [{"entity": pashinyan, "decision": "choose", "form": "Nikol Pachinyan"}]
    made = json.loads(page(first, {1: "He met Lavrov.", 3: "NATO is watching."}, names=names))
    made["segments"][1]["status"] = "draft"
    (outputs / "moscou.edits.json").write_text(json.dumps(made), encoding="utf-8")
    applied = ["review", "apply", str(outputs / "moscou.edits.json"), "--memory", str(memory)]
    assert CliRunner().invoke(app, applied).exit_code == 0
    home = jsonl.read(outputs / "moscou.jsonl")
    EDITORS["xlsx"](outputs / "moscou.xlsx", {0: "Received in Moscow"})
    again = CliRunner().invoke(app, command)
    assert again.exit_code == 0 and "moscou (1).xlsx holds edits that have not come home" in " ".join(
        again.output.split()
    )
    now = jsonl.read(outputs / "moscou.jsonl")
    told = [(part.target, part.status, part.reviewer) for part in now.segments]
    assert told == [(part.target, part.status, part.reviewer) for part in home.segments]
    assert "Pachinyan" in now.segments[2].target and now.segments[1].origin == "memory"
    assert next(one for one in now.entities if one.id == pashinyan).form == "Nikol Pachinyan"
    assert CliRunner().invoke(app, command).exit_code == 0  # and now nothing is left to do
    with Memory(memory) as opened:
        assert [entry.target for entry in opened.every_reviewed()] == ["He met Lavrov."]


def test_an_approval_withdrawn_leaves_the_memory_unless_another_stands(tmp_path: Path) -> None:
    folder, memory = tmp_path / "outputs", tmp_path / "m.sqlite"
    writers.write(reviewed(), folder, ["jsonl", "tsv"], name="armenie", signature=SIGNATURE)
    apply = ["review", "apply", str(folder / "armenie.edits.json"), "--memory", str(memory), "--reviewer", "Ana"]

    def send(status: str, numbers: tuple[int, ...]) -> str:
        now = jsonl.read(folder / "armenie.jsonl")
        sent = page(now, {at: now.segments[at].target for at in numbers}, status=status, reviewer="")
        (folder / "armenie.edits.json").write_text(sent, encoding="utf-8")
        result = CliRunner().invoke(app, apply)
        assert result.exit_code == 0, result.output
        return result.output

    def remembered() -> set[str]:
        with Memory(memory) as opened:
            return {entry.source for entry in opened.every_reviewed()}

    four, seven = (reviewed().segments[at].source for at in (3, 6))
    send("approved", (3, 6))
    assert remembered() == {four, seven}
    with Memory(memory) as opened:
        opened.approve(seven, "In other words.", "Ben", WHEN, "another")
    assert "2 approvals withdrawn" in send("draft", (3, 6))
    assert remembered() == {seven}
    assert "2 rows as before" in send("draft", (3, 6))
    send("approved", (3,))
    with Memory(memory) as opened:
        kept = opened.reviewed(four)
        assert kept is not None and kept.reviewer == "Ana"
        assert opened.near(four + " Oui.") != []
    mine = page(jsonl.read(folder / "armenie.jsonl"), {3: "Not so."}, status="draft")
    (folder / "armenie.edits.json").write_text(mine, encoding="utf-8")
    assert CliRunner().invoke(app, apply).exit_code == 0
    assert remembered() == {seven}  # who rewrites a sentence takes back what stood there


def test_a_sentence_that_stands_twice_is_withdrawn_with_its_last(tmp_path: Path) -> None:
    from mt.review.articles import Article, keep
    from mt.writers import Returned

    twice = [Segment(f"{number}", "Oui.", "Yes.", status="approved") for number in (1, 2)]
    document = replace(reviewed(), paragraphs=(replace(reviewed().paragraphs[0], segments=tuple(twice)),))
    changed = document.with_segments([replace(twice[0], status="draft"), twice[1]])
    record = _kept(document, tmp_path)
    with Memory(tmp_path / "m.sqlite") as memory:
        memory.approve("Oui.", "Yes.", "Ana", WHEN, "armenie")
    outcome = review.Outcome(changed, (review.Change("1", twice[0], changed.segments[0]),))
    keep(Article(record, changed, [(Returned(record, "", ()), outcome)]), tmp_path / "m.sqlite")
    with Memory(tmp_path / "m.sqlite") as memory:
        assert memory.reviewed("Oui.") is not None
