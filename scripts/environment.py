"""A virtual environment beside the code, made with the standard library alone; used by demo.py and check.py."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"


def ready(extras: str = "") -> Path:
    """The Python of `.venv`, with mt and these extras installed as constraints.txt says; a second call does nothing."""
    if sys.version_info < (3, 11):  # noqa: UP036 (it runs before anything checks the version)
        sys.exit(f"mt needs Python 3.11 or newer, this is {sys.version.split()[0]}: run it as python3.11 {sys.argv[0]}")
    python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = hashlib.sha256(f"{extras} {ROOT} {sys.version}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        wanted.update((ROOT / name).read_bytes())
    stamp = FOLDER / f"installed{extras.strip('[]')}"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return python
    print(f"Setting up {FOLDER} (once, a few minutes) ...", flush=True)
    if not python.exists():
        venv.create(FOLDER, with_pip=True)
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--constraint", ROOT / "constraints.txt", "--editable", f"{ROOT}{extras}"]
    if subprocess.run(command).returncode:
        sys.exit(
            "The installation failed; pip's message above says why. Put that right and run the same command again."
        )
    stamp.write_text(wanted.hexdigest())
    return python


def run(python: Path, *arguments: str | Path) -> int:
    """Run a module or script with this Python in the project's folder; its exit status."""
    return subprocess.run([python, *arguments], cwd=ROOT).returncode
