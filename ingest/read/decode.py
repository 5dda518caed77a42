"""How the bytes of a text file become text: UTF-8, else what old French files are written in."""

import re

from ingest.read import SourceError

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What French text holds much of in its own encoding, and nearly nothing of in another. On 1,600
# stretches of 1 to 50 paragraphs of the kits in Windows-1252 none is taken for Mac Roman;
# charset_normalizer takes one in a hundred, at any length.
_FRENCH = "éèàêçùâîôûœ’"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes) -> str:
    """The text with plain line ends.

    Raises SourceError where the bytes are no text.
    """
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = _legacy(data)
    if "\x00" in text:
        raise SourceError("le fichier est binaire, ce n'est pas du texte")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _legacy(data: bytes) -> str:
    """The text in whichever encoding makes it the most French; broken UTF-8 is refused."""

    def french(encoding: str) -> int:
        return sum(map(data.decode(encoding, "ignore").count, _FRENCH))

    try:
        text = data.decode(max(("cp1252", "mac_roman", "utf-8"), key=french))
        if not _CONTROL.search(text):
            return text
    except UnicodeDecodeError:
        pass
    raise SourceError("le fichier n'est pas du texte lisible : enregistrez-le en « texte UTF-8 »")
