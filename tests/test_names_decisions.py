"""What people decide about names: obeyed, ranked, written down with who and when, and read back from tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import document, glossary, written
from typer.testing import CliRunner

from mt import names
from mt.cli import app
from mt.document import Document
from mt.errors import ConfigError, InputError, MtError
from mt.names import answers, authority, decisions, scanning
from mt.names.decisions import Decision
from mt.writers import write

HEADER = "\t".join(decisions.COLUMNS) + "\n"


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small authority in place of the shipped one, so that no case depends on what the package ships."""
    known = written(tmp_path)
    monkeypatch.setattr(authority, "load", lambda: known)


def decided(folder: Path, *rows: str) -> names.Authority:
    """The authority under decisions, a row "yes person Form = Spelling|Spelling" each."""
    path = folder / "decisions.tsv"
    lines = []
    for row in rows:
        head, spellings = row.split(" = ")
        answer, kind, form = head.split(" ", 2)
        lines.append(f"{answer}\t{kind}\t{form}\t{spellings}\tAnna\t2026-01-31\t\n")
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return names.load_authority(path)


def said(result: Document) -> list[tuple[str, str]]:
    return [(name.source.of(one.source), name.after) for one in result.segments for name in one.names]


CASES = [
    # another form for somebody the authority knows: every spelling of his gets it
    (["yes person Nikol Pashinian = Nikol Pachinian"], "Pashinaian rit.", [("Pashinaian", "Pashinian")]),
    (["yes person Nikol Pashinian = Pachinian|Nikol Pachinian"], "Pachinian rit.", [("Pachinian", "Pashinian")]),
    (["yes person Pashinian = Pachinian"], "Nikol Pachinian rit.", [("Nikol Pachinian", "Nikol Pashinian")]),
    (["yes place Kiew = Erevan"], "Il vient d'Érevan.", [("Érevan", "Kiew")]),
    (["yes organisation Nato = OTAN"], "L'OTAN attend.", [("OTAN", "Nato")]),
    # a new spelling for somebody it knows
    (["yes person Vladimir Putin = Poutinne"], "M. Poutinne rit.", [("Poutinne", "Putin")]),
    # a surname of two people is whom the decision says, also where the article names both
    (
        ["yes person Serzh Sargsyan = Sarkissian"],
        "Serge Sarkissian voit Armen Sarkissian. Sarkissian rit.",
        [("Serge Sarkissian", "Serzh Sargsyan"), ("Armen Sarkissian", "Armen Sarkissian"), ("Sarkissian", "Sargsyan")],
    ),
    # somebody nobody knows
    (["yes person Piotr Kvasko = Piotr Kvasque"], "Kvasque rit.", [("Kvasque", "Kvasko")]),
    (["yes place Roumka = Rumqa"], "Il vit à Rumqa.", [("Rumqa", "Roumka")]),
    # no: the authority's row does not count for this spelling, and a rule's form neither
    (["no place Moscow = Moscou"], "Il va à Moscou.", [("Moscou", "Moscou")]),
    (
        ["no person Fyodor Chukin = Fiodor Tchoukine"],
        "Le président russe Fiodor Tchoukine rit.",
        [("russe", "Russian"), ("Fiodor Tchoukine", "Fiodor Tchoukine")],
    ),
    # the later row counts
    (["no place Moscow = Moscou", "yes place Moscow = Moscou"], "Il va à Moscou.", [("Moscou", "Moscow")]),
    (["yes place Moskva = Moscou", "no place Moskva = Moscou"], "Il va à Moscou.", [("Moscou", "Moscow")]),
]


@pytest.mark.parametrize(("rows", "sentence", "expected"), CASES)
def test_a_decision_is_obeyed(rows: list[str], sentence: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert said(names.find(document(sentence), known=decided(tmp_path, *rows))) == expected


def test_a_decision_is_the_evidence_and_says_who_and_when(tmp_path: Path) -> None:
    known = decided(tmp_path, "yes person Nikol Pashinian = Nikol Pachinian")
    (entity,) = names.find(document("Pachinian rit."), known=known).entities
    assert entity.evidence[0].startswith("decided by Anna on 2026-01-31: Nikol Pashinian")
    assert entity.confidence == 1.0


def test_two_names_decided_to_be_two_are_not_joined(tmp_path: Path) -> None:
    article = document("Le ministre Oleg Baranov a vu le général Oleg Baranof.")
    assert len(names.find(article).entities) == 1
    known = decided(tmp_path, "no person Oleg Baranov = Oleg Baranof")
    assert len(names.find(article, known=known).entities) == 2


def test_a_surname_decided_to_be_somebody_else_does_not_join_the_full_name(tmp_path: Path) -> None:
    article = document("Nikol Pachinian rit.", "Le maire Pashinaian rit.")
    assert len(names.find(article).entities) == 1
    known = decided(tmp_path, "no person Nikol Pashinyan = Pashinaian")
    assert len(names.find(article, known=known).entities) == 2


def test_what_was_left_open_stays_a_question_and_says_who_looked(tmp_path: Path) -> None:
    known = decided(tmp_path, "unsure person Sergey Lavrov = Lavrov")
    (entity,) = names.find(document("Lavrov rit."), known=known).entities
    assert (entity.form, entity.unsure) == (
        "Sergey Lavrov",
        "Lavrov: Sergey Lavrov? (left open by Anna on 2026-01-31)",
    )


def test_the_glossary_outranks_decisions(tmp_path: Path) -> None:
    known = decided(tmp_path, "yes place Moskva = Moscou")
    terms = glossary(tmp_path, "Moscou\tMuscovy\tplace\n")
    assert said(names.find(document("Il va à Moscou."), terms, known)) == [("Moscou", "Muscovy")]


def test_the_shipped_authority_stays_as_it_was(tmp_path: Path) -> None:
    decided(tmp_path, "yes place Moskva = Moscou", "no person Vladimir Putin = Poutine")
    assert said(names.find(document("Poutine va à Moscou."))) == [("Poutine", "Putin"), ("Moscou", "Moscow")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("decision\tform\nyes\tX\n", "kind"),
        (HEADER + "maybe\tperson\tX\tY\n", "maybe"),
        (HEADER + "yes\tpersn\tX\tY\n", "did you mean 'person'"),
        (HEADER + "yes\tperson\t\tY\n", ":2:"),
        (HEADER + "yes\tperson\tX\t|\n", ":2:"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_its_place(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=says):
        names.load_authority(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_bytes(b"\xff\x00\x81")
    with pytest.raises(InputError, match=r"decisions\.tsv"):
        names.load_authority(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_saved_by_a_spreadsheet_is_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    row = '"yes"\t"place"\t"Moskva"\t"Moscou|""Moscou"""\t\t\t\r\n\t\t\t\t\t\t\r\n# note\r\n\tplace\tX\tY\r\n'
    path.write_bytes((HEADER + row).encode(encoding))
    (decision,) = decisions.read(path)
    assert (decision.form, decision.spellings) == ("Moskva", ("Moscou", '"Moscou"'))


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(decisions.ANSWERS), texts, st.lists(texts, min_size=1, max_size=3)), max_size=5)
)
def test_whatever_is_decided_can_be_written_and_read_back(
    tmp_path: Path, rows: Iterable[tuple[str, str, list[str]]]
) -> None:
    path = tmp_path / "any.tsv"
    path.unlink(missing_ok=True)
    made = [Decision(answer, "person", f"{form}A", tuple(f"{one}B" for one in said)) for answer, form, said in rows]
    text, _ = decisions.appended(path, made)
    path.write_bytes(text.encode())
    try:
        back = decisions.read(path)
    except MtError as error:
        raise AssertionError(text) from error
    rows_back = {(one.answer, one.form) for one in back}
    assert rows_back == {(one.answer, decisions.one_line(one.form)) for one in made}
    names.find(document("Nikol Pachinian et B à Moscou."), known=decisions.over(authority.load(), made))


# --- tables that come back


def report(folder: Path, *sentences: str) -> Path:
    """NAME.names.tsv of an article, written as a run writes it."""
    write(names.find(document(*sentences)), folder, ["txt"], name="a", signature="")
    return folder / "a.names.tsv"


def edited(path: Path, *changes: tuple[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return [(one.answer, one.form, one.spellings) for one in answers.read(path)]


def test_a_table_nobody_edited_says_nothing(tmp_path: Path) -> None:
    assert edited(report(tmp_path, "Nikol Pachinian est à Moscou, Pashinaian aussi.")) == []


def test_another_form_is_a_yes_to_it(tmp_path: Path) -> None:
    path = report(tmp_path, "Nikol Pachinian est à Moscou.")
    assert edited(path, ("\tMoscow\t", "\tMoskva\t")) == [("yes", "Moskva", ("Moscou",))]


def test_a_spelling_taken_out_is_a_no_and_one_moved_a_yes_where_it_stands_now(tmp_path: Path) -> None:
    path = report(tmp_path, "Nikol Pachinian voit Lavrov. Pashinaian rit.")
    assert edited(path, (" | Pashinaian (1)", "")) == [("no", "Nikol Pashinyan", ("Pashinaian",))]
    path = report(tmp_path, "Nikol Pachinian voit Lavrov. Pashinaian rit.")
    changes = ((" | Pashinaian (1)", ""), ("Lavrov (1)", "Lavrov (1) | Pashinaian (1)"))
    assert edited(path, *changes) == [("yes", "Sergey Lavrov", ("Pashinaian",))]


def test_a_question_answered_is_a_decision(tmp_path: Path) -> None:
    sentences = ("Serge Sarkissian voit Armen Sarkissian.", "Sarkissian rit.")
    question = "Sarkissian: Armen Sarkissian or Serzh Sargsyan?"
    assert edited(report(tmp_path, *sentences), (question, "unsure")) == [("unsure", "Sarkissian", ("Sarkissian",))]
    changes = ((question, ""), ("\tSarkissian\t", "\tArmen Sarkissian\t"))
    assert edited(report(tmp_path, *sentences), *changes) == [("yes", "Armen Sarkissian", ("Sarkissian",))]


def test_a_table_without_its_record_is_refused(tmp_path: Path) -> None:
    path = report(tmp_path, "Lavrov rit.")
    (tmp_path / "a.names.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.names\.json"):
        answers.read(path)
    (tmp_path / "a.names.json").unlink()
    with pytest.raises(InputError, match=r"a\.names\.json"):
        answers.read(path)


# --- a corpus


def found(*articles: str) -> list[scanning.Proposal]:
    return scanning.scan(replace(names.find(document(text)), id=str(number)) for number, text in enumerate(articles))


def test_one_name_over_many_articles_is_one_row() -> None:
    (proposal,) = found("Nikol Pachinian rit.", "Pashinaian rit, dit Pachinian.")
    assert (proposal.form, proposal.mentions, len(proposal.articles)) == ("Nikol Pashinyan", 3, 2)
    assert proposal.spellings == {"Nikol Pachinian": 1, "Pashinaian": 1, "Pachinian": 1}
    assert "Prime Minister of Armenia" in proposal.cells()[scanning.COLUMNS.index("evidence")]


def test_unknown_spellings_of_one_person_meet_and_are_asked_about() -> None:
    proposals = found("Le maire Victor Baranets rit.", "Le maire Victor Baranetz rit.", "Le maire Baranets rit.")
    (person,) = (one for one in proposals if one.kind == "person")
    assert person.question == "Victor Baranets or Victor Baranetz?"
    assert person.mentions == 3
    assert proposals[0] is person


def test_an_answered_proposal_is_a_decision(tmp_path: Path) -> None:
    cells = list(found("Il va à Moscou.")[0].cells())
    cells[0], cells[2] = "yes", "Moskva"
    path = tmp_path / "proposed.tsv"
    path.write_text("\t".join(scanning.COLUMNS) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
    assert said(names.find(document("Il va à Moscou."), known=names.load_authority(path))) == [("Moscou", "Moskva")]


# --- the commands


def run(*arguments: object, status: int = 0) -> str:
    done = CliRunner().invoke(app, ["names", *map(str, arguments)])
    if status:
        assert isinstance(done.exception, MtError)
        return str(done.exception)
    assert done.exit_code == 0, done.output
    return done.output


def test_decide_adds_to_a_file_and_adds_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    words = ("decide", "yes", "Moskva", "Moscou", "--kind", "place", "--who", "Anna", "--authority", path)
    run(*words)
    run(*words)
    run("decide", "no", "Vladimir Putin", "Poutine", "--note", "house\tstyle", "--authority", path)
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row[:5] for row in rows[1:2]] == [["yes", "place", "Moskva", "Moscou", "Anna"]]
    assert [(row[0], row[-1]) for row in rows] == [("decision", "note"), ("yes", ""), ("no", "house style")]


def test_scan_answer_and_decide_from_it(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Il va à Moscou avec Vladimir Poutine.\n", encoding="utf-8")
    table, path = tmp_path / "table.tsv", tmp_path / "decisions.tsv"
    assert "2 names, 0 with a question" in run("scan", articles, "-o", table)
    table.write_text(table.read_text(encoding="utf-8").replace("\n\tplace\tMoscow", "\nyes\tplace\tMoskva"), "utf-8")
    run("decide", "--from", table, "--who", "Anna", "--authority", path)
    (row,) = decisions.read(path)
    assert (row.answer, row.form, row.spellings, row.who) == ("yes", "Moskva", ("Moscou",), "Anna")
    assert "Moskva" in run("show", articles, "--authority", path)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--from"),
        ((__file__,), f"--from {__file__}"),
        (("yes", "Moskva"), "spellings"),
        (("maybe", "Moskva", "Moscou"), "maybe"),
        (("yes", "Moskva", "Moscou", "--kind", "plce"), "did you mean 'place'"),
        (("--from", "missing.tsv"), "missing.tsv"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    assert says in run("decide", *words, "--authority", path, status=2)
    assert not path.exists()


def test_cluster_reads_lists_and_records(tmp_path: Path) -> None:
    path = tmp_path / "lists.jsonl"
    record = {"mentions": [{"name": "Lavrov", "entity": "x"}, {"name": "Lavroff"}]}
    lines = ['["Pachinian", "Pashinyan", "Lavrov"]', "", json.dumps(record)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [json.loads(line) for line in run("cluster", path).splitlines()] == [
        [["Pachinian", "Pashinyan"], ["Lavrov"]],
        [["Lavrov", "Lavroff"]],
    ]


@pytest.mark.parametrize("line", ["3", "{", '{"names": []}', "[1]", '[{"name": null}]'])
def test_cluster_refuses_a_line_that_is_no_list_of_mentions(line: str, tmp_path: Path) -> None:
    path = tmp_path / "lists.jsonl"
    path.write_text(f'["Lavrov"]\n{line}\n', encoding="utf-8")
    assert ":2:" in run("cluster", path, status=2)
