"""Which target pieces may stand for each source piece: with fewer to choose from, a small model is a third faster.

CTranslate2 reads the list as its vocabulary map and computes, for a batch, only the pieces that one of its sentences
may need: those its pieces were linked with in the training text, its own pieces (for what is copied), and those that
are always possible. The quality stays what it was; `scripts/measure_model.py` shows both.
"""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np

from mt.training.arrays import Pairs
from mt.training.vocabulary import Vocabulary
from mt.training.word_links import WordLinks

_CANDIDATES = 100  # of a piece, those it is most often linked with
_FREQUENT = 300  # pieces that are always possible, beside single characters and bytes
_SAMPLE = 30_000_000  # pieces that show which are frequent


def make(pairs: Pairs, links: WordLinks, pieces: Vocabulary, path: Path) -> None:
    """Write the list of a model trained on these pairs, packed.

    Lines are a source piece, a tab and its candidates; the first, for no piece, holds those that are always possible.
    """
    size, tokens = len(pieces), pieces.tokens
    source, target = links.linked(pairs)
    keys, counts = np.unique(source * size + target, return_counts=True)
    order = np.lexsort((-counts, keys // size))
    own, candidates = keys[order] // size, keys[order] % size
    edges = np.searchsorted(own, np.arange(size + 1))
    frequent = np.argsort(-np.bincount(pairs.target[:_SAMPLE], minlength=size), kind="stable")[:_FREQUENT]
    short = (k for k in range(size) if tokens[k].startswith("<0x") or len(tokens[k].strip("▁")) <= 1)
    always = {*frequent.tolist(), *short}
    lines = ["\t" + " ".join(tokens[k] for k in sorted(always))]
    for k in range(size):
        end = min(edges[k + 1], edges[k] + _CANDIDATES)
        possible = dict.fromkeys([k, *candidates[edges[k] : end].tolist()])
        if others := [tokens[other] for other in possible if other not in always]:
            lines.append(f"{tokens[k]}\t{' '.join(others)}")
    path.write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode()))
