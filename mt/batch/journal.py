"""What is done already: articles recognised by the hashes of input and outputs, so that no run does them twice.

While a run goes on, every finished article is a line in `manifest.part` beside its outputs; at the end they all
stand in `manifest.json` and the lines go. A line counts only if it was made with the same key (settings, model, code,
approved translations) and its files are there as they were written. A line torn by a kill is skipped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from mt.writers import Summary

MANIFEST = "manifest.json"
PART = "manifest.part"
_FIGURES = tuple(field.name for field in fields(Summary) if field.name != "name")


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished article: what it was made from, what was written (paths relative to the output folder, hashes)."""

    name: str
    input: str
    sha256: str
    summary: Summary
    outputs: Mapping[str, str]

    def record(self) -> dict[str, Any]:
        """As plain JSON data."""
        figures = {key: value for key, value in asdict(self.summary).items() if key != "name"}
        head = {"name": self.name, "input": self.input, "status": "done", "sha256": self.sha256}
        return head | figures | {"outputs": dict(self.outputs)}


class Journal:
    """The finished articles of one output folder.

    Attributes:
        signature: how they were made; empty if there are none.
    """

    def __init__(self, output: Path, key: str) -> None:
        """Read what earlier runs with the same key left there.

        Args:
            output: the output folder.
            key: of everything that decides what is written, the articles apart.
        """
        self._output, self._key = output, key
        self.signature = ""
        self._known = {entry.name: entry for entry in self._read()}

    def finished(self, name: str, sha256: str) -> Entry | None:
        """The entry of an article whose input and outputs are what they were, or None."""
        entry = self._known.get(name)
        if entry is None or entry.sha256 != sha256:
            return None
        if all(_hash(self._output / path) == expected for path, expected in entry.outputs.items()):
            return entry
        return None

    def entry(self, name: str, source: Path, sha256: str, summary: Summary, files: Iterable[Path]) -> Entry:
        """An entry for an article just written."""
        outputs = {file.relative_to(self._output).as_posix(): _hash(file) for file in files}
        return Entry(name, source.as_posix(), sha256, summary, outputs)

    def add(self, entry: Entry) -> None:
        """Write an entry down; where that fails (a full disk) the article is simply done again next time."""
        head = {"key": self._key, "signature": self.signature}
        line = json.dumps(head | entry.record(), ensure_ascii=False) + "\n"
        with suppress(OSError), (self._output / PART).open("ab") as file:
            file.write(b"\n" + line.encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """Drop the lines: the manifest has them now."""
        with suppress(OSError):
            (self._output / PART).unlink(missing_ok=True)

    def _read(self) -> Iterator[Entry]:
        manifest = {}
        with suppress(OSError, ValueError):
            manifest = json.loads((self._output / MANIFEST).read_text(encoding="utf-8"))
        if isinstance(manifest, dict) and manifest.get("key") == self._key:
            self.signature = str(manifest.get("signature", ""))
            for record in manifest.get("articles", ()):
                yield from _entry(record)
        with suppress(OSError):
            for line in (self._output / PART).read_bytes().split(b"\n"):
                with suppress(ValueError):
                    record = json.loads(line)
                    if isinstance(record, dict) and record.get("key") == self._key:
                        self.signature = str(record.get("signature", ""))
                        yield from _entry(record)


def _entry(record: Any) -> Iterator[Entry]:
    """The entry of a record, nothing if it is none or not that of a finished article."""
    with suppress(KeyError, TypeError, AttributeError):
        if record["status"] == "done":
            figures = {name: record[name] for name in _FIGURES}
            summary = Summary(name=record["name"], **figures | {"formats": tuple(figures["formats"])})
            yield Entry(record["name"], record["input"], record["sha256"], summary, dict(record["outputs"]))


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
