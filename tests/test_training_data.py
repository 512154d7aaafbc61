"""What goes into training: recipes, corpora, reasons to leave a pair out, variations, pieces, batches, the rate."""

from __future__ import annotations

import dataclasses
import json
import lzma
import random
import re
from collections import Counter
from pathlib import Path

import invented
import numpy as np
import pytest

from mt import models
from mt.errors import ConfigError, InputError
from mt.memory import Memory
from mt.names import demonyms
from mt.training import (
    TrainingError,
    arrays,
    batches,
    corpora,
    filters,
    lexicon,
    preparation,
    recipe,
    schedule,
    selection,
    variations,
    vocabulary,
)

ROOT = Path(__file__).parent.parent
LANGUAGES = corpora.Languages("fr", "en")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return invented.corpus(tmp_path_factory.mktemp("corpus"))


# --- recipes


def test_the_recipe_in_the_repository_says_the_defaults_and_names_every_key():
    written = recipe.load(ROOT / "configs/train-fr-en.toml")
    default = recipe.Recipe(
        weights=written.weights, schedule=written.schedule, selection=written.selection, late=written.late
    )
    assert written == default
    text = (ROOT / "configs/train-fr-en.toml").read_text(encoding="utf-8")
    for name, part in recipe.Recipe.model_fields.items():
        for key in getattr(part.annotation, "model_fields", {}):
            assert any(form in text for form in (f"\n{key} = ", f"\n# {key} = ", f"\n[{name}.{key}]")), key
    assert written.weight("canlaws_headings") == 0.05
    assert written.weight("canlaws") == 0.15
    assert written.late_weight("canlaws") == 0.03
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
    with Memory(tmp_path / "approved.sqlite") as memory:
        memory.approve("Le chien dort.", "The dog sleeps.", "Ada", "2026-01-01T00:00:00Z", "article")
    read = {c.name: list(corpora.pairs(c.path, LANGUAGES)) for c in corpora.find([tmp_path])}
    assert read["plain"] == [("Bonjour.", "Hello."), ("Seul", "")]
    assert read["packed"] == [("Oui.", "Yes.")]
    assert read["review"] == [("Un.", "One."), ('"Trois", dit-il.', "-3")]
    assert read["record"] == [("Un.", "One.")]
    assert read["memory"] == [("Le chat dort.", "The cat sleeps."), ("Sans pair", "")]
    assert read["approved"] == [("Le chien dort.", "The dog sleeps.")]


def test_corpora_that_cannot_be_are_refused_by_name(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        corpora.find([tmp_path / "nowhere"])
    with pytest.raises(InputError, match="holds none"):
        corpora.find([tmp_path])
    for name in ("a.tsv.xz", "b.tmx", "c.tsv", "d.sqlite"):
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
    chosen = invented.settings(corpus, 1, development=True)
    kept = list(preparation.judged(corpora.find([tmp_path]), chosen, "news-v1", report))
    assert len(kept) == report.kept["some"] == 20
    assert report.left_out["some"] == Counter({"empty": 1, "duplicate": 1, "development set": 1})
    assert report.table()[0] == ["corpus", "read", "kept", "development set", "duplicate", "empty"]
    assert not {pair[0] for _, pair in kept} & set(dev)


def test_several_processes_give_the_same_pairs_in_the_same_order(corpus):
    found = corpora.find([corpus / "data"])
    one, two = (invented.settings(corpus, 1).model_copy(update={"workers": workers}) for workers in (1, 2))
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
    for share in ("_DOUBLE", "_GROWN", "_MARKED"):
        monkeypatch.setattr(variations, share, 0.0)
    source = before + " a gagné."
    old = "Tivoli" if "Tivoli" in before else "Ankaran"
    changed, _ = variations.exchange_names(source, f"We saw {old} win.", [name], KNOWN, random.Random(1))
    assert changed == (source if after is None else after + " a gagné.")


def test_names_are_made_that_no_list_has_and_stand_alike_on_both_sides():
    names = variations.read_names(None)
    dice = random.Random(5)
    put = []
    for _ in range(300):
        source, target = variations.exchange_names("Hier, Tivoli a gagné.", "Tivoli won.", names, KNOWN, dice)
        name = target.removesuffix(" won.")
        assert source == f"Hier, {name} a gagné."
        assert name[0].isupper()
        put += name.split()
    made = [name for name in put if name not in names]
    assert len(made) > 60
    assert any(len(name) > 16 for name in made)
    listed = set("".join(names))
    assert any(not set(name) <= listed for name in made)


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
    none = dict.fromkeys(("upper", "title", "no_stop", "names", "demonyms", "quotations", "words"), 0.0)
    shares = recipe.Variations(**(none | {kind: 1.0}))
    pair = ("La banque attend.", "The bank is waiting.")
    supplies = variations.Supplies([], KNOWN, lexicon.of([["banque", "fs", "bank"], ["soupape", "fs", "valve"]]))
    assert variations.vary(pair, shares, supplies, random.Random(1)) == (source, target)
    assert variations.vary(pair, recipe.Variations(**none), supplies, random.Random(1)) == pair


def test_nothing_is_mixed_into_corrections():
    shares = recipe.load(recipe.ADAPTATION).variations.model_dump()
    assert {share for share in shares.values() if share is not None} == {0.0}


def test_a_sentence_is_put_in_quotation_marks_on_both_sides():
    pair, made = ("La banque attend.", "The bank is waiting."), set()
    for seed in range(60):
        source, target = variations.quoted(*pair, ["Ankaran"], random.Random(seed))
        assert source.count('"') == target.count('"') > 0
        assert source.count("Ankaran") == target.count("Ankaran")
        assert "a banque attend" in source
        assert "he bank is waiting" in target
        made.add((source, target))
    assert ('"La banque attend."', '"The bank is waiting."') in made
    assert any(not source.endswith('"') for source, _ in made)
    for other in (("La banque attend", "The bank is waiting."), ('La "banque" attend.', "The bank is waiting.")):
        assert variations.quoted(*other, ["Ankaran"], random.Random(1)) == other


@pytest.mark.parametrize(
    ("source", "target", "french", "english"),
    [
        ("L'armée française attend.", "The French army waits.", r"L'armée (\S+) attend.", r"The (.+) army waits."),
        ("Un Français attend.", "A Frenchman is waiting.", r"Un (\S+) attend.", r"An? (.+) is waiting."),
        ("Les Espagnols rient.", "Spaniards laugh.", r"Les (\S+) rient.", r"(.+) laugh."),
        ("Un vin d'Espagnols.", "A wine of Spaniards.", r"Un vin d(?:'|e )(\S+).", r"A wine of (.+)."),
    ],
)
def test_demonyms_are_exchanged_in_their_gender_and_number(source, target, french, english):
    dice, seen = random.Random(5), set()
    before = re.fullmatch(french, source)[1]
    for _ in range(200):
        pair = variations.exchange_demonym(source, target, dice)
        said, told = (re.fullmatch(shape, text)[1] for shape, text in zip((french, english), pair, strict=True))
        row = demonyms.find(said)
        assert said == row.inflected(before, demonyms.find(before))
        assert told in row.words
        seen.add(row)
    assert len(seen) > 40


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("L'Union européenne attend.", "The European Union waits."),  # the name of one thing
        ("Une voiture française.", "A car from France."),  # said otherwise
        ("Des Français et un film français.", "French people and a French film."),  # said twice
        ("Beaucoup de Français votent.", "Many French people vote."),  # no people in English
        ("Le gouvernement de la Suisse.", "The Swiss government."),  # a country
        ("Le chef coréen.", "The North Korean chief."),  # a part of another
        ("Le café est corsé.", "The coffee is strong."),
    ],
)
def test_demonyms_that_do_not_pair_off_stay(source, target):
    for seed in range(9):
        assert variations.exchange_demonym(source, target, random.Random(seed)) == (source, target)


def test_the_names_of_the_package_are_small_plain_and_disjoint_from_those_that_measure():
    names = variations.read_names(None)
    assert variations.NAMES.stat().st_size < 100_000
    assert len(names) == len(set(names)) > 10_000
    assert all(name[0].isupper() and "\t" not in name for name in names)
    unseen = (ROOT / "scripts/unseen_names.txt").read_text(encoding="utf-8").split()
    assert len(unseen) > 200
    assert not set(unseen) & set(names)


# --- selection


def test_general_pairs_like_the_domain_are_favoured_and_every_corpus_keeps_its_weight():
    dice = random.Random(3)
    news, talk = range(10, 60), range(50, 100)  # what they speak of; they share ten pieces

    def pair(pieces):
        return tuple([dice.choice(pieces) for _ in range(12)] for _ in range(2))

    rows = [*(pair(news) for _ in range(200)), *(pair(dice.choice((news, talk))) for _ in range(800)), ([], [11])]
    pairs = dataclasses.replace(
        arrays.of(rows, 100),
        corpus=np.array([0] * 200 + [1] * 400 + [2] * 401, np.int16),
        weight=np.array([6.0] * 200 + [1.0] * 400 + [0.5] * 401, np.float32),
    )
    likeness = selection.resemblance(pairs, pairs.corpus == 0, 1)
    weight = selection.favoured(pairs.weight, pairs.corpus, likeness, 2.0)
    assert (weight[:200] == 6).all()
    for corpus in (1, 2):
        chosen = pairs.corpus == corpus
        assert weight[chosen].sum() == pytest.approx(pairs.weight[chosen].sum(), rel=1e-3)
    like_news = np.array([max(target) < 60 for _, target in rows])
    assert weight[200:600][like_news[200:600]].min() > weight[200:600][~like_news[200:600]].max()
    assert (selection.favoured(pairs.weight, pairs.corpus, likeness, 0.0) == pairs.weight).all()


def test_too_small_a_domain_says_nothing(random_pairs):
    few = np.arange(len(random_pairs)) < 99
    assert np.isnan(selection.resemblance(random_pairs, few, 1)).all()
    assert np.isnan(selection.resemblance(random_pairs, few | True, 1)).all()


def test_a_recipe_selects_by_the_names_of_corpora(tmp_path):
    sentences = invented.sentences(600)
    invented.write(sentences[:400], tmp_path / "general.tsv")
    invented.write(sentences[400:], tmp_path / "news.tsv")
    found = corpora.find([tmp_path])
    chosen = recipe.Recipe(
        schedule=recipe.Schedule(steps=1), pieces=recipe.Pieces(size=330), selection=recipe.Selection(like=("news*",)),
        filters=recipe.Filters(duplicates=False),
    )  # fmt: skip
    pairs, _ = preparation.prepare(found, chosen, tmp_path / "data", tmp_path / "tokeniser", None, "news-v1", print)
    general, news = (pairs.corpus == number for number in (0, 1))
    assert set(pairs.weight[news]) == {1.0}
    assert len(set(pairs.weight[general].tolist())) > general.sum() / 2
    assert (arrays.read(tmp_path / "data").weight == pairs.weight).all()


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


def test_words_are_cut_into_other_pieces_of_the_same_text():
    pieces = vocabulary.Vocabulary(models.find("fr-en").folder)
    texts = ["Le gouvernement a annoncé 12 négociations, d'après Nikol Pachinian.", "ŉ中 ☃", "A", ""]
    for text, row in zip(texts, pieces.encode(texts, 0), strict=True):
        cut = [pieces.recut(row, 0, random.Random(seed)) for seed in range(40)]
        assert cut == [pieces.recut(row, 0, random.Random(seed)) for seed in range(40)]
        assert {"".join(pieces.tokens[k] for k in other) for other in cut} == {"".join(pieces.tokens[k] for k in row)}
        if len(text) > 20:
            assert row in cut and len({tuple(other) for other in cut}) > 10


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


def test_the_last_part_of_the_schedule_has_a_mix_of_its_own_and_goes_on_with_it(random_pairs):
    late = np.where(np.arange(len(random_pairs)) < 50, 1, 0).astype(np.float32)
    mixed = dataclasses.replace(random_pairs, late=late)
    reached = False
    whole = batches.stream(mixed, 256, 1, batches.START, lambda: reached)
    before = [next(whole) for _ in range(10)]
    plain = batches.stream(random_pairs, 256, 1, batches.START)
    assert before == [next(plain) for _ in range(10)]
    reached = True
    after = [next(whole) for _ in range(60)]
    assert {pair for batch, _ in after for pair in batch} == set(range(50))
    assert all(position.late for _, position in after)
    assert after[0][1] == batches.Position(0, 1, True)
    rest = batches.stream(mixed, 256, 1, after[20][1])
    assert [next(rest) for _ in range(39)] == after[21:]


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
