"""How the bytes of a text file become text: UTF-8, else what old French files are written in."""

import re

from ingest.read import MOST_SIGNS, SourceError, too_long

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What French text holds much of in its own encoding, and nearly nothing of in another. On 1,600
# stretches of 1 to 50 paragraphs of the kits in Windows-1252 none is taken for Mac Roman;
# charset_normalizer takes one in a hundred, at any length.
_FRENCH = "éèàêçùâîôûœ’"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, most: int = MOST_SIGNS) -> str:
    """The text with plain line ends, U+FFFD for what is damaged in it.

    Raises SourceError where the bytes are no text, or more than `most` signs.
    """
    # No sign takes more than four bytes; to decode what is refused after would fill the memory.
    if len(data) > 4 * most:
        raise too_long()
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = _damaged(data) or _legacy(data)
    if len(text) > most:
        raise too_long()
    if "\x00" in text:
        raise SourceError("le fichier est binaire, ce n'est pas du texte")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _damaged(data: bytes) -> str:
    """UTF-8 of which few signs are broken, or nothing.

    On 3,929 stretches with a byte lost, changed or cut, Windows-1252 in place of the broken bytes
    puts a false letter or digit in 70 of 100, where U+FFFD shows that a sign is missing.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(sign > "\x7f" for sign in text) - broken
    return text if whole and broken <= max(1, whole // 10) else ""


def _legacy(data: bytes) -> str:
    """The text in whichever encoding makes it the most French; UTF-8 broken all over is refused."""

    def french(encoding: str) -> int:
        return sum(map(data.decode(encoding, "ignore").count, _FRENCH))

    try:
        text = data.decode(max(("cp1252", "mac_roman", "utf-8"), key=french))
        if not _CONTROL.search(text):
            return text
    except UnicodeDecodeError:
        pass
    raise SourceError("le fichier n'est pas du texte lisible : enregistrez-le en « texte UTF-8 »")
