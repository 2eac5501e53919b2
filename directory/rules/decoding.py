"""Bytes to text: with or without a byte order mark, UTF-8, UTF-16, Windows-1252, also mixed.

Excel on Windows writes Windows-1252 or UTF-16 depending on the menu entry; joined files mix them.
"""

import codecs

from directory.rules.problems import Code, Unreadable

MAX_BYTES = 32 * 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHERS = (b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
# UTF-32 first: its little-endian mark begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 2000
_MOSTLY = 0.3


def decode(data: bytes) -> str:
    """Return the text of a file; raises `Unreadable` for what is no text, empty or too big."""
    if len(data) > MAX_BYTES:
        raise Unreadable(Code.TOO_BIG, limit=str(MAX_BYTES // 1024 // 1024))
    if data.startswith(_WORKBOOKS):
        raise Unreadable(Code.WORKBOOK)
    if data.startswith(_OTHERS):
        raise Unreadable(Code.NOT_TEXT)
    text = _decode(data)
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise Unreadable(Code.EMPTY)
    return text.removeprefix("\ufeff")


def _decode(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), _unmarked(data))
    try:
        return data.decode(encoding) if encoding else _by_line(data)
    except UnicodeDecodeError:
        if encoding.startswith("utf-8"):
            return _by_line(data)
        raise Unreadable(Code.NOT_TEXT) from None


def _unmarked(data: bytes) -> str:
    """Guess UTF-16 without a mark: Latin text has a NUL in every second byte."""
    sample = data[:_SAMPLE]
    if sample[1::2].count(0) > len(sample) * _MOSTLY:
        return "utf-16-le"
    if sample[0::2].count(0) > len(sample) * _MOSTLY:
        return "utf-16-be"
    return "utf-8"


def _by_line(data: bytes) -> str:
    """Read each line as UTF-8, else as Windows-1252, so that one stray byte spoils one line."""
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    return "".join(_line(line) for line in lines)


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
