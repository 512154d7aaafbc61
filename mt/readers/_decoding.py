"""From bytes to text: UTF-8, UTF-16 and cp1252, and a plain refusal for everything else.

A wrong guess would turn every accented letter into another, so cp1252, which fits almost any bytes, is believed only
where what it gives looks like French. Other encodings are named in the error as far as they can be told, never read.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from mt.errors import InputError

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_SAVE = "open it in an editor and save it as UTF-8"
_BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a Zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"{\\rtf", "an RTF document"),
)
_FRENCH = frozenset(
    "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ"  # its letters, then its signs
    "«»‹›‘’“”„…–—•·°ªº²³€£§©®™½¼¾×±µ\u00a0\u00ad"
)
_WESTERN = frozenset("áíóúñãõåøßìòÁÍÓÚÑÃÕÅØÌÒýÝ¿¡šžŠŽ")  # in the names of others, so only now and then
# No French word has three accented letters in a row, a sign between two letters, or an accented capital after a small
# letter; Cyrillic, Greek or Mac text misread as cp1252 is full of them.
_MISREAD = re.compile(
    r"[À-ÖØ-öø-ÿŒœŸŠšŽž]{3}|[^\W\d_][„…“”–—•°ªº²³€£§©®™½¼¾×±µ¿¡][^\W\d_]|[a-zß-öø-ÿ][À-ÖØ-ÞŒŠŽ][a-z ]"
)
_CASE_SLIP = re.compile("[а-яёά-ώ][А-ЯЁΆ-Ω]")  # one alphabet misread as another has capitals inside words
_CYRILLIC, _ACCENTS, _HAN = "[а-яё]", "[àâçéèêëîïôœùû«»’…–—€\u00a0 ]", "[\u3040-\u30ff\u4e00-\u9fff、。「」]"
_OTHERS = (  # codec, what to call it, what most of its characters outside ASCII are
    ("mac_roman", "Mac Roman", _ACCENTS),
    ("cp850", "the DOS code page 850", _ACCENTS),
    ("cp1251", "Cyrillic (Windows-1251)", _CYRILLIC),
    ("koi8_r", "Cyrillic (KOI8-R)", _CYRILLIC),
    ("cp866", "Cyrillic (DOS)", _CYRILLIC),
    ("cp1253", "Greek (Windows-1253)", "[α-ωάέήίόύώ]"),
    ("euc_jp", "Japanese (EUC-JP)", "[\u3040-\u30ff]"),
    ("shift_jis", "Japanese (Shift-JIS)", _HAN),
    ("gb18030", "Chinese (GB 18030)", _HAN),
)


def decode(path: Path) -> tuple[str, str]:
    """The text of a file without its byte order mark, and the name of its encoding: utf-8, utf-16 or cp1252.

    Line ends stay as they are.

    Raises:
        InputError: if the file cannot be opened, is empty or blank, binary, or in another encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror or error}") from error
    text, encoding = decoded(data, path)
    if all(character.isspace() or character in _INVISIBLE for character in text):
        raise InputError(f"{path} is empty: there is nothing to translate in it")
    return text, encoding


def decoded(data: bytes, path: Path | str) -> tuple[str, str]:
    """The same of bytes that are at hand; the path, or what to call them, is for the message.

    Raises:
        InputError: if they are binary, or text in another encoding.
    """
    for signature, what in _BINARY:
        if data.startswith(signature):
            raise InputError(f"{path} is {what}, not text: save it as .txt or .md")
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputError(f"{path} is encoded in UTF-32, which is not read here: {_SAVE}")
    if codec := utf16(data):
        try:
            return data.decode(codec).removeprefix("\ufeff"), "utf-16"
        except UnicodeDecodeError as error:
            raise InputError(f"{path} begins as UTF-16 but is damaged at byte {error.start}: save it again") from error
    if b"\0" in data:
        raise InputError(f"{path} is a binary file, not text: save it as .txt or .md")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        return _western(data, path, error), "cp1252"


def utf16(data: bytes) -> str:
    """The codec of UTF-16 text, told by its byte order mark or by where the zero bytes of its spaces stand."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" not in data or len(data) % 2:
        return ""
    zeros = data[0::2].count(0), data[1::2].count(0)  # zero high bytes come first in big-endian text, else second
    for codec, high, low in (("utf-16-le", zeros[1], zeros[0]), ("utf-16-be", zeros[0], zeros[1])):
        if low == 0 and high > len(data) // 4 and _is_readable(data, codec):
            return codec
    return ""


def _is_readable(data: bytes, codec: str) -> bool:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    return sum(character.isprintable() or character.isspace() for character in text) > 0.95 * len(text)


def _western(data: bytes, path: Path | str, error: UnicodeDecodeError) -> str:
    """The text as cp1252, if that is what it looks like.

    Raises:
        InputError: if it looks like anything else.
    """
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in data)
    if controls > len(data) / 50:
        raise InputError(f"{path} is a binary file, not text: save it as .txt or .md")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _is_french(text):
        return text
    raise InputError(f"{path} is not in UTF-8 (byte {error.start}), UTF-16 or cp1252{_likely(data)}: {_SAVE}") from None


def _is_french(text: str) -> bool:
    """Whether the characters outside ASCII are those of French, but for a few, and stand where French has them."""
    outside = [character for character in text if character > "\x7f"]
    french = sum(character in _FRENCH for character in outside)
    known = all(character in _FRENCH or character in _WESTERN for character in outside)
    return known and french >= 0.6 * len(outside) and not _MISREAD.search(text)


def _likely(data: bytes) -> str:
    """What the encoding looks like, as the end of a clause; empty if nothing fits."""
    for codec, name, expected in _OTHERS:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        outside = "".join(character for character in text if character > "\x7f")
        if len(re.findall(expected, outside)) >= 0.75 * len(outside) and not _CASE_SLIP.search(text):
            return f"; it looks like {name}"
    return ""
