"""What a model attends to when it is made to say a translation that exists: evidence for the links of its words.

The attention head is the one that `mt translate` reads its own links from; here the target is given (forced decoding).
What it adds to a pair's words is weighed in `mt.align.links`, which also works without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mt import models, plugins
from mt.align import links
from mt.align.links import Attention, WordLink
from mt.align.tokens import joined, words_of
from mt.document import Document, Link
from mt.engines import Engine, Options


@lru_cache(maxsize=2)
def engine_of(model: str, threads: int = 0) -> tuple[Engine, str]:
    """The fast engine with this model, and the signature of what it says.

    Raises:
        ModelError: if the model cannot be found or loaded.
    """
    checkpoint = models.find(model)
    engine: Engine = plugins.load("engines", "ct2").load(checkpoint, Options(beam=1, threads=threads))
    return engine, f"model:{model}@{checkpoint.fingerprint[:8]}|engine:{engine.signature}"


def attend(document: Document, engine: Engine) -> Document:
    """The document with the model's piece links for every pair that has none, for `links.align` to weigh."""
    result = list(document.segments)
    some = [k for k, segment in enumerate(result) if segment.source and segment.target and not segment.links]
    found = engine.links([result[k].source for k in some], [result[k].target for k in some])
    for k, pieces in zip(some, found, strict=True):
        result[k] = replace(result[k], links=pieces)
    return document.with_segments(result)


def between(
    source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], engine: Engine, least: float = links.FULL
) -> list[list[WordLink]]:
    """Links of sentence pairs given as words, as `links.between`, with what a model attends to."""
    attention = attention_to(source, target, engine)
    result: list[list[WordLink]] = [[] for _ in source]
    for attended in (False, True):
        some = [k for k, weights in enumerate(attention) if (weights is not None) is attended]
        known = [weights for weights in map(attention.__getitem__, some) if weights is not None]
        sides = [source[k] for k in some], [target[k] for k in some]
        for k, found in zip(some, links.between(*sides, known if attended else None, least), strict=True):
            result[k] = found
    return result


def attention_to(
    source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], engine: Engine
) -> list[Attention | None]:
    """For each pair (target words x source words) what the model attends to; None for a pair it cannot take."""
    ours = [joined(words, "fr") for words in source]
    theirs = [joined(words, "en") for words in target]
    found = engine.links([text for text, _ in ours], [text for text, _ in theirs])
    return [
        links.attention_between(pieces, spans, others) if pieces else None
        for pieces, (_, spans), (_, others) in zip(found, ours, theirs, strict=True)
    ]


def of_texts(source: str, target: str, engine: Engine, least: float = links.FULL) -> list[Link]:
    """The links of one sentence pair that are at least so probable."""
    (pieces,) = engine.links([source], [target])
    if not pieces:
        return links.of_texts(source, target, least)
    spans = words_of(source, "fr"), words_of(target, "en")
    words = [span.of(source) for span in spans[0]], [span.of(target) for span in spans[1]]
    weights = links.attention_between(pieces, *spans)
    (found,) = links.between([words[0]], [words[1]], [weights], least)
    return [Link(spans[0][i], spans[1][j], score) for i, j, score in found]
