"""Review files as files: the record goes home unchanged, a table stays a table, nothing is half-written."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviewed import SIGNATURE, long_article, reviewed

from mt import plugins
from mt.document import Document, Edit, Entity, Flag, Link, Name, Paragraph, Segment, Span
from mt.errors import ConfigError, InputError, OutputError
from mt.writers import atomic, jsonl, summarise, tsv, write, write_index

FORMATS = ("html", "tsv", "jsonl", "txt")
NASTY = (
    "\t",
    "\r\n",
    "\n",
    "\u2028",
    "\x85",
    "\x00",
    "\x1c",
    '"',
    "'=",
    "=1+1",
    "</script>",
    "😀",
    "\u202eabc",
    "é",
    "\ud800",
)

texts = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(NASTY)), max_size=4).map("".join)
spans = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Span(*sorted(pair)))
scores = st.floats(allow_nan=False, allow_infinity=False)
names = st.builds(Name, texts, spans, st.none() | spans, texts, texts)
segments = st.builds(
    Segment,
    *(texts,) * 5,
    links=st.lists(st.builds(Link, spans, spans, scores), max_size=2).map(tuple),
    names=st.lists(names, max_size=2).map(tuple),
    edits=st.lists(st.builds(Edit, texts, spans, texts, texts), max_size=2).map(tuple),
    flags=st.lists(st.builds(Flag, texts, texts, st.none() | spans), max_size=2).map(tuple),
    score=st.none() | scores,
    origin=texts,
    status=texts,
    reviewer=texts,
    when=texts,
)
some = st.lists(texts, max_size=2).map(tuple)
entities = st.builds(Entity, texts, texts, texts, some, some, texts, scores, some, st.booleans(), texts)
paragraphs = st.builds(Paragraph, st.lists(segments, min_size=1, max_size=3).map(tuple), texts)
documents = st.builds(
    Document,
    texts,
    st.lists(paragraphs, max_size=3).map(tuple),
    st.lists(entities, max_size=3).map(tuple),
    texts,
    st.dictionaries(texts, texts, max_size=2),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(documents)
def test_any_document_comes_home_and_every_format_renders_it(tmp_path: Path, document: Document) -> None:
    write(document, tmp_path, FORMATS, name="a.b", signature="how = \u2028 it")
    assert jsonl.read(tmp_path / "a.b.jsonl") == document
    for line in (tmp_path / "a.b.jsonl").read_text(encoding="utf-8").splitlines():
        assert "source" in json.loads(line)  # a line stays one line for readers that know more line ends than \n
    rows = list(csv.reader((tmp_path / "a.b.tsv").open(encoding="utf-8", newline=""), dialect="excel-tab"))
    assert [len(row) for row in rows] == [len(tsv.COLUMNS)] * (len(document.segments) + 1)
    assert not list(tmp_path.glob(".*"))


def test_the_files_and_their_order(tmp_path: Path) -> None:
    paths = write(reviewed(), tmp_path / "new" / "folder", FORMATS, name="armenie", signature=SIGNATURE)
    assert [path.name for path in paths] == [f"armenie.{end}" for end in (*FORMATS, "names.json", "names.tsv")]
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in paths) or os.umask(os.umask(0)) & 0o044
    assert all(b"\r" not in path.read_bytes() for path in paths)


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean 'html'"):
        write(reviewed(), tmp_path, ["txt", "htm"], name="a", signature="")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"cannot write .*file.x\.names\.json: .+; choose another folder") as caught:
        write(reviewed(), tmp_path / "file", ["txt"], name="x", signature="")
    assert "\n" not in str(caught.value)


def test_atomic_leaves_the_old_file_and_no_draft_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = atomic(tmp_path / "a.txt", "old\n")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        atomic(path, "new\n")
    assert path.read_text() == "old\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_no_room_mate_became_a_format_by_accident() -> None:
    assert set(FORMATS) <= set(plugins.names("writers"))
    assert all(callable(plugins.load("writers", name).render) for name in plugins.names("writers"))


def test_the_record_says_what_the_document_says() -> None:
    first = json.loads(jsonl.render(reviewed(), SIGNATURE).splitlines()[3])
    keys = "id paragraph kind source target raw gap score links names edits flags origin status reviewer when"
    assert list(first) == keys.split()
    assert (first["id"], first["paragraph"], first["kind"]) == ("4", 3, "text")
    assert first["names"] == [
        {"entity": "yerevan", "source": [85, 91], "target": [67, 74], "before": "Erevan", "after": "Yerevan"}
    ]
    start, end = first["flags"][0]["span"]
    assert first["target"][start:end] == "1,520"


def test_a_score_that_is_no_number_is_none_and_json_stays_json(tmp_path: Path) -> None:
    odd = reviewed().with_segments(replace(segment, score=float("-inf")) for segment in reviewed().segments)
    entity = replace(odd.entities[0], confidence=float("nan"))
    page = plugins.load("writers", "html").render(replace(odd, entities=(entity,)), SIGNATURE)
    assert "Infinity" not in jsonl.render(odd, "") and ":NaN" not in page and "Infinity" not in page.split("<script")[1]


@pytest.mark.parametrize("damage", ["{", "[]", '{"id": "1"}', "null"])
def test_a_damaged_record_names_file_and_line(tmp_path: Path, damage: str) -> None:
    path = write(reviewed(), tmp_path, ["jsonl"], name="a", signature="")[0]
    good = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([good[0], damage + "\n", *good[2:]]), encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl, line 2 "):
        jsonl.read(path)
    (tmp_path / "a.names.json").unlink()
    path.write_text("".join(good), encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.names\.json"):
        jsonl.read(path)


def test_names_json_counts_every_spelling_and_collects_what_is_open(tmp_path: Path) -> None:
    record = json.loads(write(reviewed(), tmp_path, [], name="a", signature=SIGNATURE)[0].read_text(encoding="utf-8"))
    assert list(record) == ["document", "signature", "formats", "lead", "meta", "entities", "kept_apart", "unsure"]
    by_id = {entity["id"]: entity for entity in record["entities"]}
    assert by_id["moscow"]["variants"] == [{"text": "Moscou", "count": 2, "segments": ["1", "6"]}]
    assert record["unsure"][0]["question"] == "Are Petrossian and Petrosian one person?"
    assert record["kept_apart"][0]["entity"] == "petrosyan"


def test_a_spelling_only_a_mention_has_is_counted_and_a_line_break_inside_a_name_is_none(tmp_path: Path) -> None:
    source = "Nikol\nPachinian et Pachinyan"
    mentions = (Name("n", Span(0, 15)), Name("n", Span(19, 28)))
    document = Document(
        "d",
        (Paragraph((Segment("1", source, "…", names=mentions),)),),
        (Entity("n", "person", "Nikol Pashinyan", ("Nikol Pachinian",)),),
    )
    record = json.loads(write(document, tmp_path, ["jsonl"], name="a", signature="")[1].read_text(encoding="utf-8"))
    assert record["entities"][0]["variants"] == [
        {"text": "Nikol Pachinian", "count": 1, "segments": ["1"]},
        {"text": "Pachinyan", "count": 1, "segments": ["1"], "listed": False},
    ]
    assert jsonl.read(tmp_path / "a.jsonl") == document


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+33 1 42", "'+33 1 42"),
        ("- Oui, dit-il.", "'- Oui, dit-il."),
        ("@lavrov", "'@lavrov"),
        (" =1", "' =1"),
        ("'=1", "''=1"),
        ("' =1", "'' =1"),
        ("'ndrangheta", "'ndrangheta"),
        ("a\tb\r\nc\nd\re\u2028f", "a b c d e f"),
        ('"Non", dit-il', '"""Non"", dit-il"'),
        ('Il dit "non"', 'Il dit "non"'),
        ("– Oui", "– Oui"),
    ],
)
def test_a_cell_stays_the_text_it_is(text: str, cell: str) -> None:
    assert tsv.line([text]) == cell + "\n"


def test_a_negative_score_stays_a_number_and_none_is_empty() -> None:
    assert tsv.line([-0.5, None, 3]) == "-0.5\t\t3\n"


def test_names_tsv_has_a_line_an_entity(tmp_path: Path) -> None:
    lines = write(reviewed(), tmp_path, [], name="a", signature="")[1].read_text(encoding="utf-8").splitlines()
    assert lines[0] == "entity\tkind\tform\tvariants\tevidence\tedits\tkept apart\tunsure"
    assert lines[1].split("\t")[:4] == [
        "nikol-pashinyan",
        "person",
        "Nikol Pashinyan",
        "Nikol Pachinian (1) | Pashinaian (1)",
    ]
    assert len(lines) == 1 + len(reviewed().entities)


def test_the_article_as_text_keeps_paragraphs_and_joins_sentences() -> None:
    text = plugins.load("writers", "txt").render(reviewed(), SIGNATURE)
    assert text.startswith(
        "Armenia moves a little further away from Moscow\n\nFrom our correspondent in Yerevan\n\nArm"
    )
    assert "the CSTO. “We will not go back,” he told" in text
    assert text.endswith("is no prison.”\n\nhttps://exemple.test/traite?id=3&lang=fr\n")


def test_code_keeps_its_lines_whatever_stood_between_sentences_and_nothing_of_the_next_paragraph() -> None:
    code = Paragraph((Segment("1", "  a = 1", gap="\n"), Segment("2", "b = 2", gap="\n\n- ")), "code")
    talk = Paragraph((Segment("3", "Un.", "One.", gap="\n   "), Segment("4", "Deux.", " Two. ", gap="")))
    assert plugins.load("writers", "txt").render(Document("d", (code, talk)), "") == "  a = 1\nb = 2\n\nOne. Two.\n"


def test_the_page_weighs_no_more_than_it_may() -> None:
    document = long_article(400)
    words = sum(len(segment.source.split()) for segment in document.segments)
    page = plugins.load("writers", "html").render(document, SIGNATURE)
    assert len(page.encode()) <= 64 * 1024 + 300 * words
    assert len(plugins.load("writers", "html").render(Document("empty", ()), "").encode()) <= 64 * 1024


def test_flags_of_approved_segments_are_answered() -> None:
    flagged = Segment("1.1", "Un.", "One.", flags=(Flag("empty", "x"), Flag("loop", "x")))
    document = Document("d", (Paragraph((flagged, replace(flagged, id="1.2", status="approved"))),))
    assert summarise(document).flags == {"empty": 1, "loop": 1}


def test_figures_of_an_article() -> None:
    summary = summarise(reviewed(), name="armenie", formats=["html"])
    assert summary.title == "Armenia moves a little further away from Moscow"
    assert (summary.segments, summary.approved, summary.names, summary.changed, summary.unsure) == (13, 5, 7, 6, 1)
    assert summary.flags == {"numbers-differ": 2, "repetition": 1, "low-confidence": 1, "empty": 1}
    late = replace(reviewed(), paragraphs=reviewed().paragraphs[2:])
    assert summarise(late).title.startswith("Armenian Prime Minister") and len(summarise(late).title) <= 120
    assert summarise(replace(late, paragraphs=(), meta={"title": "Un titre"})).title == "Un titre"
    assert summarise(Document("d", ())).title == "d"


def test_the_index_escapes_titles_and_links_to_files_by_their_quoted_names(tmp_path: Path) -> None:
    document = replace(reviewed(), paragraphs=(), id="<script>alert(1)</script>")
    path = write_index(tmp_path, [summarise(document, name="l'été #1?", formats=FORMATS)], SIGNATURE)
    page = path.read_text(encoding="utf-8")
    assert path.name == "index.html"
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert 'href="l%27%C3%A9t%C3%A9%20%231%3F.html"' in page
