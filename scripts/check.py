"""Set everything up and run every test:  python3 scripts/check.py [arguments of pytest]

Needs Python 3.11 and the package index. Makes .venv with the test extras, installs Debian's Chromium and LibreOffice
for the tests of the review page and of office files where it may (root, apt), and axe-core where there is npm, and runs
ruff, mypy and pytest. Without them those tests are skipped and say so; with CI=true they fail instead, and every random
document is tried that the round trip of review files is promised for (500 a format; 60 otherwise).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import environment

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
OFFICES = ("soffice", "libreoffice")
AXE = "axe-core@4.14.1"


def programs() -> None:
    """Install Debian's Chromium, LibreOffice and npm if they are missing and this user may."""
    missing = []
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, CHROMIUMS)):
        missing.append("chromium")
    if not any(map(shutil.which, OFFICES)):
        missing += ["libreoffice-writer", "libreoffice-calc"]
    if not os.environ.get("AXE") and not shutil.which("npm"):
        missing.append("npm")
    if not missing:
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"Installing {', '.join(missing)} for the tests ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *missing], **quiet)
    else:
        print(f"Not here: {', '.join(missing)}. The tests that need them will be skipped.")


def axe() -> None:
    """Fetch axe-core into .venv, for the tests of accessibility (tests/browser.py says where they look for it)."""
    folder = environment.FOLDER / "axe"
    stamp = folder / "installed"
    if os.environ.get("AXE") or (stamp.exists() and stamp.read_text() == AXE):
        return
    npm = shutil.which("npm")
    if not npm:
        print("Not here: npm, which fetches axe-core. The tests of accessibility will be skipped.")
        return
    print(f"Fetching {AXE} for the tests ...", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    quiet = ["--silent", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts"]
    if subprocess.run([npm, "install", "--prefix", folder, *quiet, AXE]).returncode:
        print(f"npm could not fetch {AXE}; its message is above. The tests of accessibility will be skipped.")
    else:
        stamp.write_text(AXE)


def main() -> int:
    """Install, lint, test; the status of the first that fails."""
    python = environment.ready("[test]")
    programs()
    axe()
    if len(sys.argv) == 1:
        for tool in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)):
            print("$", *tool, flush=True)
            if status := environment.run(python, "-m", *tool):
                return status
    return environment.run(python, "-m", "pytest", *sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
