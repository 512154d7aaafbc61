"""Which model translates, where its files lie, and how its text is normalised.

A model is a folder that `MarianMTModel.from_pretrained` loads. `find` takes the embedded one ("fr-en"), a folder of the
user's, or a Hub id ("Helsinki-NLP/opus-mt-fr-en"), which is fetched once by huggingface_hub and then read from its
cache. Nothing here imports torch: loading the weights is the engines' work.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mt.errors import ModelError

EMBEDDED = Path(__file__).parent
WEIGHTS = ("model.safetensors", "pytorch_model.bin")
NEEDED = ("config.json", "source.spm", "target.spm", "vocab.json")
SHORTLIST = "shortlist.txt.xz"  # which target pieces may stand for a source piece; a checkpoint may do without
WORDS = "words.tsv"  # what it does not know and is given in English (`mt.phrasing.words`); a checkpoint may do without
_WANTED = [*NEEDED, *WEIGHTS, "generation_config.json", "tokenizer_config.json"]  # of a Hub model
HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True)
class Checkpoint:
    """A MarianMT model on disk.

    Attributes:
        name: as the user called it.
        folder: where the files are.
        config: the content of config.json.
    """

    name: str
    folder: Path
    config: dict[str, Any]

    @property
    def normalisation(self) -> str:
        """The scheme its training text went through (see `mt.models.normalisation`); "light" if it names none."""
        return str(self.config.get("text_normalisation", "light"))

    @property
    def longest(self) -> int:
        """The longest sentence to give the model whole, in pieces, `</s>` not counted."""
        positions = int(self.config.get("max_position_embeddings") or 512) - 1
        return min(int(self.config.get("text_longest") or positions), positions)

    @property
    def alignment_head(self) -> int:
        """The cross-attention head of the last decoder layer that was trained on word links."""
        return int(self.config.get("text_alignment_head") or 0)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over every file that decides what the model says, 64 hexadecimal digits."""
        digest = hashlib.sha256()
        for name in (*NEEDED, *WEIGHTS, SHORTLIST, WORDS):
            path = self.folder / name
            if path.exists():
                digest.update(f"{name} {path.stat().st_size}\n".encode())
                with path.open("rb") as file:
                    while block := file.read(1 << 20):
                        digest.update(block)
        return digest.hexdigest()


def embedded() -> list[str]:
    """The names of the models inside the package."""
    return sorted(path.parent.name for path in EMBEDDED.glob("*/config.json"))


def local(name: str) -> Path | None:
    """The folder of an embedded model or of the user's; None for any other name."""
    if name in embedded():
        return EMBEDDED / name
    return Path(name) if Path(name).is_dir() else None


def find(name: str) -> Checkpoint:
    """The model of this name: embedded, a folder, or a Hub id.

    Raises:
        ModelError: if there is none, or its folder lacks a file or holds a damaged one.
    """
    return here(name) or _opened(name, _downloaded(name))


def here(name: str) -> Checkpoint | None:
    """The same as far as it is on this machine; None for a Hub model that is not.

    Raises:
        ModelError: as `find` does, but nothing is fetched.
    """
    folder = local(name)
    if folder is None and HUB_ID.fullmatch(name) and not name.startswith("."):
        folder = _cached(name)
        return None if folder is None else _opened(name, folder)
    if folder is not None:
        return _opened(name, folder)
    raise ModelError(
        f"no model {name!r}: there is {', '.join(embedded())}, any MarianMT folder, "
        "or a Hub id like Helsinki-NLP/opus-mt-fr-en"
    )


def _opened(name: str, folder: Path) -> Checkpoint:
    missing = [file for file in NEEDED if not (folder / file).is_file()]
    if not any((folder / file).is_file() for file in WEIGHTS):
        missing.append(" or ".join(WEIGHTS))
    if missing:
        raise ModelError(
            f"model {name!r} is not complete: {folder} has no {', '.join(missing)}; save it with save_pretrained"
        )
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"model {name!r} is damaged: {folder / 'config.json'} cannot be read ({error})") from error
    if config.get("model_type") != "marian":
        kind = config.get("model_type", "unknown")
        raise ModelError(f"model {name!r} is of type {kind!r}, only MarianMT checkpoints ('marian') can be used")
    return Checkpoint(name, folder, config)


def _cached(name: str) -> Path | None:
    """The local copy of a Hub model, if there is one."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=_WANTED, local_files_only=True))
    except Exception:  # not there yet: every kind of miss has its own class, and all mean "download"
        return None


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    try:
        return Path(snapshot_download(name, allow_patterns=_WANTED))
    except Exception as error:  # no network, no such model, no permission: one message for all
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise ModelError(
            f"model {name!r} is neither a folder nor in the local cache, and cannot be downloaded ({reason}); "
            "use the embedded 'fr-en' or copy the model's folder here"
        ) from error
