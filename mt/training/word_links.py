"""Statistical word links between the pieces of a sample of the pairs, for the guided attention head.

eflomal (Östling and Tiedemann 2016, https://ufal.mff.cuni.cz/pbml/106/art-ostling-tiedemann.pdf) aligns both directions
and the links they agree on are kept. It is called as a program of its own where it is installed; without it a model
is trained without links.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mt.training import TrainingError
from mt.training.arrays import Pairs
from mt.training.vocabulary import POSITIONS, Vocabulary

PROGRAM = "eflomal-align"
_FEWEST, _MOST = 4, 60  # pieces of the source: shorter says little, longer is aligned badly


class WordLinks:
    """Links of some pairs, to look up by pair."""

    def __init__(
        self, pair: NDArray[np.int64], at: NDArray[np.int64], source: NDArray[np.int16], target: NDArray[np.int16]
    ) -> None:
        """Of the k-th linked pair, `pair[k]` is the number and at[k]:at[k + 1] its links, by piece position."""
        self._place = {int(number): k for k, number in enumerate(pair)}
        self._at, self._source, self._target = at, source, target

    def __len__(self) -> int:
        return len(self._place)

    def linked(self, pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The ids of the source and the target piece of every link of these pairs."""
        owner = np.repeat(np.fromiter(self._place, np.int64, len(self)), np.diff(self._at))
        source = pairs.source[pairs.source_at[owner] + self._source]
        target = pairs.target[pairs.target_at[owner] + self._target]
        return source.astype(np.int64), target.astype(np.int64)

    def wanted(self, pairs: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Where the head should look.

        Returns:
            (3, links): the row of the pair, the target's position and the source's; and of each link its share of the
            head's attention there, which sum to 1 for each linked target position.
        """
        rows: list[NDArray[np.int64]] = []
        parts: list[NDArray[np.int64]] = []
        for number, pair in enumerate(pairs):
            k = self._place.get(pair)
            if k is not None:
                parts.append(np.arange(self._at[k], self._at[k + 1]))
                rows.append(np.full(len(parts[-1]), number))
        part = np.concatenate(parts) if parts else np.empty(0, np.int64)
        row = np.concatenate(rows) if rows else np.empty(0, np.int64)
        places = np.stack([row, self._target[part], self._source[part]]).astype(np.int64)
        _, spot, count = np.unique(places[0] * POSITIONS + places[1], return_inverse=True, return_counts=True)
        return places, (1 / count[spot]).astype(np.float32)


def read(path: Path, pairs: Pairs) -> WordLinks:
    """Links made for just these pairs.

    Raises:
        TrainingError: if the file is missing or damaged, or was made for other pairs.
    """
    try:
        with np.load(path) as file:
            parts = [file[name] for name in ("pair", "at", "source", "target")]
            mark = int(file["mark"])
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise TrainingError(f"links {path} cannot be read: {error}") from error
    if mark != pairs.mark:
        raise TrainingError(f"links {path} were made for other pairs: prepare with the same corpora, pieces and seed")
    return WordLinks(*parts)


def make(pairs: Pairs, vocabulary: Vocabulary, count: int, seed: int, path: Path) -> bool:
    """Align a sample of about `count` pairs and write the links to `path`; False if eflomal is not installed.

    Raises:
        TrainingError: if eflomal fails.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return False
    chosen = _sample(pairs, count, seed)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        files = {name: Path(folder) / name for name in ("source", "target", "forward", "reverse")}
        for side, name in enumerate(("source", "target")):
            with files[name].open("w", encoding="utf-8") as file:
                for pair in chosen:
                    words = (vocabulary.tokens[k] for k in pairs.sides(pair)[side])
                    file.write(" ".join("_".join(word.split()) or "_" for word in words) + "\n")
        ways = [("-s", "source"), ("-t", "target"), ("-f", "forward"), ("-r", "reverse")]
        command = [program, *(part for option, name in ways for part in (option, str(files[name])))]
        _run([*command, "--model", "3"])
        linked = [_common(a, b) for a, b in zip(_lines(files["forward"]), _lines(files["reverse"]), strict=True)]
    _write(path, chosen, linked, pairs.mark)
    return True


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    if done.returncode:
        reason = (done.stderr.strip() or f"status {done.returncode}").splitlines()[-1]
        raise TrainingError(f"{PROGRAM} failed ({reason}); links.make = false trains without links")


def _sample(pairs: Pairs, count: int, seed: int) -> list[int]:
    """Pair numbers, ascending, drawn by weight from those neither short nor long."""
    length = np.diff(pairs.source_at)
    chance = np.where((length >= _FEWEST) & (length <= _MOST), pairs.weight, 0).astype(float)
    size = min(count, int((chance > 0).sum()))
    if not size:
        return []
    chosen = np.random.default_rng(seed).choice(len(chance), size, replace=False, p=chance / chance.sum())
    return sorted(map(int, chosen))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _common(forward: str, reverse: str) -> list[tuple[int, int]]:
    """Links in both directions, as (source, target)."""
    both = sorted(set(forward.split()) & set(reverse.split()))
    return [(int(source), int(target)) for source, _, target in (link.partition("-") for link in both)]


def _write(path: Path, chosen: list[int], linked: list[list[tuple[int, int]]], mark: int) -> None:
    some = [(pair, links) for pair, links in zip(chosen, linked, strict=True) if links]
    flat = [link for _, links in some for link in links]
    np.savez_compressed(
        path,
        mark=mark,
        pair=np.array([pair for pair, _ in some], np.int64),
        at=np.cumsum([0, *(len(links) for _, links in some)], dtype=np.int64),
        source=np.array([source for source, _ in flat], np.int16),
        target=np.array([target for _, target in flat], np.int16),
    )
