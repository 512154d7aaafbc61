"""French news articles in, reliable English out, side by side, with every name right.

The public functions are imported when they are first used (PEP 562), so `import mt` costs nothing:

    import mt
    document = mt.translate("Le Premier ministre Nikol Pachinian est arrivé mardi à Erevan.")
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
_PUBLIC = {"translate": "mt.pipeline", "Document": "mt.document", "Segment": "mt.document", "Config": "mt.config"}
__all__ = ["Config", "Document", "Segment", "align", "names", "segment", "translate"]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    if name in {"align", "names", "segment"}:
        return import_module(f"mt.{name}")
    raise AttributeError(f"module 'mt' has no attribute {name!r}")
