"""What happens to an article, in order. The list in `stages` is the architecture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial, reduce
from typing import Any, NamedTuple

from mt import anaphora, appositions, lost_names, models, names, plugins, segment, translation
from mt import config as configuration
from mt.align import links
from mt.checks import flag
from mt.config import Config
from mt.document import Document, Stage, each
from mt.engines import Engine, Options
from mt.phrasing import rules, words
from mt.phrasing.press import ForEngine
from mt.readers import txt
from mt.windows import OnFailure, in_windows, patient, raised

__all__ = ["as_it_is", "engine_of", "finder", "for_engine", "lists", "run", "stages", "translate"]

Function = Callable[[Document], Document]


class Lists(NamedTuple):
    """What the stages do by what people have written down: glossary, decisions about names, words, phrases."""

    find: Function
    for_engine: ForEngine


def as_it_is(document: Document) -> Document:
    """The document, nothing done to it."""
    return document


def stages(
    config: Config,
    engine: Engine,
    fail: OnFailure = raised,
    watch: Function = as_it_is,
    split: Function | None = None,
    read: Lists | None = None,
) -> list[Stage]:
    """split -> names.find -> translation -> links.align -> names.enforce -> checks -> lost_names -> appositions ->
    anaphora.

    Args:
        config: how.
        engine: translates.
        fail: what becomes of a document that shows a mistake of the program.
        watch: sees every document when it is translated, a long one in parts; gives it back.
        split: cuts a document into sentences; `segment.split` if not given.
        read: from `lists`, if that has been read before.
    """
    lift = partial(patient, fail=fail)
    find, said = read or lists(config)
    fill = translation.filler(engine, for_engine=said, quotes=config.quotes, window=config.window, fail=fail)
    found = [lift(find)] if config.names else []
    enforced = [lift(names.enforce)] if config.names else []
    linked = partial(links.stage, window=config.window, alone=lift(links.align))
    by_window = in_windows([fill, linked, each(watch)], config.window)
    again = lost_names.seeker(engine, for_engine=said, quotes=config.quotes, window=config.window, link=links.align)
    last = [
        *([again, lift(appositions.right)] if config.names else []),
        *([lift(anaphora.agree)] if config.pronouns else []),
    ]
    return [lift(split or segment.split), *found, by_window, *enforced, lift(flag), *last]


def lists(config: Config) -> Lists:
    """Read before a model is loaded, which takes long, and once for all articles.

    Raises:
        InputError, ConfigError: if the glossary or the decisions cannot be read.
        ModelError: if the model's list of words is damaged.
    """
    return Lists(finder(config), for_engine(config))


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
    folder = models.local(config.model) if config.words and config.engine != "echo" else None
    known = words.load(folder / models.WORDS) if folder is not None else words.Words()  # none for a model of the Hub
    return rules.composed(names.for_engine, known, plainly=config.press)


def engine_of(config: Config) -> tuple[Engine, str]:
    """The engine this configuration asks for, loaded, and the signature of what it will make.

    Raises:
        ModelError: if the model cannot be found or loaded.
    """
    checkpoint = None if config.engine == "echo" else models.find(config.model)
    engine = _load(config.engine, checkpoint, _options(config))
    fingerprint = checkpoint.fingerprint if checkpoint else "-"
    return engine, configuration.signature(config, engine.signature, fingerprint)


def _options(config: Config) -> Options:
    return Options(config.beam, config.precision, config.threads, config.batch_tokens, config.device)


def _load(name: str, checkpoint: models.Checkpoint | None, options: Options) -> Engine:
    engine: Engine = plugins.load("engines", name).load(checkpoint, options)
    return engine


def run(
    documents: Iterable[Document],
    config: Config,
    engine: Engine,
    fail: OnFailure = raised,
    watch: Function = as_it_is,
    read: Lists | None = None,
) -> Iterator[Document]:
    """Send documents through every stage; they come out in the order they went in, as they are done."""
    return reduce(lambda flow, stage: stage(flow), stages(config, engine, fail, watch, read=read), iter(documents))


@lru_cache(maxsize=4)
def _engine(name: str, model: str, options: Options) -> Engine:
    """An engine, loaded once for all settings that it has nothing to do with."""
    return _load(name, None if name == "echo" else models.find(model), options)


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
    return next(run([txt.parse(text, "text")], config, _engine(config.engine, config.model, _options(config))))
