"""Articles in any number, and runs over them, for the tests of batches."""

from __future__ import annotations

import json
import random
from pathlib import Path

from mt import batch, config
from mt.batch import Selection
from mt.memory import Memory

NAMES = ("Pachinian", "Pashinaian", "Aliev", "Lavrov", "Macron")
PLACES = ("Erevan", "Bakou", "Moscou", "Tbilissi", "Gueorguievsk")
THINGS = ("la paix", "le budget", "la route", "l'école", "le gaz", "la frontière", "les impôts")


def text(number: int) -> str:
    chosen = random.Random(number)
    lines = [f"Le point de la semaine {number}"]
    for _ in range(3):
        lines.append(
            f"{chosen.choice(NAMES)} est arrivé à {chosen.choice(PLACES)} le {chosen.randint(1, 28)} mars. "
            f"Il a parlé de {chosen.choice(THINGS)} et de {chosen.choice(THINGS)} pendant {chosen.randint(2, 9)} h. "
            f"« Nous voulons {chosen.choice(THINGS)} », a-t-il dit."
        )
    return "\n\n".join(lines) + "\n"


def folder(path: Path, count: int) -> Path:
    path.mkdir()
    for number in range(count):
        (path / f"{number:03}.txt").write_text(text(number), encoding="utf-8")
    return path


def settings(path: Path, **values: object) -> Path:
    lines = (f"{key} = {json.dumps(value)}" for key, value in values.items())
    path.write_text("\n".join(lines) + "\n")
    return path


def run(articles: Path, output: Path, memory: Memory | None = None, **options: object) -> batch.Report:
    stop = options.pop("stop", None)
    selection = options.pop("selection", Selection())
    tell = options.pop("tell", lambda result: None)
    chosen = config.load(**({"engine": "echo", "formats": ("txt", "jsonl")} | options))
    batch.check_output(output)
    planned = batch.plan([articles], selection)
    return batch.run(planned, output, chosen, tell, memory=memory, stop=stop, selection=selection)


def written(output: Path) -> dict[str, bytes]:
    """Every file and its content, the manifest without what is true of one run alone."""
    found = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    manifest = json.loads(found.pop("manifest.json"))
    manifest.pop("run")
    manifest.pop("key")  # of the code, too, which may be edited while tests run
    return found | {"manifest.json": json.dumps(manifest).encode()}


def records(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    return path


def names(*paths: object, **selection: object) -> list[str]:
    return [article.name for article in batch.plan([Path(path) for path in paths], Selection(**selection))]
