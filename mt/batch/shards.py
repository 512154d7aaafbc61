"""Archives in, archives out: many finished articles in one file, a record each, in place of review files.

A record has the fields its article came with (`id`, `title`, `date` and any other), `text`, its translation as
`english`, and what a review file would show: `segments` and `entities`. JSONL holds them as they are, Parquet as JSON
in columns of text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from mt.document import OWN, Document
from mt.errors import ConfigError
from mt.readers import TYPED
from mt.writers import jsonl, txt

Record = dict[str, Any]
_NAME = re.compile(r"part-(\d+-of-\d+-)?\d{5,}-\d{5,}-[0-9a-f]{8}\.(jsonl|parquet)")  # as `inputs.blocks` calls them


def check(form: str) -> None:
    """See that shards of this format can be written.

    Raises:
        ConfigError: if not.
    """
    if form == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401 (only to see that it is there)
        except ImportError as error:
            raise ConfigError("Parquet needs pyarrow: pip install 'mt[cluster]'") from error


def is_one(name: str) -> bool:
    """Whether a shard is called so."""
    return _NAME.fullmatch(name) is not None


def record(document: Document, signature: str) -> Record:
    """A finished article as one record."""
    typed = json.loads(document.meta.get(TYPED, "[]"))
    kept = {name: value for name, value in document.meta.items() if not name.startswith(OWN)}
    kept |= {name: json.loads(kept[name]) for name in typed if name in kept}
    return (
        {"id": document.id}
        | kept
        | {
            "text": document.source_text(),
            "english": txt.render(document, signature).removesuffix("\n"),
            "segments": list(jsonl.records(document)),
            "entities": [asdict(entity) for entity in document.entities],
            "signature": signature,
        }
    )


def render(records: Sequence[Record], form: str) -> bytes | Iterator[str]:
    """The content of a shard."""
    if form == "jsonl":
        return (jsonl.line(one) for one in records)
    import pyarrow
    from pyarrow import parquet

    names = list(dict.fromkeys(name for one in records for name in one))
    columns = {name: pyarrow.array([_cell(one.get(name)) for one in records], pyarrow.string()) for name in names}
    buffer = BytesIO()
    parquet.write_table(pyarrow.table(columns), buffer)
    return buffer.getvalue()


def read(path: Path) -> list[Record]:
    """The records of a shard, such that `render` gives it back; none if it has gone."""
    rows: list[Record] = []
    with suppress(OSError, ValueError):
        if path.suffix == ".jsonl":
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        else:
            from pyarrow import parquet

            rows = parquet.read_table(path).to_pylist()
    return rows


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()
