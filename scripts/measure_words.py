"""Alignment error rate of word links on hand-aligned text, and the fitting of the weights behind them.

    python scripts/measure_words.py FOLDER              the shipped weights
    python scripts/measure_words.py FOLDER --leave-out  weights fitted on all texts but the one measured
    python scripts/measure_words.py FOLDER --fit        fits on everything and writes mt/align/priors/links.npz

FOLDER holds `NAME.fr`, `NAME.en` and `NAME.fr-en.talp` (or `en-fr`), tokenised. Links are made with what the embedded
model attends to when it is made to say the English, as `mt align --words` makes them; --no-model does without. --fit
fits both; run it again when the embedded model has changed. The last lines say what a probability is worth.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from measure_sentences import reliability
from numpy.typing import NDArray

from mt import __version__
from mt.align import forced, judgement, scores
from mt.align.cells import ATTENTION, FEATURES, Cells, cells
from mt.align.judgement import Network
from mt.align.lexicon import key, shipped
from mt.engines import Engine

Array = NDArray[Any]
Judges = dict[bool, Network]  # without attention, and with
WEIGHTS = Path(__file__).parent.parent / "mt/align/priors/links.npz"
POSSIBLE_WEIGHT = 0.1  # of a link that annotators call possible only, when fitting
HIDDEN, ROUNDS, RATE, DECAY = 16, 800, 0.02, 1e-4
LEASTS = (0.3, 0.4, 0.45, 0.5, 0.6, 0.75)


class Text(NamedTuple):
    """Words of each sentence of both sides, gold links, and the cells of each pair; whether they hold attention."""

    source: list[list[str]]
    target: list[list[str]]
    gold: list[list[tuple[tuple[int, int], bool]]]
    cells: list[Cells]
    attended: list[bool]


def read(file: Path, engine: Engine | None) -> Text:
    """A text by its file of links."""
    name, order, _ = file.name.rsplit(".", 2)
    source, target = (
        [line.split() for line in (file.parent / f"{name}.{side}").read_text(encoding="utf-8").split("\n")[:-1]]
        for side in ("fr", "en")
    )
    gold = scores.read_links(file.read_text(encoding="utf-8").split("\n")[:-1])
    if order == "en-fr":
        gold = [[((i, j), sure) for (j, i), sure in line] for line in gold]
    keys = [[[key(word) for word in words] for words in side] for side in (source, target)]
    attention = [None] * len(source) if engine is None else forced.attention_to(source, target, engine)
    found: dict[int, Cells] = {}
    for attended in (False, True):
        some = [k for k, weights in enumerate(attention) if (weights is not None) is attended]
        known = [weights for weights in attention if weights is not None] if attended else None
        found |= zip(some, cells(*([side[k] for k in some] for side in keys), shipped(), known), strict=True)
    return Text(source, target, gold, [found[k] for k in range(len(gold))], [own is not None for own in attention])


def labelled(texts: Iterable[Text], *, attention: bool) -> tuple[Array, Array, Array]:
    """Evidence, labels and weights of every cell of the pairs that have attention, or have none."""
    evidence, labels, weights = [np.zeros((0, len(FEATURES) + len(ATTENTION) * attention))], [], []
    for text in texts:
        for gold, (rows, columns, rest), attended in zip(text.gold, text.cells, text.attended, strict=True):
            if attended is not attention:
                continue
            marked = dict(gold)
            sure = [marked.get((i, j)) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
            evidence.append(rest)
            labels += [mark is not None for mark in sure]
            weights += [POSSIBLE_WEIGHT if mark is False else 1.0 for mark in sure]
    return np.concatenate(evidence), np.array(labels, float), np.array(weights)


def fitted(texts: Iterable[Text], *, attention: bool, seed: int = 0) -> Network:
    """A network that tells the links of these texts, by Adam on the cross-entropy."""
    evidence, labels, weights = labelled(texts, attention=attention)
    chance = np.random.default_rng(seed)
    centre, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-6
    inputs = ((evidence - centre) / spread).astype(np.float32)
    labels, shares = labels.astype(np.float32), (weights / len(labels)).astype(np.float32)
    size = inputs.shape[1]
    parts = [
        chance.normal(0, size**-0.5, (size, HIDDEN)),
        np.zeros(HIDDEN),
        chance.normal(0, HIDDEN**-0.5, HIDDEN),
        np.zeros(1),
    ]
    parts = [part.astype(np.float32) for part in parts]
    first, second = [np.zeros_like(part) for part in parts], [np.zeros_like(part) for part in parts]
    for step in range(1, ROUNDS + 1):
        hidden = np.tanh(inputs @ parts[0] + parts[1])
        error = (1 / (1 + np.exp(-(hidden @ parts[2] + parts[3]))) - labels) * shares
        inner = np.outer(error, parts[2]) * (1 - hidden**2)
        slopes = [inputs.T @ inner + DECAY * parts[0], inner.sum(axis=0), hidden.T @ error + DECAY * parts[2]]
        for k, slope in enumerate([*slopes, error.sum(keepdims=True)]):
            first[k] = 0.9 * first[k] + 0.1 * slope
            second[k] = 0.99 * second[k] + 0.01 * slope**2
            parts[k] = parts[k] - RATE * (first[k] / (1 - 0.9**step)) / (np.sqrt(second[k] / (1 - 0.99**step)) + 1e-8)
    return Network(centre, spread, *parts)


def measured(text: Text, judges: Judges) -> list[scores.LinkScore]:
    """The scores of a text at each of LEASTS."""
    judged = [
        (list(zip(rows.tolist(), columns.tolist(), strict=True)), judges[attended].probability(evidence))
        for (rows, columns, evidence), attended in zip(text.cells, text.attended, strict=True)
    ]
    return [
        scores.links(text.gold, [[cell for cell, p in zip(*pair, strict=True) if p >= least] for pair in judged])
        for least in LEASTS
    ]


def calibration(texts: dict[str, Text], judges: dict[str, Judges]) -> str:
    """Promised and kept shares of links (possible ones left out) in ten bands of probability."""
    promised, kept = [], []
    for name, text in texts.items():
        for attention in judges[name]:
            evidence, labels, weights = labelled([text], attention=attention)
            certain = weights == 1.0
            promised.append(judges[name][attention].probability(evidence)[certain])
            kept.append(labels[certain])
    return reliability(np.concatenate(promised), np.concatenate(kept))


def main() -> None:
    """Fit or measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--no-model", action="store_true")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    files = sorted(arguments.folder.glob("*.talp"))
    engine, model = (None, "model:none") if arguments.no_model else forced.engine_of("fr-en", 1)
    texts = {file.name.split(".")[0]: read(file, engine) for file in files}
    plain = {file.name.split(".")[0]: read(file, None) for file in files}
    if arguments.fit:
        write({False: fitted(plain.values(), attention=False), True: fitted(texts.values(), attention=True)})
        return
    judges = {}
    for name in texts:
        if arguments.leave_out:
            kinds = (plain, False), (texts, True)
            judges[name] = {
                attention: fitted([some[other] for other in some if other != name], attention=attention)
                for some, attention in (kinds if engine else kinds[:1])
            }
        else:
            judges[name] = {attention: judgement.shipped(attention=attention) for attention in (False, True)}
    whose = "left-out" if arguments.leave_out else "shipped"
    print(f"align.words|version:{__version__}|weights:{whose}|{model}   AER (precision/recall) by threshold")
    report(texts, judges)
    print(f"{time.perf_counter() - begin:.1f} s")


def report(texts: dict[str, Text], judges: dict[str, Judges]) -> None:
    """The table of texts, their mean, and what a probability is worth."""
    print(f"{'':32}", *(f"{least:<22}" for least in LEASTS))
    rows = {name: measured(text, judges[name]) for name, text in texts.items()}
    for name, row in rows.items():
        print(f"{name:32}", *(f"{s.aer:.4f} ({s.precision:.3f}/{s.recall:.3f}) " for s in row))
    print(
        f"{'mean':32}",
        *(f"{np.mean([score.aer for score in column]):<22.4f}" for column in zip(*rows.values(), strict=True)),
    )
    print(calibration(texts, judges))


def write(judges: Judges) -> None:
    """Put the weights into WEIGHTS."""
    arrays = {
        f"{'attention_' if attention else ''}{name}": getattr(network, name).astype(np.float32)
        for attention, network in judges.items()
        for name in Network.__slots__
    }
    np.savez(WEIGHTS, **dict(sorted(arrays.items())))


if __name__ == "__main__":
    main()
