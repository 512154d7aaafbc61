"""Two runs at once on one translation memory: is every sentence there once, and what differs between their files?

    python scripts/share_memory.py [ARTICLES] [--sentences 1000] [--precision int8] [--window 128]

Both runs translate the same articles into folders of their own, the second in smaller windows, so that its batches are
others, and a third does what the first does alone, with a memory of its own. A sentence that one run has stored is
recalled by the other; what both translate at the same time may differ with int8, for a result can depend on the batch a
sentence stood in. With float32 nothing differs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmark_throughput import ROOT, copies

from mt.memory import Memory


def start(source: Path, output: Path, memory: Path, window: int, precision: str) -> subprocess.Popen[bytes]:
    """A run."""
    settings = output.with_suffix(".toml")
    settings.write_text(f'beam = 1\nthreads = 1\nwindow = {window}\nprecision = "{precision}"\nformats = ["jsonl"]\n')
    line = [sys.executable, "-m", "mt", "translate", source, "-o", output, "--memory", memory, "--config", settings]
    return subprocess.Popen([str(part) for part in line], stdout=subprocess.DEVNULL)


def targets(output: Path) -> dict[tuple[str, str], str]:
    """Every translation, by article and segment."""
    return {
        (path.name, record["id"]): record["target"]
        for path in sorted(output.glob("*.jsonl"))
        for record in map(json.loads, path.read_text(encoding="utf-8").split("\n")[:-1])
    }


def main() -> int:
    """Print what was found; status 1 if a sentence is missing or stands twice, or float32 texts differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--precision", default="int8")
    parser.add_argument("--window", type=int, default=128)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mt-share-") as name:
        folder = Path(name)
        source, shared = folder / "in", folder / "shared.sqlite"
        source.mkdir()
        copies(chosen.articles, chosen.sentences, source)
        size, precision = chosen.window, chosen.precision
        running = [
            start(source, folder / "one", shared, size, precision),
            start(source, folder / "two", shared, size * 2 // 3, precision),
            start(source, folder / "alone", folder / "alone.sqlite", size, precision),
        ]
        if any(process.wait() for process in running):
            sys.exit("a run failed")
        with Memory(shared) as memory, Memory(folder / "alone.sqlite") as other:
            entries, expected = memory.stats().machine, other.stats().machine
        one, two, alone = (targets(folder / run) for run in ("one", "two", "alone"))
        manifests = [json.loads((folder / run / "manifest.json").read_text()) for run in ("one", "two")]
    print(manifests[0]["signature"])
    for run, manifest in zip(("first", "second"), manifests, strict=True):
        told = manifest["run"]
        print(
            f"{run:6} run: {told['from_engine']} sentences translated, {told['from_memory']} from the memory, "
            f"{told['differing']} stored otherwise by the other"
        )
    both, apart = (sum(one[key] != other[key] for key in one) for other in (two, alone))
    print(f"{len(one)} sentences: {both} differ between the two, {apart} between the first and a run alone")
    print(f"memory: {sum(entries.values())} entries, {sum(expected.values())} distinct sentences")
    wrong = entries != expected or not one.keys() == two.keys() == alone.keys()
    return int(wrong or (chosen.precision == "float32" and bool(both or apart)))


if __name__ == "__main__":
    sys.exit(main())
