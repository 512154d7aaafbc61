"""Set everything up and translate the examples:  python3 scripts/demo.py [arguments of mt translate]

Needs Python 3.11 and the package index, nothing else. Makes .venv, installs mt in it, runs `mt translate examples/`
(or what the arguments say) and tells where the review page is.
"""

from __future__ import annotations

import shlex
import sys

import environment


def main() -> int:
    """Install, translate, say what to do next."""
    python = environment.ready()
    arguments = sys.argv[1:] or ["examples"]
    status = environment.run(python, "-m", "mt", "translate", *arguments)
    if status == 0 and len(sys.argv) == 1:
        command = shlex.join([str(python.parent / "mt"), "translate", "your-article.txt"])
        print(f"\nOpen {environment.ROOT / 'outputs' / 'index.html'} in a browser. Your own article:\n  {command}")
    return status


if __name__ == "__main__":
    sys.exit(main())
