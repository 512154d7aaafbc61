"""The packages that office programs read and write: zip files of XML, closed without a date."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # in place of the time of writing: one article, one file, byte for byte
_MOMENT = re.compile(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=<)")


def undated(package: bytes) -> bytes:
    """The same package with one date in it and for every part, so that writing an article twice gives the same file."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = _MOMENT.sub(EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            new.writestr(zipfile.ZipInfo(member.filename), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()
