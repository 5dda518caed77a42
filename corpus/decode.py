"""How the bytes of a text file become text: UTF-8, else what old French files are written in."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from corpus.errors import SourceError

# Some 5,000 pages; to read a line of 96 million signs took 2.4 GB.
MOST_SIGNS = 10_000_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What French text holds much of in its own encoding, and nearly nothing of in another. On 1,600
# stretches of 1 to 50 paragraphs of the kits in Windows-1252 none is taken for Mac Roman;
# charset_normalizer takes one in a hundred, at any length.
_FRENCH = "éèàêçùâîôûœ’"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Bytes of a long file that are looked at together.
_STRETCH = 1_000_000


def too_long() -> SourceError:
    """The reason of a text longer than MOST_SIGNS."""
    return SourceError(
        f"le texte dépasse {MOST_SIGNS // 1_000_000} millions de signes : découpez-le en "
        "plusieurs fichiers"
    )


def decode(data: bytes, most: int = MOST_SIGNS) -> str:
    """The text with plain line ends, U+FFFD for what is damaged in it.

    Raises SourceError where the bytes are no text, or more than `most` signs.
    """
    # No sign takes more than four bytes; to decode what is refused after would fill the memory.
    if len(data) > 4 * most:
        raise too_long()
    text = data.decode(*_encoding(data))
    if len(text) > most:
        raise too_long()
    if "\x00" in text:
        raise _binary()
    return text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def opened_text(path: Path) -> Iterator[TextIO]:
    """A file of any length as a stream of text with plain line ends, decoded as `decode` does.

    Raises SourceError where the bytes are no text.
    """
    encoding, _ = _stream_encoding(path)
    with path.open(encoding=encoding, errors="replace") as file:
        yield file


def _stream_encoding(path: Path) -> tuple[str, str]:
    """The encoding of a file, told by its first stretch that is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while stretch := file.read(_STRETCH) + file.readline(_STRETCH):
            if stretch.startswith(UTF_16):
                return _encoding(stretch[: _STRETCH // 2 * 2])
            if b"\x00" in stretch:
                raise _binary()
            try:
                decoder.decode(stretch)
            except UnicodeDecodeError:
                return _encoding(stretch)
    return "utf-8-sig", "strict"


def _binary() -> SourceError:
    return SourceError("le fichier est binaire, ce n'est pas du texte")


def _encoding(data: bytes) -> tuple[str, str]:
    """The encoding of these bytes, and what becomes of those that are damaged."""
    encoding = "utf-16" if data.startswith(UTF_16) else "utf-8-sig"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return ("utf-8", "replace") if _is_damaged(data) else (_legacy(data), "strict")
    return encoding, "strict"


def _is_damaged(data: bytes) -> bool:
    """Whether this is UTF-8 of which few signs are broken.

    On 3,929 stretches with a byte lost, changed or cut, Windows-1252 in place of the broken bytes
    puts a false letter or digit in 70 of 100, where U+FFFD shows that a sign is missing.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(sign > "\x7f" for sign in text) - broken
    return bool(whole and broken <= max(1, whole // 10))


def _legacy(data: bytes) -> str:
    """The encoding that makes the most French of it; UTF-8 broken all over is refused."""

    def french(encoding: str) -> int:
        return sum(map(data.decode(encoding, "ignore").count, _FRENCH))

    encoding = max(("cp1252", "mac_roman", "utf-8"), key=french)
    try:
        if not _CONTROL.search(data.decode(encoding)):
            return encoding
    except UnicodeDecodeError:
        pass
    raise SourceError("le fichier n'est pas du texte lisible : enregistrez-le en « texte UTF-8 »")
