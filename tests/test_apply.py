"""`mt review apply`: what is refused and said, what is written, what the memory gets."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from editors import EDITORS, page
from hypothesis import given
from hypothesis import strategies as st
from reviewed import SIGNATURE, reviewed
from typer.testing import CliRunner

from mt import review, writers
from mt.commands.review import app
from mt.document import Document, Edit, Flag, Link, Name, Paragraph, Segment, Span
from mt.memory import Memory
from mt.review.retargeting import retargeted
from mt.writers import Returned, jsonl

WHEN = "2026-02-01T10:00:00+00:00"
FORMATS = ("html", "jsonl", "txt", "md", *EDITORS)


@pytest.fixture
def outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MT_MEMORY", str(tmp_path / "memory.sqlite"))
    folder = tmp_path / "outputs"
    writers.write(reviewed(), folder, FORMATS, name="armenie", signature=SIGNATURE)
    return folder


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["apply", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def _now(folder: Path, number: int) -> Segment:
    return jsonl.read(folder / "armenie.jsonl").segments[number - 1]


Rows = list[list[str]]


def _table(path: Path, change: Callable[[Rows], Rows]) -> Returned:
    """The TSV file with its rows (the heading apart) changed, as it is read back."""
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file, dialect="excel-tab")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, dialect="excel-tab").writerows([heading, *change(rows)])
    return writers.read_edits(path)


ID, SOURCE, TARGET, STATUS, KEY = 0, 3, 4, 8, 9


def _set(row: int, column: int, text: str) -> Callable[[Rows], Rows]:
    return lambda rows: [
        [text if (at, place) == (row, column) else cell for place, cell in enumerate(cells)]
        for at, cells in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("change", "places", "why"),
    [
        (_set(3, SOURCE, "Autre chose."), ["row 5"], "the source of segment 4 was changed"),
        (_set(3, ID, "99"), ["row 5", "segment 4"], "the article has no segment '99'"),
        (_set(3, KEY, ""), ["row 5"], "the key of segment 4 is missing"),
        (_set(3, KEY, f"{'0' * 16}:{'0' * 16}:d"), ["row 5"], "from another article, or from an earlier text"),
        (_set(3, STATUS, "perhaps"), ["row 5"], "neither draft nor approved"),
        (lambda rows: rows[:3] + rows[4:], ["segment 4"], "its row is missing"),
        (lambda rows: rows[:4] + rows[3:], ["row 5", "row 6"], "stands in the file 2 times"),
        (lambda rows: [*rows[:3], *rows[4:], rows[3]], ["row 14"], "segment 4 was moved"),
        (lambda rows: [*rows[:3], rows[3][:4], *rows[4:]], ["row 5"], "it has 4 cells and not 10"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_refused_alone(
    outputs: Path, change: Callable[[Rows], Rows], places: list[str], why: str
) -> None:
    returned = _table(outputs / "armenie.tsv", lambda rows: change(_set(6, TARGET, "In London, all is well.")(rows)))
    outcome = review.apply(reviewed(), returned, reviewer="R", when=WHEN)
    assert [refusal.place for refusal in outcome.refusals] == places
    assert why in outcome.refusals[0].why
    assert [change.id for change in outcome.changes] == ["7"]
    assert outcome.document.segments[6].target == "In London, all is well."


def test_a_row_pasted_from_another_article_is_refused_and_the_own_one_applied(outputs: Path) -> None:
    other = reviewed().with_segments(replace(part, source=part.source + "!") for part in reviewed().segments)
    writers.write(other, outputs, ["tsv"], name="other", signature="")
    foreign: Rows = []
    _table(outputs / "other.tsv", lambda rows: foreign.extend(rows) or rows)
    returned = _table(outputs / "armenie.tsv", lambda rows: [*_set(3, TARGET, "Mine.")(rows), foreign[3]])
    outcome = review.apply(reviewed(), returned, reviewer="R", when=WHEN)
    assert [(refusal.place, "another article" in refusal.why) for refusal in outcome.refusals] == [("row 15", True)]
    assert outcome.document.segments[3].target == "Mine."


def test_merged_cells_and_formulas_are_refused_by_row(outputs: Path) -> None:
    from docx import Document as opened
    from openpyxl import load_workbook

    book = load_workbook(outputs / "armenie.xlsx")
    book["Translation"].merge_cells("C5:C6")
    book["Translation"]["C8"] = "=1+1"
    book["Translation"]["C12"] = 2026
    book.save(outputs / "armenie.xlsx")
    outcome = review.apply(reviewed(), writers.read_edits(outputs / "armenie.xlsx"), reviewer="R", when=WHEN)
    assert [refusal.place for refusal in outcome.refusals] == ["row 5", "row 6", "row 8"]
    assert [change.after.target for change in outcome.changes] == ["2026"]
    text = opened(str(outputs / "armenie.docx"))
    cells = text.tables[0].rows[4].cells
    cells[1].merge(cells[2])
    text.save(str(outputs / "armenie.docx"))
    outcome = review.apply(reviewed(), writers.read_edits(outputs / "armenie.docx"), reviewer="R", when=WHEN)
    assert next((refusal.place, "merged" in refusal.why) for refusal in outcome.refusals) == ("row 5", True)
    assert not outcome.changes


def test_a_status_alone_approves_and_takes_back(outputs: Path) -> None:
    returned = _table(
        outputs / "armenie.tsv", lambda rows: _set(0, STATUS, "draft")(_set(3, STATUS, "Approved ")(rows))
    )
    outcome = review.apply(reviewed(), returned, reviewer="R", when=WHEN)
    first, fourth = outcome.changes
    assert (first.after.status, fourth.after.status) == ("draft", "approved")
    assert (fourth.after.target, fourth.after.origin) == (reviewed().segments[3].target, "machine")
    assert (fourth.after.reviewer, fourth.after.when) == ("R", WHEN)


def test_two_reviewers_of_one_sentence_are_told(outputs: Path) -> None:
    mine = _table(outputs / "armenie.tsv", _set(3, TARGET, "Mine."))
    first = review.apply(reviewed(), mine, reviewer="Ana", when=WHEN)
    EDITORS["xlsx"](outputs / "armenie.xlsx", {3: "Yours.", 6: "And this."})
    second = review.apply(first.document, writers.read_edits(outputs / "armenie.xlsx"), reviewer="Ben", when=WHEN)
    assert [refusal.place for refusal in second.refusals] == ["row 5"]
    assert "was changed by Ana after this file was written" in second.refusals[0].why
    assert [change.id for change in second.changes] == ["7"]
    EDITORS["docx"](outputs / "armenie.docx", {3: "Mine."})  # the same words are no quarrel
    assert not review.apply(
        first.document, writers.read_edits(outputs / "armenie.docx"), reviewer="Ben", when=WHEN
    ).refusals


@pytest.mark.parametrize("form", EDITORS)
def test_the_command_updates_article_review_files_and_memory(outputs: Path, form: str) -> None:
    file = outputs / f"armenie.{writers.suffix(form)}"
    EDITORS[form](file, {3: "“We will not go back,” he told 1,250 councillors in Yerevan."})
    code, out, err = _run(file, "--reviewer", "Ana Ruiz")
    assert (code, err) == (0, "")
    assert "1 translation changed" in out and "→ “We will not go back,” he told 1,250 councillors" in out
    segment = _now(outputs, 4)
    assert (segment.origin, segment.status, segment.reviewer) == ("human", "approved", "Ana Ruiz")
    for name in ("armenie.txt", "armenie.md", "armenie.html", "armenie.tmx", "armenie.2.xliff"):
        assert "1,250 councillors in Yerevan" in (outputs / name).read_text(encoding="utf-8")
    with Memory(outputs.parent / "memory.sqlite") as memory:
        kept = memory.reviewed(segment.source)
        assert kept is not None and (kept.target, kept.reviewer) == (segment.target, "Ana Ruiz")
        assert memory.reviewed(_now(outputs, 5).source) is None
    before = {path: path.read_bytes() for path in outputs.iterdir()}
    code, out, _ = _run(file)
    assert code == 0 and "changed" not in out
    assert {path: path.read_bytes() for path in outputs.iterdir()} == before


def test_files_with_edits_of_others_and_refused_rows_are_not_written_over(outputs: Path) -> None:
    EDITORS["docx"](outputs / "armenie.docx", {6: "A colleague works on this."})
    EDITORS["tsv"](outputs / "armenie.tsv", {3: "Mine."})
    _table(outputs / "armenie.tsv", _set(5, KEY, ""))
    before = {name: (outputs / name).read_bytes() for name in ("armenie.docx", "armenie.tsv")}
    code, _, err = _run(outputs / "armenie.tsv")
    assert code == 1 and "armenie.tsv, row 7: the key of segment 6" in err
    assert err.count("was not written again, for it holds, or may hold, edits that are nowhere else") == 2
    assert {name: (outputs / name).read_bytes() for name in before} == before
    assert "Mine." in (outputs / "armenie.txt").read_text(encoding="utf-8")
    code, _, err = _run(outputs / "armenie.docx")
    assert (code, err) == (0, "mt: " + err.removeprefix("mt: ")) and "armenie.tsv was not written again" in err
    assert _now(outputs, 7).target == "A colleague works on this." and _now(outputs, 4).target == "Mine."


def test_several_files_of_one_article_are_all_read_before_one_is_written(outputs: Path) -> None:
    EDITORS["docx"](outputs / "armenie.docx", {6: "From the text document."})
    EDITORS["xlsx"](outputs / "armenie.xlsx", {3: "From the workbook."})
    code, out, err = _run(outputs / "armenie.docx", outputs / "armenie.xlsx")
    assert (code, err) == (0, "") and out.count("1 translation changed") == 2
    assert [_now(outputs, number).target for number in (4, 7)] == ["From the workbook.", "From the text document."]


def test_the_page_file_is_found_wherever_it_was_downloaded(
    outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    file = downloads / "armenie.edits (1).json"
    names = [
        {"entity": "petrosyan", "decision": "keep", "form": ""},
        {"entity": "nobody", "decision": "keep", "form": ""},
    ]
    file.write_text(page(reviewed(), {3: "Edited."}, names=names), encoding="utf-8")
    code, _, err = _run(file)
    assert code == 2 and "armenie.jsonl is not in" in err and "--article" in err
    monkeypatch.chdir(tmp_path)
    code, out, err = _run(file)
    assert code == 1 and "1 name decided" in out and "name nobody: the article has no such name" in err
    assert _now(outputs, 9).target == "A freeze is not a withdrawal, Petrosian points out."
    assert _run(file, "--article", outputs)[0] == 1
    assert _run(file, "--article", outputs / "armenie.html")[0] == 1


def test_a_dry_run_writes_nothing(outputs: Path) -> None:
    EDITORS["tsv"](outputs / "armenie.tsv", {3: "Mine."})
    before = {path: path.read_bytes() for path in outputs.parent.rglob("*") if path.is_file()}
    code, out, _ = _run(outputs / "armenie.tsv", "--dry-run")
    assert code == 0 and "→ Mine." in out and "Nothing was written." in out
    assert {path: path.read_bytes() for path in outputs.parent.rglob("*") if path.is_file()} == before


def test_the_index_says_how_far_an_article_is(outputs: Path) -> None:
    writers.write_index(outputs, [writers.summarise(reviewed(), name="armenie", formats=["html"])], SIGNATURE)
    (outputs / "armenie.edits.json").write_text(page(reviewed(), {3: "Edited."}), encoding="utf-8")
    assert _run(outputs / "armenie.edits.json")[0] == 0
    assert "6 of 13" in (outputs / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", '{"document": 1, "segments": [1], "names": []}', '{"segments": {}, "names": []}'),
        '{"document": "../armenie", "segments": [], "names": []}',
        '{"document": "other", "segments": [], "names": []}',
        "[" * 100_000,
    ],
)
def test_a_damaged_or_foreign_page_file_is_one_clear_line(outputs: Path, text: str) -> None:
    (outputs / "armenie.edits.json").write_text(text, encoding="utf-8")
    code, _, err = _run(outputs / "armenie.edits.json")
    assert code == 2 and err.startswith("mt: ") and err.count("\n") == 1


def test_what_does_not_come_home_is_named(outputs: Path) -> None:
    for name in ("armenie.html", "armenie.txt", "armenie.names.tsv", "missing.xlsx"):
        code, _, err = _run(outputs / name)
        assert code == 2 and name in err


def test_what_pointed_into_a_rewritten_target_stays_at_its_word() -> None:
    target = "Lavrov met Pashinian on Tuesday in Erevan."
    segment = Segment(
        "1",
        "…",
        target,
        links=tuple(Link(Span(0, 1), Span(a, b), 0.9) for a, b in ((0, 6), (11, 20), (24, 31), (35, 41))),
        names=(
            Name("l", Span(0, 1), Span(0, 6), "Lavrov", "Lavrov"),
            Name("y", Span(0, 1), Span(35, 41), "", "Yerevan"),
        ),
        edits=(Edit("x", Span(35, 41), "E", "Erevan"), Edit("x", Span(0, 6), "L", "Lavrov")),
    )
    new = retargeted(segment, "On Tuesday, Lavrov met Pashinyan in Yerevan.")
    assert [link.target.of(new.target) for link in new.links][-1] == "Yerevan"
    assert {link.target.of(new.target) for link in new.links} <= {"Lavrov", "Pashinyan", "Tuesday", "Yerevan"}
    assert [name.target and name.target.of(new.target) for name in new.names] == ["Lavrov", "Yerevan"]
    assert [edit.span.of(new.target) for edit in new.edits] == ["Lavrov"]
    assert retargeted(segment, "").names[0].target is None and retargeted(segment, "").links == ()
    long = replace(segment, target="a " * 5000)
    assert retargeted(long, "b " * 5000).target == "b " * 5000


words = st.lists(st.sampled_from(["Lavrov", "met", "a", "Pashinyan", ",", " ", " ", "“", "😀", "é", "\n"]), max_size=14)


@given(words.map("".join), words.map("".join), st.data())
def test_every_span_stays_inside_and_at_its_text(before: str, after: str, data: st.DataObject) -> None:
    place = st.integers(0, len(before))
    span = st.tuples(place, place).map(lambda pair: Span(*sorted(pair)))
    spans = data.draw(st.lists(span, max_size=4))
    segment = Segment(
        "1",
        "…",
        before,
        links=tuple(Link(Span(0, 1), span, 0.5) for span in spans),
        names=tuple(Name("e", Span(0, 1), span, "", "Lavrov") for span in spans),
        edits=tuple(Edit("r", span, "", span.of(before)) for span in spans),
        flags=tuple(Flag("c", "m", span) for span in spans),
    )
    new = retargeted(segment, after)
    assert new.target == after and retargeted(new, after) == new
    pointed = [link.target for link in new.links] + [name.target for name in new.names if name.target is not None]
    pointed += [edit.span for edit in new.edits] + [flag.span for flag in new.flags if flag.span is not None]
    assert all(0 <= span.start <= span.end <= len(after) for span in pointed)
    assert all(edit.span.of(after) == edit.after for edit in new.edits)
    assert all(link.target.of(after).strip() for link in new.links) or retargeted(segment, after) is segment


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        message = "no LibreOffice: re-saved files are NOT tested (Debian: libreoffice-writer libreoffice-calc)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def _resaved(office: str, path: Path, form: str) -> Path:
    folder = path.parent / "resaved"
    settings = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [office, "--headless", settings, "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / path.name


DIFFICULT = (
    *("=1+1", "+33 1 42", "- Oui", "@x", "'=x", " leading and trailing ", "tab\there", "line\nbreak", "\n\nlines\n"),
    *(
        "\u202eabc\u202c",
        "السلام عليكم",
        "e\u0301 👩‍👩‍👧 𝒳",
        "\x00\x07\x1f\x7f",
        "⟦U+0041⟧",
        "_x0041_",
        "<b>&amp;",
        "001",
    ),
    *(
        "\u2028\u2029\x85",
        "\r\n",
        "\ufeff",
        "1e5",
        "2026-01-02",
        "TRUE",
        "#N/A",
        "",
        "«\u00a0a\u202f»",
        "x  y   z",
        '"',
        "'",
    ),
)


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_what_an_office_program_saves_again_comes_home(office: str, tmp_path: Path, form: str) -> None:
    segments = tuple(Segment(f"s{at}", f"Texte {at} {text}", text) for at, text in enumerate(DIFFICULT))
    document = Document("difficult", (Paragraph(segments),))
    path = writers.write(document, tmp_path, [form], name="difficult", signature=SIGNATURE)[0]
    EDITORS[form](path, {0: "=2+2", 4: "Edited."})
    outcome = review.apply(document, writers.read_edits(_resaved(office, path, form)), reviewer="R", when=WHEN)
    assert outcome.refusals == ()
    assert [(change.id, change.after.target) for change in outcome.changes] == [("s0", "=2+2"), ("s4", "Edited.")]


def test_a_workbook_without_a_memory_folder_says_so(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (outputs.parent / "file").write_text("in the way")
    EDITORS["tsv"](outputs / "armenie.tsv", {3: "Mine."})
    before = (outputs / "armenie.jsonl").read_bytes()
    result = CliRunner().invoke(
        app, ["apply", str(outputs / "armenie.tsv"), "--memory", str(outputs.parent / "file" / "m.sqlite")]
    )
    assert result.exit_code != 0 and (outputs / "armenie.jsonl").read_bytes() == before


def test_the_record_is_what_apply_returns(outputs: Path) -> None:
    (outputs / "armenie.edits.json").write_text(page(reviewed(), {3: "Edited.", 6: "Too."}), encoding="utf-8")
    expected = review.apply(reviewed(), writers.read_edits(outputs / "armenie.edits.json"), reviewer="", when=WHEN)
    assert _run(outputs / "armenie.edits.json")[0] == 0
    assert jsonl.read(outputs / "armenie.jsonl") == expected.document
    record = json.loads((outputs / "armenie.names.json").read_text(encoding="utf-8"))
    assert record["signature"] == SIGNATURE


def test_languages_of_a_tmx_may_be_written_in_any_case(outputs: Path) -> None:
    file = outputs / "armenie.tmx"
    text = file.read_text(encoding="utf-8")
    before = (outputs / "armenie.txt").read_bytes()
    file.write_text(text.replace('srclang="fr"', 'srclang="FR"'), encoding="utf-8")
    _run(file)
    assert (outputs / "armenie.txt").read_bytes() == before
    assert writers.read_edits(file).rows[0].target == reviewed().segments[0].target


def test_an_index_of_somebody_else_stays(outputs: Path, tmp_path: Path) -> None:
    """The id of an article says in which folder of the output it lies, unless it was copied elsewhere."""
    elsewhere = tmp_path / "home" / "downloads"
    elsewhere.mkdir(parents=True)
    own = replace(reviewed(), id="sport/final")
    writers.write(own, elsewhere, ("jsonl", "tsv"), name="final", signature=SIGNATURE)
    (tmp_path / "home" / "index.html").write_text("mine")
    _table(elsewhere / "final.tsv", lambda rows: [[*row[:4], "Edited.", *row[5:]] for row in rows])
    _run(elsewhere / "final.tsv")
    assert jsonl.read(elsewhere / "final.jsonl").segments[0].target == "Edited."
    assert (tmp_path / "home" / "index.html").read_text() == "mine"


@pytest.mark.parametrize("damage", ['{"was": {"target": 5, "status": "draft"}}', '{"was": 3}'])
def test_a_damaged_page_file_is_refused(outputs: Path, damage: str) -> None:
    file = outputs / "armenie.edits.json"
    record = json.loads(page(reviewed(), {3: "Edited."}))
    record["segments"][0] |= json.loads(damage)
    file.write_text(json.dumps(record), encoding="utf-8")
    code, _, err = _run(file)
    assert code == 2
    assert "damaged" in err
