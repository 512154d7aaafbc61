"""What happens to an article, in order. The list in `stages` is the architecture."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial, reduce
from pathlib import Path
from typing import Any

from mt import (
    ages,
    anaphora,
    clock,
    counting,
    french_acronyms,
    headlines,
    lost_names,
    members,
    models,
    names,
    newspapers,
    participles,
    plugins,
    press,
    saying,
    segment,
    spoken,
    towns,
    translation,
    words,
)
from mt import config as configuration
from mt.align import links
from mt.checks import flag
from mt.config import Config
from mt.document import Document, Stage, each
from mt.engines import Engine, Options
from mt.names import binationals
from mt.press import ForEngine
from mt.readers import txt
from mt.windows import FAILED, in_windows

__all__ = ["FAILED", "as_it_is", "engine_of", "finder", "for_engine", "patient", "run", "stages", "translate"]

Function = Callable[[Document], Document]
Lift = Callable[[Function], Stage]


def as_it_is(document: Document) -> Document:
    """The document, nothing done to it."""
    return document


def stages(
    config: Config, engine: Engine, lift: Lift = each, watch: Function = as_it_is, split: Function = segment.split
) -> list[Stage]:
    """split -> names.find -> translation -> links.align -> names.enforce -> checks -> lost_names -> anaphora.

    Args:
        config: how.
        engine: translates.
        lift: makes a stage of a function of one document: `each`, or `patient`.
        watch: sees every document when it is translated, a long one in parts; gives it back.
        split: cuts a document into sentences.
    """
    find = finder(config)
    said = for_engine(config)
    fill = translation.filler(engine, for_engine=said, quotes=config.quotes, window=config.window)
    found = [lift(find)] if config.names else []
    enforced = [lift(names.enforce)] if config.names else []
    linked = partial(links.stage, window=config.window, alone=lift(links.align))
    by_window = in_windows([fill, linked, each(watch)], config.window)
    again = lost_names.seeker(engine, for_engine=said, quotes=config.quotes, window=config.window, link=links.align)
    last = [*([again] if config.names else []), *([lift(anaphora.agree)] if config.pronouns else [])]
    return [lift(split), *found, by_window, *enforced, lift(flag), *last]


def finder(config: Config) -> Function:
    """Finds the names of one document, by the glossary and the decisions that are set.

    Raises:
        InputError, ConfigError: if one of these cannot be read.
    """
    glossary = names.load_glossary(config.glossary)
    known = names.load_authority(config.authority)
    return partial(names.find, glossary=glossary, known=known, phrases=config.press)


def for_engine(config: Config) -> ForEngine:
    """What is put otherwise in a segment before the engine sees it: names, phrases of the press, unknown words.

    Raises:
        ModelError: if the model's list of words is damaged.
    """
    said: ForEngine = names.for_engine
    own = (clock.twelve_hour, counting.figures, ages.plainly, members.plainly, newspapers.plainly)
    for plainly in (*own, french_acronyms.plainly, binationals.plainly):
        said = press.besides(said, plainly)
    folder = models.local(config.model) if config.words and config.engine != "echo" else None
    known = words.load(folder / models.WORDS) if folder is not None else words.Words()  # none for a model of the Hub
    if config.press:
        articled = partial(headlines.articled, known=known)
        for find in (saying.plainly, participles.introduced, press.plainly, spoken.plainly, towns.placed, articled):
            said = press.besides(said, find)
    return press.besides(said, partial(words.changes, known=known)) if known else said


def patient(function: Function) -> Stage:
    """Like `each`, but a document that the function fails on goes on empty, and says why in its `meta`.

    One article in thousands that shows a mistake of the program, or needs more memory than there is, must not end the
    run. The message names the place, so that the mistake can be found.
    """

    def tried(document: Document) -> Document:
        try:
            return function(document)
        except Exception as error:
            at = traceback.extract_tb(error.__traceback__)[-1]
            message = f"{type(error).__name__}: {error} ({Path(at.filename).name}, line {at.lineno})"
            return replace(document, paragraphs=(), entities=(), meta=document.meta | {FAILED: message})

    return each(tried)


def engine_of(config: Config) -> tuple[Engine, str]:
    """The engine this configuration asks for, loaded, and the signature of what it will make.

    Raises:
        ModelError: if the model cannot be found or loaded.
    """
    module = plugins.load("engines", config.engine)
    checkpoint = None if config.engine == "echo" else models.find(config.model)
    options = Options(config.beam, config.precision, config.threads, config.batch_tokens, config.device)
    engine: Engine = module.load(checkpoint, options)
    fingerprint = checkpoint.fingerprint if checkpoint else "-"
    return engine, configuration.signature(config, engine.signature, fingerprint)


def run(
    documents: Iterable[Document], config: Config, engine: Engine, lift: Lift = each, watch: Function = as_it_is
) -> Iterator[Document]:
    """Send documents through every stage; they come out in the order they went in, as they are done."""
    return reduce(lambda flow, stage: stage(flow), stages(config, engine, lift, watch), iter(documents))


@lru_cache(maxsize=4)
def _engine(config: Config) -> Engine:
    return engine_of(config)[0]


def translate(text: str, **settings: Any) -> Document:
    """Translate one article given as text.

    Args:
        text: French; blank lines separate paragraphs.
        settings: any key of `mt.Config`, e.g. `beam=1`, `quotes="straight"`, `model="path/to/folder"`.

    Returns:
        The document: `.segments` with source, target, links, names and flags; `.entities`. Its English text is
        `" ".join(segment.target for segment in document.segments)`.

    Raises:
        ConfigError: if a setting is wrong.
        ModelError: if the model cannot be loaded.
    """
    config = configuration.load(**settings)
    return next(run([txt.parse(text, "text")], config, _engine(config)))
