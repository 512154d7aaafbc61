"""Set everything up and run every test:  python3 scripts/check.py [arguments of pytest]

Needs Python 3.11 and the package index. Makes .venv with the test extras, installs Debian's Chromium for the browser
tests where it may (root, apt), and runs ruff, mypy and pytest. Without a Chromium the browser tests are skipped and say
so; with CI=true they fail instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import environment

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> None:
    """Install Debian's Chromium if there is none and this user may."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, CHROMIUMS)):
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Chromium for the browser tests ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", "chromium"], **quiet)
    else:
        print("No Chromium here: the browser tests will be skipped (install one, or set CHROMIUM to its path).")


def main() -> int:
    """Install, lint, test; the status of the first that fails."""
    python = environment.ready("[test]")
    chromium()
    if len(sys.argv) == 1:
        for tool in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)):
            print("$", *tool, flush=True)
            if status := environment.run(python, "-m", *tool):
                return status
    return environment.run(python, "-m", "pytest", *sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
