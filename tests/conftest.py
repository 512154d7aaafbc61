import os
import tempfile
from pathlib import Path

import pytest

# Before anything imports mt: converted models go to one folder for all workers, and no test may reach for a network.
os.environ["MT_CACHE"] = str(Path(tempfile.gettempdir()) / f"mt-tests-{os.getuid() if hasattr(os, 'getuid') else 0}")
os.environ["MT_MEMORY"] = str(Path(tempfile.mkdtemp(prefix="mt-tests-")) / "memory.sqlite")  # never the user's own
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

ARTICLE = """Pachinian reçu à Moscou

Le Premier ministre arménien Nikol Pachinian a rencontré mardi Sergueï Lavrov à Moscou. « Nous voulons la paix. \
Nous la voulons vite », a-t-il dit.

Pashinaian doit rentrer à Erevan à 20 h 30. L'OTAN suit la situation.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "moscou.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path
