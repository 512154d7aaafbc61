"""Every plug-in, found by its file: what the room asks of it, and a sample to show that it does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from documents import docx, paragraph
from reviewed import reviewed

from mt import models, plugins, readers
from mt.document import Document
from mt.engines import Options

SAMPLES = {
    "txt": "Titre court\n\nUne phrase. « Une autre », dit-il.\n\n- un\n- deux\n",
    "jsonl": '{"text": "Une phrase.\\n\\nUne autre."}\n{"title": "Titre", "text": "Trois.", "date": "2026-01-02"}\n',
    "tsv": 'id\ttext\tdate\na\t"Une phrase.\n\nUne autre."\t2026-01-02\nb\tTrois.\t\n',
    "md": "# Titre\n\nUne phrase **forte**. [Lien](https://example.org)\n\n> Citation\n> suivie.\n\n```\ncode\n```\n",
    "html": "<h1>Titre</h1>\n<p>Une phrase <b>forte</b>.\n<ul><li>un<li>deux</ul>",
}
SHOWN = {"html": "Titre\n\nUne phrase forte.\n\nun\n\ndeux", "docx": "Titre\n\nUne phrase."}  # of no plain text

RECORDS = [json.loads(line) for line in SAMPLES["jsonl"].splitlines()]


def sample(name: str, path: Path) -> None:
    """Write a sample of a format."""
    if name == "parquet":
        pyarrow = pytest.importorskip("pyarrow", reason="needs mt[cluster]")
        pytest.importorskip("pyarrow.parquet").write_table(pyarrow.Table.from_pylist(RECORDS[::-1]), path)
        return
    if name == "docx":
        docx(path, paragraph("Titre", style="Heading1"), paragraph("Une phrase."))
        return
    assert name in SAMPLES, f"add a sample of the format {name!r} to SAMPLES"
    path.write_text(SAMPLES[name], encoding="utf-8", newline="")


@pytest.mark.parametrize("name", plugins.names("readers"))
def test_a_reader_keeps_every_character(name, tmp_path):
    module = plugins.load("readers", name)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in module.SUFFIXES)
    path = tmp_path / f"sample{module.SUFFIXES[0]}"
    sample(name, path)
    documents = list(readers.read(path))
    assert documents
    for document in documents:
        assert isinstance(document, Document)
        assert document.paragraphs
        assert all(len(paragraph.segments) == 1 for paragraph in document.paragraphs)
        assert {"title", "mt:path", "mt:format"} <= set(document.meta)
    if getattr(module, "MANY", False):  # fields, not a text: what they hold comes back
        texts = [document.source_text() for document in documents]
        assert {text.removeprefix("Titre\n\n") for text in texts} == {"Une phrase.\n\nUne autre.", "Trois."}
        assert [document.meta.get("date", "") for document in documents].count("2026-01-02") == 1
    else:
        assert "".join(document.source_text() for document in documents) == SHOWN.get(name, SAMPLES.get(name))


@pytest.mark.parametrize("name", plugins.names("writers"))
def test_a_writer_renders_whole_content_and_touches_no_file(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content = plugins.load("writers", name).render(reviewed(), "signature:test")
    assert isinstance(content, str | bytes)
    assert len(content) > 100
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", plugins.names("engines"))
def test_an_engine_answers_every_sentence_in_order(name):
    engine = plugins.load("engines", name).load(models.find("fr-en"), Options(beam=1, threads=1))
    texts = ["Oui.", "Le ministre est arrivé hier.", "Oui."]
    done = engine.translate(texts)
    assert [translation.text for translation in (done[0], done[2])] == [done[0].text] * 2
    assert all(translation.text and translation.score is not None and translation.links for translation in done)
    forced = engine.links(texts, ["Yes.", "The minister arrived yesterday.", ""])
    assert [bool(links) for links in forced] == [True, True, False]
    assert engine.count(texts) == [len(spans) for spans in engine.pieces(texts)]
    assert 0 < engine.count(texts)[1] <= engine.longest
    assert engine.signature.startswith(name)


def test_there_is_something_to_test():
    assert {"txt", "md"} <= set(plugins.names("readers"))
    assert {"html", "tsv", "jsonl", "txt"} <= set(plugins.names("writers"))
    assert {"marian", "ct2", "echo"} <= set(plugins.names("engines"))
