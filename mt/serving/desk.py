"""The articles of an output folder as the server shows them: listed, read, and saved as they are edited."""

from __future__ import annotations

import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mt import plugins, writers
from mt.document import Document
from mt.errors import InputError
from mt.review import articles
from mt.review.articles import Article
from mt.writers import Summary, _index, _names, html, jsonl


class Desk:
    """An output folder; one change at a time."""

    def __init__(self, folder: Path, memory: Path) -> None:
        """Serve `folder`.

        Raises:
            InputError: if no article is in it.
        """
        self._folder, self._memory = folder, memory
        self._lock = threading.Lock()
        self._summaries: dict[Path, tuple[tuple[int, ...], Summary]] = {}  # with the state of the files they are of
        if not self._records():
            raise InputError(f"{folder} holds no article that mt translate wrote with the format jsonl")

    def index(self) -> str:
        """The list of articles, with their state as it is now."""
        summaries, signature = [], ""
        for name, record in self._records().items():
            signature = signature or _signature(record)
            summaries.append(self._summary(name, record))
        return _index.render(summaries, signature)

    def page(self, name: str) -> str | None:
        """An article's page, which saves by itself; None if there is no such article."""
        record = self._records().get(name)
        return None if record is None else html.served(jsonl.read(record), _signature(record))

    def file(self, path: str) -> Path | None:
        """A review file by the path that the index names, if it is one of those there are."""
        for name, record in self._records().items():
            for form in plugins.names("writers"):
                if path == f"{name}.{writers.suffix(form)}":
                    file = record.parent / f"{record.stem}.{writers.suffix(form)}"
                    return file if file.is_file() else None
        return None

    def save(self, name: str, edits: bytes) -> dict[str, Any] | None:
        """Apply what a page sends to its article, its files and the memory; None if there is no such article.

        Returns:
            The ids of the segments that changed, and what was refused and why.

        Raises:
            InputError: if the page of this article cannot have sent it.
        """
        with self._lock, tempfile.TemporaryDirectory() as folder:
            record = self._records().get(name)
            if record is None:
                return None
            file = Path(folder) / f"{record.stem}.edits.json"
            file.write_bytes(edits)
            failed: list[str] = []
            when = datetime.now(UTC).isoformat(timespec="seconds")
            found = articles.gather([file], record, failed.append, reviewer="", when=when)
            if failed:
                raise InputError(failed[0].replace(str(file), "the request"))
            articles.keep(found[0], self._memory)
            articles.write_index(found)
            return _said(found[0])

    def _summary(self, name: str, record: Path) -> Summary:
        """The figures of an article; one that has not changed since is not read again, a damaged one says so."""
        try:
            told = [path.stat() for path in (record, record.with_suffix(".names.json"))]
            state = tuple(number for one in told for number in (one.st_mtime_ns, one.st_size, one.st_ino))
            known = self._summaries.get(record)
            if known is None or known[0] != state:
                forms = dict.fromkeys(("html", *writers.present(record.parent, record.stem)))
                known = state, writers.summarise(jsonl.read(record), name=name, formats=tuple(forms))
                self._summaries[record] = known
            return known[1]
        except (OSError, InputError):
            return Summary.damaged(name)

    def _records(self) -> dict[str, Path]:
        """The record of every article by its name, as `mt translate` named it: below the folder, without suffix."""
        found = sorted(self._folder.rglob("*.jsonl"))
        return {
            path.relative_to(self._folder).with_suffix("").as_posix(): path
            for path in found
            if path.with_suffix(".names.json").is_file()
        }


def _said(article: Article) -> dict[str, Any]:
    document: Document = article.document
    outcome = article.outcomes[0][1]
    return {
        "changed": [change.id for change in outcome.changes],
        "names": list(outcome.names),
        "refused": [f"{refusal.place}: {refusal.why}" for refusal in outcome.refusals],
        "approved": sum(segment.status == "approved" for segment in document.segments),
    }


def _signature(record: Path) -> str:
    return _names.signature(record.with_suffix(".names.json"))
