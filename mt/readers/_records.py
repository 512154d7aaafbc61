"""An article from a record of fields: what JSONL and tables have in common.

`text` is the article, `title` its headline, `id` its name; every other field is kept in the document's `meta`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from mt.document import FORMAT, OWN, PATH, RECORD, Document
from mt.errors import InputError
from mt.readers import TYPED
from mt.readers.txt import parse

Sound = TypeVar("Sound")

TEXT = ("text", "texte", "body", "content", "source")  # what archives call it, best first


def sound(one: Sound | InputError) -> Sound:
    """What was read, if nothing is wrong with it.

    Raises:
        InputError: if it is one.
    """
    if isinstance(one, InputError):
        raise one
    return one


def text_field(names: list[str], asked: str, path: Path) -> str:
    """The field that holds the text.

    Raises:
        InputError: if there is none, or not the one asked for.
    """
    if asked:
        if asked not in names:
            raise InputError(f"{path} has no column {asked!r}: there is {', '.join(names)}")
        return asked
    found = next((name for name in TEXT if name in names), "")
    if not found:
        raise InputError(f"{path} has no field 'text' (there is {', '.join(names)}): name another with --column")
    return found


def see_that_no_name_is_ours(names: Iterable[str], where: Path | str) -> None:
    """See that no field of a record would pass for a fact that a reader notes.

    Raises:
        InputError: if one would.
    """
    if ours := next((name for name in names if name.startswith(OWN)), ""):
        raise InputError(f"{where} has a field {ours!r}: names that begin with {OWN} are mt's own, give it another")


def fields_of(record: Mapping[str, Any]) -> dict[str, str]:
    """A record's fields, all as text; what is neither text nor a date stays JSON, and the field `TYPED` says so."""
    fields: dict[str, str] = {}
    typed = []
    for name, value in record.items():
        if value is None or isinstance(value, str):
            fields[name] = value or ""
        elif hasattr(value, "isoformat"):
            fields[name] = value.isoformat()
        else:
            typed.append(name)
            fields[name] = json.dumps(value, ensure_ascii=False, default=str)
    return fields | ({TYPED: json.dumps(typed, ensure_ascii=False)} if typed else {})


def article(fields: Mapping[str, str], text: str, number: int, path: Path, form: str) -> Document:
    """The document of one record.

    Args:
        fields: of the record, all as text (see `fields_of`).
        text: the field that holds the article.
        number: of the record, from 1; its name if it has no id.
        path, form: where it comes from.
    """
    rest = {name: value for name, value in fields.items() if name != text and value}
    name = fields.get("id", "").strip() or str(number)
    meta = rest | {PATH: str(path), RECORD: str(number), FORMAT: form}
    typed = text in json.loads(fields.get(TYPED, "[]"))  # a list or a number is no article
    body, title = "" if typed else fields.get(text, ""), " ".join(fields.get("title", "").split())
    if not title or body.lstrip().startswith(title):
        return parse(body, name, meta)
    whole = parse(f"{title}\n\n{body}", name, meta)
    heading, *others = whole.paragraphs
    return replace(whole, paragraphs=(replace(heading, kind="heading"), *others))
