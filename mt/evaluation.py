"""How good a translation is: sacreBLEU's scores against a reference, and whether one system beats another.

Texts are lists of segments, one a line in a file, never split again. Scores are of the model's own text; with the name
step of the finished one, with straight quotes as the references of the shared tasks have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import Any

from mt import names, pipeline, translation
from mt.config import Config
from mt.document import Document, Paragraph, Segment
from mt.engines import Engine
from mt.errors import ConfigError, InputError

METRICS = ("BLEU", "chrF2", "TER")


@dataclass(frozen=True, slots=True)
class Score:
    """One metric over a whole text.

    Attributes:
        score: 0 to 100; higher is better, for TER lower.
        signature: sacreBLEU's, with its version.
        p: of the difference to the system compared with, by paired bootstrap; None where none was compared.
        other: that system's score.
    """

    score: float
    signature: str
    p: float | None = None
    other: float | None = None


def lines(path: Path) -> list[str]:
    """The segments of a text file, one a line.

    Raises:
        InputError: if it is missing or not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(f"{path} is not there: give a text file, one segment a line") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def hypothesis(source: Sequence[str], config: Config, engine: Engine, read: pipeline.Lists | None = None) -> list[str]:
    """Translate segments, one for one: with every stage if `config.names` says so, else what the model says by itself.

    Each segment is a paragraph of one document, so that names are reconciled across them.
    """
    paragraphs = tuple(Paragraph((Segment(str(k), line),)) for k, line in enumerate(source))
    config = config.model_copy(update={"quotes": "straight"})
    if config.names:
        stages = pipeline.stages(config, engine, split=pipeline.as_it_is, read=read)
    else:
        stages = [translation.filler(engine, for_engine=names.for_engine, quotes=config.quotes, window=config.window)]
    start = iter([Document("lines", paragraphs)])
    (done,) = reduce(lambda flow, stage: stage(flow), stages, start)
    texts = (segment.target if config.names else segment.raw for segment in done.segments)
    return [" ".join(text.split()) for text in texts]


def scores(
    hypotheses: Sequence[str], references: Sequence[str], other: Sequence[str] | None = None
) -> dict[str, Score]:
    """BLEU, chrF2 and TER by name, with sacreBLEU's standard settings; with `other` a paired bootstrap of 1,000.

    Raises:
        ConfigError: if the lists are not of one length, or empty.
    """
    see_that_they_match(references, translations=hypotheses, lines_to_compare_with=other)
    if other is not None:
        return _paired(hypotheses, references, other)
    result = {}
    for name, metric in _metrics().items():
        score = metric.corpus_score(list(hypotheses), [list(references)]).score
        result[name] = Score(round(score, 2), str(metric.get_signature()))
    return result


def see_that_they_match(references: Sequence[str], **others: Sequence[str] | None) -> None:
    """See that there is a line, or None at all, for every reference; each list is called what it is given as.

    Raises:
        ConfigError: if not.
    """
    for what, texts in others.items():
        if texts is not None and len(texts) != len(references):
            said = f"{len(texts)} {what.replace('_', ' ')} for {len(references)} references"
            raise ConfigError(f"{said}: the files must match line by line")
    if not references:
        raise ConfigError("there is no line to score")


def _metrics() -> dict[str, Any]:
    from sacrebleu.metrics import BLEU, CHRF, TER

    return {"BLEU": BLEU(), "chrF2": CHRF(), "TER": TER()}


def _paired(hypotheses: Sequence[str], references: Sequence[str], other: Sequence[str]) -> dict[str, Score]:
    from sacrebleu.significance import PairedTest

    systems = [("other", list(other)), ("this", list(hypotheses))]
    test = PairedTest(systems, _metrics(), [list(references)], test_type="bs", n_samples=1000)
    signatures, rows = test()
    return {
        name: Score(
            round(rows[name][1].score, 2), str(signatures[name]), rows[name][1].p_value, round(rows[name][0].score, 2)
        )
        for name in METRICS
    }


def translated(path: Path, config: Config, limit: int | None = None) -> tuple[list[str], str]:
    """The lines of a French file in English, and the signature of how."""
    read = pipeline.lists(config)
    engine, signature = pipeline.engine_of(config)
    return hypothesis(list(islice(lines(path), limit)), config, engine, read), signature
