"""LibreTranslate's API (https://libretranslate.com/docs) over the pipeline, so that its clients need no other.

Names are reconciled in what is sent at once; a translation is the article's text with its line breaks. HTML keeps its
tags (`fragments`). Left out: alternatives, files, keys.
"""

from __future__ import annotations

import re
import threading
from typing import Any

from mt.checks import language
from mt.config import Config
from mt.document import Document
from mt.engines import Engine
from mt.serving import fragments

_CODES = {"French": "fr", "English": "en", "German": "de", "Spanish": "es", "Italian": "it", "Portuguese": "pt"}
_CODES |= {"Dutch": "nl"}
_MOST = 200_000  # characters of one request
_SURROGATE = re.compile("[\ud800-\udfff]")


class Refused(Exception):
    """A request that cannot be answered, with its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Translator:
    """Answers the API; loads its model with the first translation and translates one request at a time."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    def translate(self, given: dict[str, Any]) -> dict[str, Any]:
        """POST /translate.

        Raises:
            Refused: if a parameter is missing or asks for what there is not.
            ModelError: if the model cannot be loaded.
        """
        texts, several = _texts(given)
        source, target = given.get("source", "auto"), given.get("target")
        if source not in ("fr", "auto"):
            raise Refused(400, f"{source} is not supported")
        if target != "en":
            raise Refused(400, f"{target} is not supported" if target else "Invalid request: missing target parameter")
        form = given.get("format", "text")
        if form not in ("text", "html"):
            raise Refused(400, f"{form} format is not supported")
        with self._lock:
            try:
                english = [self._html(text) if form == "html" else self._english(text) for text in texts]
                plain = [fragments.words(text) if form == "html" and text.strip() else text for text in texts]
            except (ValueError, RecursionError) as error:
                raise Refused(400, "the text is no HTML that can be read") from error
        answer: dict[str, Any] = {"translatedText": english if several else english[0]}
        if source == "auto":
            found = [_detected(text)[0] for text in plain]
            answer["detectedLanguage"] = found if several else found[0]
        return answer

    def detect(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        """POST /detect: the languages a text may be in, the likeliest first.

        Raises:
            Refused: if there is no text.
        """
        texts, _ = _texts(given)
        return _detected("\n".join(texts))

    def languages(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        """GET /languages."""
        return [
            {"code": "fr", "name": "French", "targets": ["en"]},
            {"code": "en", "name": "English", "targets": []},
        ]

    def _english(self, text: str) -> str:
        return _text(self._document(text)) if text.strip() else text

    def _html(self, fragment: str) -> str:
        return fragments.translated(fragment, self._document) if fragment.strip() else fragment

    def _document(self, text: str) -> Document:
        """The finished article of a text."""
        from mt import pipeline
        from mt.readers import txt

        read = pipeline.lists(self._config)  # for every text: somebody may edit them meanwhile
        if self._engine is None:
            self._engine = pipeline.engine_of(self._config)[0]
        return next(pipeline.run([txt.parse(text, "text")], self._config, self._engine, read=read))


def _texts(given: dict[str, Any]) -> tuple[list[str], bool]:
    """The texts of a request, and whether it gave a list of them."""
    said = given.get("q")
    if said is None:
        raise Refused(400, "Invalid request: missing q parameter")
    texts = said if isinstance(said, list) else [said]
    if not all(isinstance(text, str) for text in texts):
        raise Refused(400, "Invalid request: q is a text or a list of texts")
    if any(_SURROGATE.search(text) for text in texts):
        raise Refused(400, "Invalid request: q holds half a character (a lone surrogate)")
    if sum(map(len, texts)) > _MOST:
        raise Refused(400, f"Invalid request: a request may have {_MOST:,} characters")
    return texts, isinstance(said, list)


def _text(document: Document) -> str:
    """The translation with the gaps of the source: its line breaks, its blank lines."""
    return document.lead + "".join(segment.target + segment.gap for segment in document.segments)


def _detected(text: str) -> list[dict[str, Any]]:
    votes = [(count, _CODES[name]) for name, count in language.votes(text).most_common() if count and name in _CODES]
    total = sum(count for count, _ in votes)
    found = [{"confidence": round(100 * count / total), "language": code} for count, code in votes]
    return found or [{"confidence": 0, "language": "fr"}]
