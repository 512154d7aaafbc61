"""Alignment error rate of word links on hand-aligned text, and the fitting of the weights behind them.

    python scripts/measure_words.py FOLDER              the shipped weights
    python scripts/measure_words.py FOLDER --leave-out  weights fitted on all texts but the one measured
    python scripts/measure_words.py FOLDER --fit        fits on everything and writes mt/align/priors/links.npz

FOLDER holds `NAME.fr`, `NAME.en` and `NAME.fr-en.talp` (or `en-fr`), tokenised. `--attention` adds what the embedded
model attends to when it is made to say the English.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mt import __version__
from mt.align import judgement, links, scores
from mt.align.cells import ATTENTION, FEATURES, Cells, cells
from mt.align.judgement import Network
from mt.align.lexicon import key, shipped

Array = NDArray[Any]
WEIGHTS = Path(__file__).parent.parent / "mt/align/priors/links.npz"
POSSIBLE_WEIGHT = 0.1  # of a link that annotators call possible only, when fitting
HIDDEN, ROUNDS, RATE, DECAY = 16, 400, 0.02, 1e-4
LEASTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.75)


class Text(NamedTuple):
    """Words of each sentence of both sides, gold links, and the cells of each pair."""

    source: list[list[str]]
    target: list[list[str]]
    gold: list[list[tuple[tuple[int, int], bool]]]
    cells: list[Cells]


def read(file: Path, *, attention: bool) -> Text:
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
    attended = attended_to(source, target) if attention else None
    return Text(source, target, gold, list(cells(*keys, shipped(), attended)))


def attended_to(source: Sequence[Sequence[str]], target: Sequence[Sequence[str]]) -> list[Array]:
    """What the embedded model attends to when made to say the target."""
    from mt import config, pipeline

    engine, _ = pipeline.engine_of(config.load(threads=1))
    texts = [[" ".join(words) for words in side] for side in (source, target)]
    found = engine.links(*texts)  # type: ignore[attr-defined]
    return [
        links.attention_between(pieces, *(spans_of(words) for words in pair))
        for pieces, pair in zip(found, zip(source, target, strict=True), strict=True)
    ]


def spans_of(words: Sequence[str]) -> list[links.Span]:
    """The spans of words that single spaces join."""
    starts = np.cumsum([0, *(len(word) + 1 for word in words)]).tolist()
    return [links.Span(start, start + len(word)) for start, word in zip(starts, words, strict=False)]


def labelled(texts: Iterable[Text]) -> tuple[Array, Array, Array]:
    """Evidence, labels and weights of every cell."""
    evidence, labels, weights = [], [], []
    for text in texts:
        for gold, (rows, columns, rest) in zip(text.gold, text.cells, strict=True):
            marked = dict(gold)
            sure = [marked.get((i, j)) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
            evidence.append(rest)
            labels += [mark is not None for mark in sure]
            weights += [POSSIBLE_WEIGHT if mark is False else 1.0 for mark in sure]
    return np.concatenate(evidence), np.array(labels, float), np.array(weights)


def fitted(texts: Iterable[Text], seed: int = 0) -> Network:
    """A network that tells the links of these texts, by Adam on the cross-entropy."""
    evidence, labels, weights = labelled(texts)
    chance = np.random.default_rng(seed)
    centre, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-6
    inputs = (evidence - centre) / spread
    size = inputs.shape[1]
    parts = [
        chance.normal(0, size**-0.5, (size, HIDDEN)),
        np.zeros(HIDDEN),
        chance.normal(0, HIDDEN**-0.5, HIDDEN),
        np.zeros(1),
    ]
    first, second = [np.zeros_like(part) for part in parts], [np.zeros_like(part) for part in parts]
    for step in range(1, ROUNDS + 1):
        hidden = np.tanh(inputs @ parts[0] + parts[1])
        error = (1 / (1 + np.exp(-(hidden @ parts[2] + parts[3]))) - labels) * weights / len(labels)
        inner = np.outer(error, parts[2]) * (1 - hidden**2)
        slopes = [inputs.T @ inner + DECAY * parts[0], inner.sum(axis=0), hidden.T @ error + DECAY * parts[2]]
        for k, slope in enumerate([*slopes, error.sum(keepdims=True)]):
            first[k] = 0.9 * first[k] + 0.1 * slope
            second[k] = 0.99 * second[k] + 0.01 * slope**2
            parts[k] = parts[k] - RATE * (first[k] / (1 - 0.9**step)) / (np.sqrt(second[k] / (1 - 0.99**step)) + 1e-8)
    return Network(centre, spread, *parts)


def measured(text: Text, network: Network) -> list[scores.LinkScore]:
    """The scores of a text at each of LEASTS."""
    judged = [
        (list(zip(rows.tolist(), columns.tolist(), strict=True)), network.probability(evidence))
        for rows, columns, evidence in text.cells
    ]
    return [
        scores.links(text.gold, [[cell for cell, p in zip(*pair, strict=True) if p >= least] for pair in judged])
        for least in LEASTS
    ]


def calibration(texts: dict[str, Text], networks: dict[str, Network]) -> str:
    """Promised and kept shares of links (possible ones left out) in ten bands of probability."""
    promised, kept = [], []
    for name, text in texts.items():
        evidence, labels, weights = labelled([text])
        certain = weights == 1.0
        promised.append(networks[name].probability(evidence)[certain])
        kept.append(labels[certain])
    probability, right = np.concatenate(promised), np.concatenate(kept)
    bands = np.minimum((probability * 10).astype(int), 9)
    shares = [(probability[bands == band].mean(), right[bands == band].mean()) for band in range(10)]
    return "  ".join(f"{said:.2f}→{true:.2f}" for said, true in shares)


def main() -> None:
    """Fit or measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--attention", action="store_true")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    files = sorted(arguments.folder.glob("*.talp"))
    texts = {file.name.split(".")[0]: read(file, attention=arguments.attention) for file in files}
    if arguments.fit:
        write(fitted(texts.values()), attention=arguments.attention)
        return
    whose = "left-out" if arguments.leave_out else "shipped"
    networks = {
        name: fitted(text for other, text in texts.items() if other != name)
        if arguments.leave_out
        else judgement.shipped(attention=arguments.attention)
        for name in texts
    }
    features = len(FEATURES) + len(ATTENTION) * arguments.attention
    print(
        f"align.words|version:{__version__}|weights:{whose}|features:{features}   AER (precision/recall) by threshold"
    )
    print(f"{'':32}", *(f"{least:16}" for least in LEASTS))
    for name, text in texts.items():
        row = measured(text, networks[name])
        print(f"{name:32}", *(f"{s.aer:.4f} ({s.precision:.3f}/{s.recall:.3f})"[:22] for s in row))
    print("calibration", calibration(texts, networks))
    print(f"{time.perf_counter() - begin:.1f} s")


def write(network: Network, *, attention: bool) -> None:
    """Put the weights into WEIGHTS, beside those of the other kind."""
    arrays = dict(np.load(WEIGHTS)) if WEIGHTS.exists() else {}
    prefix = "attention_" if attention else ""
    arrays |= {f"{prefix}{name}": getattr(network, name).astype(np.float32) for name in Network.__slots__}
    np.savez(WEIGHTS, **dict(sorted(arrays.items())))


if __name__ == "__main__":
    main()
