"""Kill runs at random moments, let them go on, and see that no file differs from those of a run left in peace.

    python scripts/kill_runs.py [ARTICLES] [--kills 20] [--sentences 300] [--window 48] [--seed 1] [--no-memory]

`kill -9` comes in turn while articles are segmented, inside the engine, inside a transaction of the memory, while a
file or the journal is written, and by the clock, each time at a random one of these moments. After at most four kills a
run is left to finish. Then every file must be that of the uninterrupted run (times in the manifest apart), no article
that was finished may have been written again, and the engine may have translated at most one window more for every
kill. int8, so that a sentence in another batch than before would show.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

PHASES = ("segmentation", "engine", "commit", "writing", "clock")
CALLS = {"segmentation": 12, "engine": 6, "commit": 120, "writing": 60, "clock": 1}  # the moment is one of so many


def die(*_: Any) -> None:
    """The end, without a chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)


# --- the run that is killed


def child(phase: str, moment: int, fraction: float, log: Path, arguments: list[str]) -> None:
    """`mt` with these arguments, killed at the `moment`-th call of the phase; the engine's work is logged."""
    from mt import cli, segment, writers
    from mt.batch.journal import Journal
    from mt.engines.ct2 import CTranslate2
    from mt.memory.file import File

    counted = iter(range(1, 1 << 30))

    def now() -> bool:
        return next(counted) == moment

    def before(function: Callable[..., Any], act: Callable[..., None], kind: str) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            if phase == kind and now():
                act(*given)
            return function(*given, **named)

        return wrapped

    def later(_: Any, texts: Any, *__: Any) -> None:
        threading.Timer(fraction * (0.05 + 0.004 * len(texts)), die).start()

    translate = CTranslate2.translate

    def logged(engine: CTranslate2, texts: Any) -> Any:
        with log.open("a") as file:
            file.write(f"{len(texts)}\n")
        return translate(engine, texts)

    def half_a_file(path: Path, content: Any) -> None:
        data = "".join(content).encode() if not isinstance(content, bytes) else content
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / f".mt-{os.getpid()}-00000000.part").write_bytes(data[: int(fraction * len(data))])
        die()

    def half_a_line(journal: Any, entry: Any) -> None:
        line = json.dumps(entry.record()).encode()
        journal._file.write(line[: int(fraction * len(line))])
        die()

    writing = File.writing

    @contextmanager
    def uncommitted(file: File) -> Iterator[Any]:
        with writing(file) as run:
            yield before(run, die, "commit")

    segment.split = before(segment.split, die, "segmentation")
    CTranslate2.translate = before(logged, later, "engine")
    File.writing = uncommitted
    Journal.add = before(Journal.add, half_a_line, "writing")
    writers.atomic = before(writers.atomic, half_a_file, "writing")
    Path.replace = before(Path.replace, die, "writing")
    sys.argv = ["mt", *arguments]
    cli.main()


# --- what it should leave


def written(output: Path) -> dict[str, bytes]:
    """Every file and its content, the manifest without what is true of one run alone."""
    found = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    manifest = json.loads(found.pop("manifest.json"))
    manifest.pop("run")
    return found | {"manifest.json": json.dumps(manifest).encode()}


def finished(output: Path) -> dict[Path, int]:
    """The files of articles that are entered as done, and when they were written."""
    files = {}
    for part in output.glob("manifest-*.part"):
        for line in part.read_bytes().split(b"\n"):
            try:
                names = json.loads(line)["outputs"]
            except ValueError:
                continue
            files |= {output / name: (output / name).stat().st_mtime_ns for name in names}
    return files


def launch(phase: str, moment: int, fraction: float, log: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start the run; by the clock it is killed from outside."""
    plain = [sys.executable, __file__, "--child", phase, str(moment), str(fraction), str(log), *arguments]
    return subprocess.Popen(plain, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def ended(process: subprocess.Popen[bytes], seconds: float | None = None) -> bool:
    """Whether the run was killed; one that ends with a mistake ends everything."""
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        _, errors = process.communicate()
    if process.returncode not in (0, -signal.SIGKILL):
        sys.exit(f"a run ended with {process.returncode}:\n{errors.decode()}")
    return process.returncode != 0


class Trial:
    """One output folder: runs that are killed in it, and what became of it."""

    def __init__(self, folder: Path, source: Path, window: int, memory: bool) -> None:
        """All in `folder`."""
        self.output, self.log = folder / "out", folder / "engine.log"
        folder.mkdir()
        settings = folder / "settings.toml"
        settings.write_text(f"beam = 1\nthreads = 1\nwindow = {window}\n")
        where = ["--memory", str(folder / "memory.sqlite")] if memory else ["--no-memory"]
        self.arguments = ["translate", str(source), "-o", str(self.output), "--config", str(settings), *where]
        self.kept: dict[Path, int] = {}

    def run(self, phase: str = "", moment: int = 0, fraction: float = 0.0, seconds: float | None = None) -> bool:
        """Run; whether it was killed."""
        killed = ended(launch(phase, moment, fraction, self.log, self.arguments), seconds)
        for path, when in self.kept.items():
            if path.stat().st_mtime_ns != when:
                sys.exit(f"{path} was finished and has been written again")
        if killed:
            self.kept |= finished(self.output)
        return killed

    def translated(self) -> int:
        """Sentences the engine was given, in all runs."""
        return sum(map(int, self.log.read_text().split())) if self.log.exists() else 0


def killed_runs(folder: Path, source: Path, chosen: argparse.Namespace) -> None:
    """Print a line for every kill and every comparison; ends the program at the first difference."""
    moments = random.Random(chosen.seed)
    whole = Trial(folder / "whole", source, chosen.window, not chosen.no_memory)
    begin = time.perf_counter()
    whole.run()
    seconds, expected, sentences = time.perf_counter() - begin, written(whole.output), whole.translated()
    signature = json.loads((whole.output / "manifest.json").read_text())["signature"]
    print(f"{signature}\n{len(list(source.iterdir()))} articles, {sentences} distinct sentences, {seconds:.1f} s")
    phases = cycle([phase for phase in PHASES if phase != "commit" or not chosen.no_memory])
    kills = trials = 0
    while kills < chosen.kills:
        trials += 1
        if trials > 10 * chosen.kills:  # a moment may come too late for a run, but not for all of them
            sys.exit(f"{kills} of {chosen.kills} kills came off in {trials} trials: the runs are too short for them")
        trial = Trial(folder / str(trials), source, chosen.window, not chosen.no_memory)
        before = kills
        for _ in range(min(4, chosen.kills - kills)):
            phase, fraction = next(phases), moments.random()
            moment = moments.randint(1, CALLS[phase])
            clock = seconds * moments.uniform(0.3, 1.0) if phase == "clock" else None
            if not trial.run(phase, moment, fraction, clock):
                break
            kills += 1
            print(f"kill {kills}: {phase}, moment {moment}, {len(trial.kept)} files finished", flush=True)
        while trial.run():
            pass
        different = {name for name, _ in set(expected.items()) ^ set(written(trial.output).items())}
        more = trial.translated() - sentences
        print(f"trial {trials}: {len(different)} files differ, {more} sentences translated again", flush=True)
        if different:
            sys.exit(f"not the same: {', '.join(sorted(different))}")
        if more > (kills - before) * chosen.window and not chosen.no_memory:
            sys.exit("more than a window was translated again for a kill")
        shutil.rmtree(folder / str(trials))


def main() -> int:
    """Kill."""
    if sys.argv[1:2] == ["--child"]:
        phase, moment, fraction, log, *arguments = sys.argv[2:]
        child(phase, int(moment), float(fraction), Path(log), arguments)
        return 0
    from benchmark_throughput import ROOT, copies

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--window", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-memory", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mt-kills-") as name:
        folder = Path(name)
        (folder / "in").mkdir()
        copies(chosen.articles, chosen.sentences, folder / "in")
        killed_runs(folder, folder / "in", chosen)
    return 0


if __name__ == "__main__":
    sys.exit(main())
