"""Set everything up and run every test:  python3 scripts/check.py [arguments of pytest]

Needs Python 3.11 and the package index. Makes .venv with the test extras, installs Debian's Chromium and LibreOffice
for the tests of the review page and of office files where it may (root, apt), and runs ruff, mypy and pytest. Without
them those tests are skipped and say so; with CI=true they fail instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import environment

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
OFFICES = ("soffice", "libreoffice")


def programs() -> None:
    """Install Debian's Chromium and LibreOffice if they are missing and this user may."""
    missing = []
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, CHROMIUMS)):
        missing.append("chromium")
    if not any(map(shutil.which, OFFICES)):
        missing += ["libreoffice-writer", "libreoffice-calc"]
    if not missing:
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"Installing {', '.join(missing)} for the tests ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *missing], **quiet)
    else:
        print(f"Not here: {', '.join(missing)}. The tests that need them will be skipped.")


def main() -> int:
    """Install, lint, test; the status of the first that fails."""
    python = environment.ready("[test]")
    programs()
    if len(sys.argv) == 1:
        for tool in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)):
            print("$", *tool, flush=True)
            if status := environment.run(python, "-m", *tool):
                return status
    return environment.run(python, "-m", "pytest", *sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
