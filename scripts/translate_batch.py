"""Translate a folder of articles from a script: the thin form of `mt translate`, for copying into one's own.

The same command again does what is missing; sentences come from the user's translation memory where it has them.

python scripts/translate_batch.py articles/ outputs/ [settings.toml]
"""

from __future__ import annotations

import sys
from pathlib import Path

from mt import batch, config
from mt.errors import MtError
from mt.memory import Memory, default_path


def main() -> int:
    """0 all done, 1 some failed, 2 nothing could be done."""
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    source, output = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        settings = config.load(Path(sys.argv[3]) if len(sys.argv) == 4 else None)
        articles = batch.plan([source])
        batch.check_output(output)
        with Memory(default_path()) as memory:
            results = batch.run(articles, output, settings, lambda result: print(result.article.name), memory=memory)
    except MtError as error:
        print(f"translate_batch: {error}", file=sys.stderr)
        return 2
    for trouble in [*(result.error for result in results if result.error), *results.warnings]:
        print(f"translate_batch: {trouble}", file=sys.stderr)
    return results.status


if __name__ == "__main__":
    sys.exit(main())
