"""Training on a small invented corpus: what is read and left out, what is learned, and that no cut changes the run."""

from __future__ import annotations

import lzma
import os
import random
import signal
import stat
import subprocess
import sys
from pathlib import Path

import invented
import numpy as np
import pytest
import torch

from mt import models
from mt.engines import Options, ct2, marian
from mt.errors import ConfigError, OutputError
from mt.models.normalisation import normalised
from mt.training import (
    Refused,
    TrainingError,
    adaptation,
    arrays,
    progress,
    recipe,
    runs,
    schedule,
    shortlist,
    steps,
    vocabulary,
    word_links,
)

needs_trainer = pytest.mark.skipif(
    __import__("importlib.util").util.find_spec("accelerate") is None, reason="needs the extra mt[train]"
)


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return invented.corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def trained(corpus, tmp_path_factory) -> runs.Result:
    """A model that has learned the grammar well enough to be adapted."""
    out = tmp_path_factory.mktemp("trained") / "run"
    return runs.train(out, invented.settings(corpus, 500, development=True), [corpus / "data"])


@pytest.fixture(scope="module")
def random_pairs() -> arrays.Pairs:
    dice = random.Random(5)
    rows = [([7] * dice.randint(1, 60), [8] * dice.randint(1, 60)) for _ in range(500)]
    return arrays.of([*rows, ([7] * 300, [8] * 2)], 1000)


# --- runs


@needs_trainer
def test_a_run_learns_measures_and_writes_down_what_it_did(trained, corpus):
    folder = trained.model.parent
    assert trained.steps == 500
    assert trained.scores["chrf"] > 60
    entries = progress.read(folder / "log.jsonl")
    losses = [entry["loss"] for entry in entries if "loss" in entry]
    assert losses[-1] < 0.5 * losses[0]
    curve = (folder / "curve.svg").read_text(encoding="utf-8")
    assert curve.count("<path") == 4
    assert "</svg>" in curve
    assert (folder / "filtered.tsv").read_text(encoding="utf-8").splitlines()[1].split("\t")[:3] == [
        "grammar",
        "600",
        "600",
    ]


@needs_trainer
def test_an_exported_model_says_the_same_in_both_engines(trained, corpus):
    checkpoint = models.find(str(trained.model))
    assert checkpoint.normalisation == "news-v1"
    assert checkpoint.longest == 120
    assert len({path.stat().st_mode for path in trained.model.iterdir()}) == 1
    assert checkpoint.config["text_alignment_head"] == 0
    sources = [*(corpus / "dev.fr").read_text(encoding="utf-8").splitlines()[:20], "« Zürich », dit-elle…"]
    reference = marian.load(checkpoint, Options(beam=1, threads=1)).translate(sources)
    fast = ct2.load(checkpoint, Options(beam=1, precision="float32", threads=1)).translate(sources)
    assert [row.text for row in fast] == [row.text for row in reference]
    assert [row.score for row in fast] == pytest.approx([row.score for row in reference], abs=1e-3)
    from transformers import MarianMTModel, MarianTokenizer

    plain = MarianMTModel.from_pretrained(trained.model)
    assert plain.generation_config.bad_words_ids == [[plain.config.pad_token_id]]
    tokenizer = MarianTokenizer.from_pretrained(trained.model)
    text = normalised(sources[0], "news-v1").after
    output = plain.generate(**tokenizer(text, return_tensors="pt"), num_beams=1)
    assert tokenizer.decode(output[0], skip_special_tokens=True) == reference[0].text


@needs_trainer
@pytest.mark.parametrize("optimiser", ["muon", "adamw"])
def test_a_run_in_slices_is_the_uncut_run(corpus, tmp_path, monkeypatch, optimiser):
    chosen = invented.settings(corpus, 60)
    chosen = chosen.model_copy(update={"learning": chosen.learning.model_copy(update={"optimiser": optimiser})})
    whole = runs.train(tmp_path / "whole", chosen, [corpus / "data"])
    ending = property(lambda clock: clock.steps % 25 == 0 or clock.share >= 1)
    monkeypatch.setattr(schedule.Clock, "over", ending)  # a slice in minutes would be of another length each time
    slices = [runs.train(tmp_path / "cut", chosen, [corpus / "data"])]
    slices += [runs.train(tmp_path / "cut", resume=True) for _ in range(2)]
    assert [part.steps for part in slices] == [25, 50, 60]
    assert whole.steps == 60
    assert (tmp_path / "cut/model/model.safetensors").read_bytes() == (whole.model / "model.safetensors").read_bytes()
    rates = [{e["step"]: e["rate"] for e in progress.read(tmp_path / name / "log.jsonl")} for name in ("whole", "cut")]
    assert rates[0][60] == rates[1][60]
    assert len(list((tmp_path / "cut/checkpoints").iterdir())) <= 2


@needs_trainer
def test_a_checkpoint_that_a_kill_left_unfinished_is_passed_over(corpus, tmp_path):
    out = tmp_path / "run"
    runs.train(out, invented.settings(corpus, 40), [corpus / "data"])
    (newest,) = (out / "checkpoints").glob("checkpoint-40")
    broken = newest.with_name("checkpoint-41")
    broken.mkdir()
    (broken / "model.safetensors").write_bytes(b"half")
    assert runs.Folder(out).newest() == newest
    assert not broken.exists()


@needs_trainer
def test_a_terminated_run_is_saved_exported_and_goes_on(corpus, tmp_path):
    out = tmp_path / "run"
    config = corpus / "recipe-long.toml"
    config.write_text(invented.RECIPE.format(steps=1_000_000, links="false"), encoding="utf-8")
    code = "import torch, typer; torch.set_num_threads(1); from mt.commands.train import train; typer.run(train)"
    command = [sys.executable, "-c", code, "--out", str(out)]
    begun = [*command, "--config", str(config), "--data", str(corpus / "data")]
    process = subprocess.Popen(begun, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("step "):
            break
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=60)[0]
    assert process.returncode == 0, rest
    assert f"mt train --resume --out {out}" in rest
    assert models.find(str(out / "model")).normalisation == "news-v1"
    saved = runs.Folder(out).newest()
    assert saved is not None
    count = steps.reached(saved)[1]
    assert count >= 100
    again = runs.train(out, minutes=0.001, resume=True)
    assert again.steps > count


@needs_trainer
def test_runs_that_cannot_be_are_refused(corpus, trained, tmp_path):
    out = trained.model.parent
    with pytest.raises(ConfigError, match="holds a run already"):
        runs.train(out, invented.settings(corpus, 500, development=True), [corpus / "data"])
    with pytest.raises(ConfigError, match=r"another recipe \(development, schedule\)|another recipe \(schedule"):
        runs.train(out, invented.settings(corpus, 60), resume=True)
    with pytest.raises(ConfigError, match="--config and --data"):
        runs.train(tmp_path / "nothing", resume=True)
    (tmp_path / "bad.tsv").write_text("The cat is on the mat and it sleeps.\tLe chat est sur le tapis et il dort.\n")
    with pytest.raises(TrainingError, match="no pair is left to train on: language 1"):
        runs.train(tmp_path / "run", invented.settings(corpus, 60), [tmp_path / "bad.tsv"])
    assert not (tmp_path / "run/data").exists()


@needs_trainer
def test_a_run_may_begin_with_the_weights_pieces_and_shape_of_a_model(trained, corpus, tmp_path):
    chosen = invented.settings(corpus, 4, development=True)
    result = runs.train(tmp_path / "run", chosen, [corpus / "data"], start=str(trained.model))
    assert result.scores["chrf"] > 0.9 * trained.scores["chrf"]
    old, new = (models.find(str(folder)) for folder in (trained.model, result.model))
    assert {**new.config, "dropout": 0} == {**old.config, "dropout": 0}
    for name in vocabulary.TOKENISER_FILES:
        assert (new.folder / name).read_bytes() == (old.folder / name).read_bytes()


# --- word links

EFLOMAL = """#!{python}
import sys
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
rows = zip(open(options["-s"], encoding="utf-8"), open(options["-t"], encoding="utf-8"))
links = [" ".join(f"{{k}}-{{k}}" for k in range(min(len(a.split()), len(b.split())))) for a, b in rows]
for name in ("-f", "-r"):
    open(options[name], "w").write("\\n".join(links) + "\\n")
"""


@pytest.fixture
def aligner(tmp_path, monkeypatch) -> Path:
    """A program that stands in for eflomal and links the k-th pieces with each other."""
    program = tmp_path / "bin" / word_links.PROGRAM
    program.parent.mkdir()
    program.write_text(EFLOMAL.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


@needs_trainer
def test_a_run_ends_with_the_mix_of_its_last_part(corpus, tmp_path):
    late = {"late": recipe.Late(share=0.5, weights={"*": 0.5})}
    runs.train(tmp_path / "run", invented.settings(corpus, 40).model_copy(update=late), [corpus / "data"])
    pairs = arrays.read(tmp_path / "run/data")
    assert pairs.late is not None
    assert (pairs.late == 0.5 * pairs.weight).all()
    *_, position = steps.reached(runs.Folder(tmp_path / "run").newest())
    assert position.late
    nothing = {"late": recipe.Late(share=0.5, weights={"*": 0.0})}
    with pytest.raises(ConfigError, match="no corpus to train on at the end"):
        runs.train(tmp_path / "other", invented.settings(corpus, 40).model_copy(update=nothing), [corpus / "data"])


@needs_trainer
def test_the_guided_head_learns_its_links(corpus, tmp_path, aligner, monkeypatch):
    monkeypatch.setattr(steps, "_LOG_STEPS", 20)
    out = tmp_path / "run"
    runs.train(out, invented.settings(corpus, 160, links=True), [corpus / "data"])
    losses = [entry["links"] for entry in progress.read(out / "log.jsonl")]
    assert losses[-1] < 0.5 * losses[0]
    pairs = arrays.read(out / "data")
    links = word_links.read(out / "data/links.npz", pairs)
    assert len(links) > 500
    places, shares = links.wanted([0, 1])
    spots = places[0] * vocabulary.POSITIONS + places[1]
    assert np.bincount(spots, shares)[np.unique(spots)] == pytest.approx(1)
    listed = lzma.decompress((out / "model" / models.SHORTLIST).read_bytes()).decode().splitlines()
    assert listed[0].startswith("\t")
    assert {line.split("\t")[0] for line in listed[1:]} <= vocabulary.Vocabulary(out / "tokeniser").ids.keys()
    with pytest.raises(TrainingError, match="made for other pairs"):
        word_links.read(out / "data/links.npz", arrays.of([([1], [2])], 10))
    aligner.write_text("#!/bin/sh\necho out of luck >&2\nexit 3\n")
    with pytest.raises(TrainingError, match="out of luck"):
        word_links.make(pairs, vocabulary.Vocabulary(out / "tokeniser"), 10, 1, tmp_path / "x.npz")


def test_a_shortlist_holds_links_the_piece_itself_and_what_is_always_possible(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(shortlist, "_FREQUENT", 0)
    out = tmp_path / "run"
    runs.train(out, invented.settings(corpus, 2), [corpus / "data"])
    pieces = vocabulary.Vocabulary(out / "tokeniser")
    pairs = arrays.of([([20, 21], [30, 31]), ([20], [40])], len(pieces))
    at = np.array([0, 2, 3])
    links = word_links.WordLinks(np.array([0, 1]), at, np.array([0, 1, 0], np.int16), np.array([0, 1, 0], np.int16))
    shortlist.make(pairs, links, pieces, tmp_path / "list.xz")
    rows = dict(line.split("\t") for line in lzma.decompress((tmp_path / "list.xz").read_bytes()).decode().splitlines())
    always = set(rows.pop("").split(" "))
    assert {token for token in pieces.ids if token.startswith("<0x")} <= always
    for source, targets in ((20, {20, 30, 40}), (21, {21, 31}), (25, {25})):
        wanted = {pieces.tokens[k] for k in targets} - always
        assert set(rows.get(pieces.tokens[source], "").split()) == wanted


def test_a_shortlist_holds_what_tells_of_a_piece_that_links_do_not_know(tmp_path, monkeypatch):
    monkeypatch.setattr(shortlist, "_FREQUENT", 0)
    pieces = vocabulary.Vocabulary(models.find("fr-en").folder)
    man, aged, old, year, day, other = (
        pieces.ids[piece] for piece in ("▁homme", "▁ans", "old", "▁year", "▁day", "▁jour")
    )
    rows = [([man, aged], [year, old]), ([aged], [year, old]), ([other], [day]), ([other, man], [day])]
    shortlist.make(arrays.of(rows, len(pieces)), None, pieces, tmp_path / "list.xz")
    listed = shortlist.read(tmp_path / "list.xz")
    assert listed["▁ans"] == ["▁ans", "old", "▁year"] or listed["▁ans"] == ["▁ans", "▁year", "old"]
    assert listed["▁jour"] == ["▁jour", "▁day"]
    assert "▁homme" not in listed or "▁day" not in listed["▁homme"]  # seen beside it once
    rows = [([other], [old]), ([other], [old]), ([man], [year])]
    later = arrays.of(rows, len(pieces))
    shortlist.make(later, None, pieces, tmp_path / "later.xz", before=tmp_path / "list.xz")
    went_on = shortlist.read(tmp_path / "later.xz")
    assert went_on["▁jour"] == ["▁jour", "▁day", "old"]
    assert went_on["▁ans"] == listed["▁ans"]


def test_without_eflomal_there_are_no_links(random_pairs, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not word_links.make(random_pairs, None, 10, 1, tmp_path / "links.npz")
    assert not (tmp_path / "links.npz").exists()


# --- adapting


def corrections(path: Path, count: int = 160) -> list[tuple[str, str]]:
    """What the house wants said another way: the judge is a magistrate, and towns are cities."""
    pairs = [
        (source, target.replace("judge", "magistrate").replace("town", "city"))
        for source, target in invented.sentences(2000, seed=77)
        if "juge" in source or "ville" in source
    ][:count]
    invented.write(pairs, path)
    return pairs


def adapting() -> recipe.Recipe:
    return recipe.load(recipe.ADAPTATION, {"schedule": {"rate": 3e-3}})


@needs_trainer
def test_adapting_improves_the_held_out_pairs(trained, tmp_path):
    corrections(tmp_path / "corrections.tsv")
    before = (trained.model / "model.safetensors").read_bytes()
    adapted = adaptation.adapt(str(trained.model), [tmp_path / "corrections.tsv"], tmp_path / "out", adapting())
    assert adapted.pairs + adapted.held_out == 160
    assert adapted.loss[1] < 0.7 * adapted.loss[0]
    assert adapted.after.chrf > adapted.before.chrf + 2
    assert (trained.model / "model.safetensors").read_bytes() == before
    said = marian.load(models.find(str(adapted.model)), Options(beam=1, threads=1)).translate(
        ["Le juge attend le train ce soir."]
    )
    assert "magistrate" in said[0].text
    with pytest.raises(OutputError, match="give another --out"):
        adaptation.adapt(str(trained.model), [tmp_path / "corrections.tsv"], tmp_path / "out", adapting())


@needs_trainer
def test_misaligned_corrections_are_refused(trained, tmp_path):
    pairs = corrections(tmp_path / "right.tsv")
    targets = [target for _, target in pairs]
    random.Random(1).shuffle(targets)
    invented.write(
        [(source, target) for (source, _), target in zip(pairs, targets, strict=True)], tmp_path / "wrong.tsv"
    )
    with pytest.raises(Refused, match="misaligned"):
        adaptation.adapt(str(trained.model), [tmp_path / "wrong.tsv"], tmp_path / "out", adapting())
    assert not (tmp_path / "out/model").exists()


@needs_trainer
def test_a_model_that_got_worse_is_not_saved(trained, tmp_path):
    corrections(tmp_path / "right.tsv", 60)
    absurd = recipe.load(recipe.ADAPTATION, {"schedule": {"rate": 30.0, "warm_up": 1}})
    with pytest.raises(Refused, match="not saved"):
        adaptation.adapt(str(trained.model), [tmp_path / "right.tsv"], tmp_path / "out", absurd)
    assert not (tmp_path / "out/model").exists()


@needs_trainer
def test_too_few_corrections_are_refused(trained, tmp_path):
    corrections(tmp_path / "few.tsv", 5)
    with pytest.raises(TrainingError, match="5 pairs are too few"):
        adaptation.adapt(str(trained.model), [tmp_path / "few.tsv"], tmp_path / "out", adapting())
