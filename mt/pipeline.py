"""What happens to an article, in order. The list in `stages` is the architecture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial, reduce
from typing import Any

from mt import config as configuration
from mt import models, names, plugins, segment, translation
from mt.align import links
from mt.checks import flag
from mt.config import Config
from mt.document import Document, Stage, each
from mt.engines import Engine, Options
from mt.readers import txt


def stages(config: Config, engine: Engine) -> list[Stage]:
    """split -> names.find -> translation -> links.align -> names.enforce -> checks."""
    glossary = names.load_glossary(config.glossary)
    known = names.load_authority(config.authority)
    fill = translation.filler(engine, for_engine=names.for_engine, quotes=config.quotes, window=config.window)
    found = [each(partial(names.find, glossary=glossary, known=known))] if config.names else []
    enforced = [each(names.enforce)] if config.names else []
    return [each(segment.split), *found, fill, partial(links.stage, window=config.window), *enforced, each(flag)]


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


def run(documents: Iterable[Document], config: Config, engine: Engine) -> Iterator[Document]:
    """Send documents through every stage; they come out in the order they went in, as they are done."""
    return reduce(lambda flow, stage: stage(flow), stages(config, engine), iter(documents))


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
