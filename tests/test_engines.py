"""CTranslate2 against transformers on the embedded checkpoint, and what both promise."""

from __future__ import annotations

import json
import lzma
import os
import shutil
import subprocess
import sys
from pathlib import Path

import ctranslate2
import pytest

from mt import models
from mt.engines import Options, _cards, batches, ct2, echo, marian
from mt.errors import Fallback, ModelError

ROOT = Path(__file__).parent.parent

SENTENCES = [
    "Le Premier ministre arménien Nikol Pashinyan a rencontré mardi Sergueï Lavrov à Moscou.",
    "« Nous voulons la paix », a-t-il dit.",
    "La Commission européenne a présenté 25 propositions.",
    "Bonjour.",
    "Les négociations entre l'Arménie et l'Azerbaïdjan durent depuis trente ans, sans résultat.",
    "Oui",
    "Le chômage a reculé de 3,5 % en 2020, selon l’Insee.",
    "Il pleut 🙂 à Erevan, Ա.",
]


@pytest.fixture(scope="module")
def checkpoint():
    return models.find("fr-en")


@pytest.fixture(scope="module")
def reference(checkpoint):
    return marian.load(checkpoint, Options(beam=1, threads=1))


@pytest.fixture(scope="module")
def exact(checkpoint):
    return ct2.load(checkpoint, Options(beam=1, precision="float32", threads=1))


@pytest.fixture(scope="module")
def fast(checkpoint):
    return ct2.load(checkpoint, Options(beam=4, threads=1))


def test_float32_greedy_is_the_reference(reference, exact):
    for ours, theirs in zip(exact.translate(SENTENCES), reference.translate(SENTENCES), strict=True):
        assert ours.text == theirs.text
        assert ours.score == pytest.approx(theirs.score, abs=2e-5)
        soft = {(link.source, link.target): link.score for link in theirs.links}
        assert {(link.source, link.target): link.score for link in ours.links} == pytest.approx(soft, abs=2e-3)


def test_beam_search_agrees_too(checkpoint):
    options = Options(beam=4, precision="float32", threads=1)
    ours, theirs = (module.load(checkpoint, options).translate(SENTENCES) for module in (ct2, marian))
    assert sum(a.text == b.text for a, b in zip(ours, theirs, strict=True)) >= len(SENTENCES) - 1


def test_links_stay_inside_both_texts_and_sum_to_at_most_one(fast):
    for text, translation in zip(SENTENCES, fast.translate(SENTENCES), strict=True):
        sums: dict[object, float] = {}
        for link in translation.links:
            assert 0 <= link.source.start <= link.source.end <= len(text)
            assert 0 <= link.target.start <= link.target.end <= len(translation.text)
            sums[link.target] = sums.get(link.target, 0.0) + link.score
        assert translation.links
        # byte pieces of one character share its span, so only spans of visible width are counted
        assert all(total <= 1.001 for span, total in sums.items() if span.of(translation.text).isascii())


def test_the_order_and_number_survive_batching(checkpoint, fast):
    many = [f"{sentence} {number}" for number in range(12) for sentence in SENTENCES]
    small = ct2.load(checkpoint, Options(beam=1, precision="float32", threads=2, batch_tokens=64))
    large = ct2.load(checkpoint, Options(beam=1, precision="float32", threads=1, batch_tokens=4096))
    assert [t.text for t in small.translate(many)] == [t.text for t in large.translate(many)]
    assert fast.translate([]) == []


def test_batches_are_alike_in_length_and_within_their_tokens():
    lengths = [3, 50, 7, 7, 120, 2, 33]
    found = batches(lengths, 100)
    assert sorted(k for batch in found for k in batch) == list(range(7))
    assert all(len(batch) == 1 or len(batch) * (max(lengths[k] for k in batch) + 1) <= 100 for batch in found)


def test_pieces_are_the_tokenisers(checkpoint, exact):
    from transformers import MarianTokenizer

    tokenizer = MarianTokenizer.from_pretrained(checkpoint.folder)
    plain = ["Le chômage a reculé de 3,5 % en 2020.", 'Il a dit "non" à Pashinyan.']
    coded = exact._pieces.encode(plain)
    assert [[exact._pieces.vocabulary[t] for t in row.tokens] for row in coded] == [
        ids[:-1] for ids in tokenizer(plain).input_ids
    ]


def test_another_alignment_head_is_moved_to_the_front_without_changing_what_is_said(checkpoint, tmp_path, exact):
    folder = shutil.copytree(checkpoint.folder, tmp_path / "model")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"text_alignment_head": 3}))
    other = models.find(str(folder))
    moved = ct2.load(other, Options(beam=1, precision="float32", threads=1)).translate(SENTENCES)
    theirs = marian.load(other, Options(beam=1, threads=1)).translate(SENTENCES)
    assert [t.text for t in moved] == [t.text for t in exact.translate(SENTENCES)]
    for ours, reference in zip(moved, theirs, strict=True):
        assert {(a.source, a.target) for a in ours.links if a.score > 0.1} <= {
            (b.source, b.target) for b in reference.links
        }


def test_models_that_cannot_be_are_refused_by_name(checkpoint, tmp_path):
    with pytest.raises(ModelError, match="no model 'fr_en'"):
        models.find("fr_en")
    with pytest.raises(ModelError, match=r"not complete: .* has no config.json"):
        models.find(str(tmp_path))
    with pytest.raises(ModelError, match="neither a folder nor in the local cache"):
        models.find("Helsinki-NLP/opus-mt-fr-en-that-is-not-there")
    folder = shutil.copytree(checkpoint.folder, tmp_path / "damaged")
    (folder / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="damaged: its weights"):
        ct2.load(models.find(str(folder)), Options())
    (folder / "source.spm").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="damaged: its tokeniser"):
        marian.load(models.find(str(folder)), Options())
    (folder / "config.json").write_text('{"model_type": "bart"}')
    with pytest.raises(ModelError, match="type 'bart'"):
        models.find(str(folder))


def test_a_shortlist_bounds_what_int8_says_and_float32_is_free(checkpoint, tmp_path, monkeypatch):
    monkeypatch.setenv("MT_CACHE", str(tmp_path / "cache"))
    folder = shutil.copytree(checkpoint.folder, tmp_path / "listed")
    (folder / models.SHORTLIST).write_bytes(lzma.compress("\t. ▁yes\n▁chat\t▁cat\n".encode()))
    listed = models.find(str(folder))
    assert listed.fingerprint != checkpoint.fingerprint
    bounded = ct2.load(listed, Options(beam=1, threads=1))
    assert bounded.signature.endswith("|shortlist:yes")
    (translation,) = bounded.translate(["Le chat dort."])
    assert set(translation.text.lower().replace("\ufffd", " ").replace(".", " ").split()) <= {"cat", "yes"}
    free = ct2.load(listed, Options(beam=1, precision="float32", threads=1))
    assert "shortlist" not in free.signature
    (folder / models.SHORTLIST).write_bytes(b"nothing")
    with pytest.raises(ModelError, match="damaged: its shortlist"):
        ct2.load(models.find(str(folder)), Options())


def test_a_card_that_cannot_be_used_gives_way_to_the_processor(checkpoint, monkeypatch, fast):
    """This machine has no card, so CTranslate2 itself says what it says where CUDA is not as it should be."""
    if ctranslate2.get_cuda_device_count():
        pytest.skip("there is a graphics card, and it can be used")
    monkeypatch.setattr(_cards, "count", lambda: 1)
    with pytest.warns(Fallback, match=r"the graphics card cannot be used \(.+\), so the processor is: .*mt\[cuda\]"):
        engine = ct2.load(checkpoint, Options(beam=4, threads=1))
    assert engine.signature == fast.signature
    assert engine.translate(SENTENCES[:2]) == fast.translate(SENTENCES[:2])
    with pytest.raises(ModelError, match=r"the graphics card cannot be used \(.+\): .*mt\[cuda\]"):
        ct2.load(checkpoint, Options(device="cuda"))


def test_cublas_is_found_where_pip_puts_it(tmp_path, monkeypatch):
    """CTranslate2 opens it by its bare name, which finds what is loaded already; the library here is any other."""
    library = tmp_path / "nvidia" / "cublas" / "lib"
    library.mkdir(parents=True)
    (source := tmp_path / "any.c").write_text("int any(void) { return 12; }\n")
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        pytest.skip("no C compiler to make a library with")
    name = "libcublas.so.12"
    subprocess.run([compiler, "-shared", f"-Wl,-soname,{name}", "-o", library / name, source], check=True)
    trial = "import ctypes; from mt.engines import _cards; _cards._load_libraries(); "
    trial += f"print(ctypes.CDLL('{name}').any())"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    done = subprocess.run([sys.executable, "-c", trial], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "12\n"


def test_a_conversion_that_fails_leaves_nothing(checkpoint, tmp_path, monkeypatch):
    monkeypatch.setenv("MT_CACHE", str(tmp_path))
    monkeypatch.setattr(ct2, "_to_front", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        ct2.converted(checkpoint, "int8")
    assert list((tmp_path / "ct2").iterdir()) == []


def test_a_cache_that_cannot_be_written_is_said(checkpoint, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MT_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="MT_CACHE"):
        ct2.converted(checkpoint, "int8")


def test_echo_says_what_it_is_told():
    (translation,) = echo.load(None, Options()).translate(["Bonjour à  tous"])
    assert translation.text == "Bonjour à  tous"
    assert [link.source.of(translation.text) for link in translation.links] == ["Bonjour", "à", "tous"]


def test_the_embedded_shortlist_has_what_a_sentence_alone_needs():
    engine = ct2.load(models.find("fr-en"), Options(beam=1, threads=1))
    for french, english in (
        ("Un homme de 40 ans a été arrêté.", "A 40-year-old man was arrested."),
        ("La police a interpellé une femme de 30 ans.", "30-year-old woman"),
    ):
        assert english in engine.translate([french])[0].text
