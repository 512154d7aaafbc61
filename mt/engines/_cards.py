"""Graphics cards for CTranslate2: whether there is one, and a model on it that is known to work.

CTranslate2 finds a card with what it brings itself, but it needs cuBLAS 12 of the machine and looks for it only when
first it multiplies. So the libraries that pip installs (`nvidia-cublas-cu12`, by the extra `mt[cuda]` or with a torch
built for CUDA 12) are loaded beforehand, for nobody looks for them where pip puts them, and one piece is translated on
the spot.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_LIBRARIES = ("libcublasLt.so.12", "libcublas.so.12")  # the second needs the first


def count() -> int:
    """How many graphics cards CTranslate2 sees."""
    import ctranslate2

    return int(ctranslate2.get_cuda_device_count())


def translator(folder: Path, precision: str) -> Any:
    """The converted model on the first card, after one piece has been translated.

    Raises:
        RuntimeError: if a library is missing, the driver is too old, or the card too full.
        ValueError: if the card cannot compute in this precision.
    """
    import ctranslate2

    _load_libraries()
    made = ctranslate2.Translator(str(folder), device="cuda", compute_type=precision)
    made.translate_batch([["</s>"]], beam_size=1, max_decoding_length=1)
    return made


def _load_libraries() -> None:
    with suppress(ImportError):  # no package of that name
        spec = find_spec("nvidia.cublas")
        for place in (spec and spec.submodule_search_locations) or ():
            for name in _LIBRARIES:
                with suppress(OSError):
                    ctypes.CDLL(str(Path(place) / "lib" / name), mode=ctypes.RTLD_GLOBAL)
