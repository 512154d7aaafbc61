"""Training on a small invented corpus: what is read and left out, what is learned, and that no cut changes the run."""

from __future__ import annotations

import json
import lzma
import os
import random
import signal
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path

import invented
import numpy as np
import pytest
import torch

from mt import models
from mt.engines import Options, ct2, marian
from mt.errors import ConfigError, InputError, OutputError
from mt.models.normalisation import normalised
from mt.training import (
    Refused,
    TrainingError,
    adaptation,
    arrays,
    batches,
    corpora,
    filters,
    preparation,
    progress,
    recipe,
    runs,
    schedule,
    steps,
    variations,
    vocabulary,
    word_links,
)

ROOT = Path(__file__).parent.parent
needs_trainer = pytest.mark.skipif(
    __import__("importlib.util").util.find_spec("accelerate") is None, reason="needs the extra mt[train]"
)
LANGUAGES = corpora.Languages("fr", "en")
RECIPE = """
save_minutes = 0.01
[pieces]
size = 330
[variations]
names = 0.2
[shape]
width = 32
feed_forward = 64
encoder = 1
decoder = 1
heads = 2
[schedule]
steps = {steps}
rate = 1e-2
warm_up = 20
[learning]
batch_tokens = 800
average_every = 2
average_steps = 20
[links]
make = {links}
weight = 0.5
"""
DEVELOPMENT = '[development]\nsource = "dev.fr"\ntarget = "dev.en"\n'


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """A folder with 600 pairs to train on and 40 to measure on."""
    folder = tmp_path_factory.mktemp("corpus")
    pairs = invented.sentences(640)
    (folder / "data").mkdir()
    invented.write(pairs[:600], folder / "data" / "grammar.tsv")
    for side, name in enumerate(("dev.fr", "dev.en")):
        (folder / name).write_text("".join(pair[side] + "\n" for pair in pairs[600:]), encoding="utf-8")
    return folder


def settings(folder: Path, count: int, *, links: bool = False, development: bool = False) -> recipe.Recipe:
    path = folder / f"recipe-{count}-{links}-{development}.toml"
    text = RECIPE.format(steps=count, links=str(links).lower())
    path.write_text(text + (DEVELOPMENT if development else ""), encoding="utf-8")
    return recipe.load(path)


@pytest.fixture(scope="module")
def trained(corpus, tmp_path_factory) -> runs.Result:
    """A model that has learned the grammar well enough to be adapted."""
    out = tmp_path_factory.mktemp("trained") / "run"
    return runs.train(out, settings(corpus, 500, development=True), [corpus / "data"])


# --- recipes


def test_the_recipe_in_the_repository_says_the_defaults_and_names_every_key():
    written = recipe.load(ROOT / "configs/train-fr-en.toml")
    default = recipe.Recipe(weights=written.weights, schedule=written.schedule)
    assert written == default
    text = (ROOT / "configs/train-fr-en.toml").read_text(encoding="utf-8")
    for part in recipe.Recipe.model_fields.values():
        for key in getattr(part.annotation, "model_fields", {}):
            assert f"\n{key} = " in text or f"\n# {key} = " in text, key
    assert written.weight("canlaws_headings") == 0.05
    assert written.weight("canlaws") == 0.25
    assert written.weight("something else") == 1.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[schedule]\nsteps = 3\n[learning]\nseeds = 1", "did you mean 'seed'"),
        ("[schedule]\nstep = 3", "did you mean 'steps'"),
        ("[schedule]\nsteps = 3\nminutes = 1", "just one of minutes and steps"),
        ("[schedule]\nsteps = 3\n[shape]\nwidth = 30\nheads = 4", "cannot be divided"),
        ("[schedule]\nsteps = 3\n[variations]\nnames = 0.9\nupper = 0.2", "add up to more than 1"),
        ('[schedule]\nsteps = 3\n[development]\nsource = "a"\ntarget = "b"', "a is not there"),
        ("[schedule", "cannot be read"),
    ],
)
def test_mistakes_in_a_recipe_are_named(tmp_path, text, message):
    path = tmp_path / "r.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        recipe.load(path)


# --- corpora and filters


def test_pairs_are_read_from_every_format(tmp_path):
    (tmp_path / "plain.tsv").write_text("Bonjour.\tHello.\tnote\nSeul\n", encoding="utf-8")
    with lzma.open(tmp_path / "packed.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("Oui.\tYes.\r\n")
    header = "id\tsource\ttarget\tstatus\n"
    rows = '1\tUn.\tOne.\tapproved\n2\tDeux.\tTwo.\tdraft\n3\t"""Trois"", dit-il."\t\'-3\tapproved\n'
    (tmp_path / "review.tsv").write_text(header + rows, encoding="utf-8")
    records = [
        {"source": "Un.", "target": "One.", "origin": "human", "status": "draft"},
        {"source": "Deux.", "target": "Two.", "origin": "machine", "status": "draft"},
    ]
    (tmp_path / "record.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    (tmp_path / "memory.tmx").write_text(
        '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<tmx version="1.4"><header/><body>'
        '<tu><tuv xml:lang="fr-FR"><seg>Le <bpt i="1">&lt;b></bpt><hi>chat</hi><ept i="1"/> dort.</seg></tuv>'
        '<tuv xml:lang="EN"><seg>The cat sleeps.</seg></tuv></tu>'
        '<tu><tuv xml:lang="fr"><seg>Sans&x; pair</seg></tuv><tuv xml:lang="de"><seg>Ohne</seg></tuv></tu>'
        "</body></tmx>",
        encoding="utf-8",
    )
    read = {c.name: list(corpora.pairs(c.path, LANGUAGES)) for c in corpora.find([tmp_path])}
    assert read["plain"] == [("Bonjour.", "Hello."), ("Seul", "")]
    assert read["packed"] == [("Oui.", "Yes.")]
    assert read["review"] == [("Un.", "One."), ('"Trois", dit-il.', "-3")]
    assert read["record"] == [("Un.", "One.")]
    assert read["memory"] == [("Le chat dort.", "The cat sleeps."), ("Sans pair", "")]


def test_corpora_that_cannot_be_are_refused_by_name(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        corpora.find([tmp_path / "nowhere"])
    with pytest.raises(InputError, match="holds none"):
        corpora.find([tmp_path])
    for name in ("a.tsv.xz", "b.tmx", "c.tsv"):
        (tmp_path / name).write_bytes(b"\xff\xfe no corpus")
        with pytest.raises(InputError, match=name):
            list(corpora.pairs(tmp_path / name, LANGUAGES))
    (tmp_path / "c.tmx").write_text("<tmx/>")
    with pytest.raises(InputError, match="two corpora bear the name c"):
        corpora.find([tmp_path])


FRENCH = "Le ministre a dit que les enfants de la ville ont quitté la maison."
ENGLISH = "The minister said that the children of the town have left the house."


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        (FRENCH, ENGLISH, ""),
        ("Oui.", "Yes, of course I do.", ""),
        ("", ENGLISH, "empty"),
        (FRENCH, "The minister said so.", "length ratio"),
        (FRENCH, FRENCH, "identical sides"),
        ("La Paz", "La Paz", ""),
        (" ".join([FRENCH] * 8), " ".join([ENGLISH] * 8), "over-long"),
        ("12 345 678 + 9 = 12", "12,345,678 + 9 = 12", "characters"),
        (FRENCH.replace("é", "Ã©"), ENGLISH, "characters"),
        (ENGLISH, FRENCH, "language"),
        ("Der Minister hat nicht mit den Kindern gesprochen.", ENGLISH, "language"),
    ],
)
def test_a_pair_is_left_out_for_a_reason(source, target, why):
    assert filters.reason(source, target, recipe.Filters(), ("fr", "en")) == why


def test_what_is_left_out_is_counted_and_the_development_set_is_never_trained_on(corpus, tmp_path):
    dev = (corpus / "dev.fr").read_text(encoding="utf-8").splitlines()
    rows = [
        *invented.sentences(20, seed=9),
        (dev[0].replace(" ", "\u00a0", 1), "Another translation of this line."),
        ("", "x"),
    ]
    invented.write([*rows, rows[0]], tmp_path / "some.tsv")
    report = preparation.Report()
    chosen = settings(corpus, 1, development=True)
    kept = list(preparation.judged(corpora.find([tmp_path]), chosen, "news-v1", report))
    assert len(kept) == report.kept["some"] == 20
    assert report.left_out["some"] == Counter({"empty": 1, "duplicate": 1, "development set": 1})
    assert report.table()[0] == ["corpus", "read", "kept", "development set", "duplicate", "empty"]
    assert not {pair[0] for _, pair in kept} & set(dev)


def test_several_processes_give_the_same_pairs_in_the_same_order(corpus):
    found = corpora.find([corpus / "data"])
    one, two = (settings(corpus, 1).model_copy(update={"workers": workers}) for workers in (1, 2))
    assert [*preparation.judged(found, one, "news-v1", preparation.Report())] == [
        *preparation.judged(found, two, "news-v1", preparation.Report())
    ]


# --- variations


KNOWN = variations.Known(frozenset({"Commission"}))


def test_names_are_exchanged_letter_for_letter_on_both_sides():
    dice = random.Random(1)
    names = ["Özgürkan", "Vyhovskyi", "Nkurunzizwa"]
    pair = (
        "Selon la Commission, Tivoli a battu Ravenne hier.",
        "According to the Commission, Tivoli beat Ravenne's team.",
    )
    source, target = variations.exchange_names(*pair, names, KNOWN, dice)
    for text in (source, target):
        assert "Commission" in text
        assert "Tivoli" not in text
        assert "Ravenne" not in text
    found = [name for name in names if name in source]
    assert found
    assert [name for name in names if name in target] == found
    assert target.endswith("'s team.")


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("le maire d'Ankaran", "Berlin", "le maire de Berlin"),
        ("le maire d'Ankaran", "Estrune", "le maire d'Estrune"),
        ("le maire de Tivoli", "Estrune", "le maire d'Estrune"),
        ("Dit-on qu'Ankaran", "Berlin", None),
        ("Dit-on qu'Ankaran", "Obrin", "Dit-on qu'Obrin"),
    ],
)
def test_elision_follows_the_new_name(before, name, after, monkeypatch):
    monkeypatch.setattr(variations, "_DOUBLE", 0.0)
    source = before + " a gagné."
    old = "Tivoli" if "Tivoli" in before else "Ankaran"
    changed, _ = variations.exchange_names(source, f"We saw {old} win.", [name], KNOWN, random.Random(1))
    assert changed == (source if after is None else after + " a gagné.")


def test_words_that_are_shared_all_the_time_or_written_small_are_no_names():
    sample = [
        (f"Conclusion sur Europe numéro {k}, une conclusion.", f"Conclusion on Europe number {k}.") for k in range(50)
    ]
    sample += [("Voici Tivoli.", "Here is Tivoli.")]
    known = variations.Known.of(sample)
    assert {"Europe", "Conclusion"} <= known.words
    assert "Tivoli" not in known.words


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("upper", "LA BANQUE ATTEND.", "THE BANK IS WAITING."),
        ("title", "La Banque Attend.", "The Bank Is Waiting."),
        ("no_stop", "La banque attend", "The bank is waiting"),
    ],
)
def test_variations_change_both_sides(kind, source, target):
    none = {"upper": 0.0, "title": 0.0, "no_stop": 0.0, "names": 0.0}
    shares = recipe.Variations(**(none | {kind: 1.0}))
    pair = ("La banque attend.", "The bank is waiting.")
    assert variations.vary(pair, shares, [], KNOWN, random.Random(1)) == (source, target)
    assert variations.vary(pair, recipe.Variations(**none), [], KNOWN, random.Random(1)) == pair


def test_the_names_of_the_package_are_small_plain_and_disjoint_from_those_that_measure():
    names = variations.read_names(None)
    assert variations.NAMES.stat().st_size < 100_000
    assert len(names) == len(set(names)) > 10_000
    assert all(name[0].isupper() and "\t" not in name for name in names)
    unseen = (ROOT / "scripts/unseen_names.txt").read_text(encoding="utf-8").split()
    assert len(unseen) > 200
    assert not set(unseen) & set(names)


# --- pieces, batches, schedule


def test_pieces_cover_every_character_and_split_digits(tmp_path):
    pairs = [*invented.sentences(200), *((f"En {year}.", f"In {year}.") for year in range(1950, 2050))]
    pieces = vocabulary.create((text for pair in pairs for text in pair), 330, tmp_path, 1)
    for side in (0, 1):
        (ids,) = pieces.encode(["Şənol 2024 ☃"], side)
        assert pieces.unknown not in ids
        assert [t for t in (pieces.tokens[k] for k in ids) if t.strip("▁").isdigit()] == list("2024")
    assert pieces.pad == len(pieces) - 1
    with pytest.raises(TrainingError, match=r"lower pieces\.size"):
        vocabulary.create(iter(["trop peu"]), 5000, tmp_path / "few", 1)


@pytest.fixture(scope="module")
def random_pairs() -> arrays.Pairs:
    dice = random.Random(5)
    rows = [([7] * dice.randint(1, 60), [8] * dice.randint(1, 60)) for _ in range(500)]
    return arrays.of([*rows, ([7] * 300, [8] * 2)], 1000)


def test_batches_keep_their_budget_and_hold_every_pair_once(random_pairs):
    found = list(batches.epoch(random_pairs, 256, 1, 0))
    longest = random_pairs.longest
    assert sorted(pair for batch in found for pair in batch) == list(range(501))
    for batch in found:
        assert len(batch) == 1 or len(batch) * max(longest[batch]) <= 256
    filled = [len(batch) * max(longest[batch]) for batch in found if 500 not in batch]
    assert np.mean(filled) > 200
    assert found != list(batches.epoch(random_pairs, 256, 1, 1))


def test_weights_say_how_often_a_pair_is_seen(random_pairs):
    weight = np.array([2.0] * 100 + [0.25] * 400 + [0.0], np.float32)
    weighted = arrays.Pairs(**(vars(random_pairs) | {"weight": weight}))
    seen = Counter(pair for number in range(8) for batch in batches.epoch(weighted, 256, 1, number) for pair in batch)
    assert all(seen[pair] == 16 for pair in range(100))
    assert 700 < sum(seen[pair] for pair in range(100, 500)) < 900
    assert seen[500] == 0


def test_a_stream_goes_on_with_the_batch_that_would_have_come_next(random_pairs):
    whole = batches.stream(random_pairs, 256, 1, batches.START)
    first = [next(whole) for _ in range(200)]  # more than one pass
    assert first[-1][1].epoch > 0
    for cut in (3, 130):
        rest = batches.stream(random_pairs, 256, 1, first[cut - 1][1])
        assert [next(rest) for _ in range(200 - cut)] == first[cut:]


def test_the_rate_rises_holds_and_falls_by_the_share_used():
    plan = schedule.Schedule(steps=1000, warm_up=100, hold=0.2, floor=0.1)
    rates = [schedule.factor(step, step / 1000, plan) for step in range(1001)]
    assert rates[0] == 0.01
    assert rates[99] == rates[150] == rates[200] == 1.0
    assert rates[201:] == sorted(set(rates[201:]), reverse=True)
    assert rates[1000] == pytest.approx(0.1)
    assert schedule.factor(5000, 2.0, plan) == pytest.approx(0.1)


def test_a_clock_counts_minutes_over_slices_and_ends_with_slice_or_schedule():
    plan = schedule.Schedule(minutes=10)
    assert schedule.Clock(plan, minutes=5).share == pytest.approx(0.5, abs=0.01)
    assert not schedule.Clock(plan, minutes=9.9).over
    assert schedule.Clock(plan, minutes=10).over
    assert schedule.Clock(plan, slice_minutes=0).over


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
def test_a_run_in_slices_is_the_uncut_run(corpus, tmp_path, monkeypatch):
    chosen = settings(corpus, 60)
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
    runs.train(out, settings(corpus, 40), [corpus / "data"])
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
    config.write_text(RECIPE.format(steps=1_000_000, links="false"), encoding="utf-8")
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
        runs.train(out, settings(corpus, 500, development=True), [corpus / "data"])
    with pytest.raises(ConfigError, match=r"another recipe \(development, schedule\)|another recipe \(schedule"):
        runs.train(out, settings(corpus, 60), resume=True)
    with pytest.raises(ConfigError, match="--config and --data"):
        runs.train(tmp_path / "nothing", resume=True)
    (tmp_path / "bad.tsv").write_text("The cat is on the mat and it sleeps.\tLe chat est sur le tapis et il dort.\n")
    with pytest.raises(TrainingError, match="no pair is left to train on: language 1"):
        runs.train(tmp_path / "run", settings(corpus, 60), [tmp_path / "bad.tsv"])
    assert not (tmp_path / "run/data").exists()


@needs_trainer
def test_a_run_may_begin_with_the_weights_pieces_and_shape_of_a_model(trained, corpus, tmp_path):
    chosen = settings(corpus, 4, development=True)
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
def test_the_guided_head_learns_its_links(corpus, tmp_path, aligner, monkeypatch):
    monkeypatch.setattr(steps, "_LOG_STEPS", 20)
    out = tmp_path / "run"
    runs.train(out, settings(corpus, 160, links=True), [corpus / "data"])
    losses = [entry["links"] for entry in progress.read(out / "log.jsonl")]
    assert losses[-1] < 0.5 * losses[0]
    pairs = arrays.read(out / "data")
    links = word_links.read(out / "data/links.npz", pairs)
    assert len(links) > 500
    where = links.wanted([0, 1], (2, 90, 90))
    assert set(np.unique(where.sum(-1))) == {0.0, 1.0}
    with pytest.raises(TrainingError, match="made for other pairs"):
        word_links.read(out / "data/links.npz", arrays.of([([1], [2])], 10))
    aligner.write_text("#!/bin/sh\necho out of luck >&2\nexit 3\n")
    with pytest.raises(TrainingError, match="out of luck"):
        word_links.make(pairs, vocabulary.Vocabulary(out / "tokeniser"), 10, 1, tmp_path / "x.npz")


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
