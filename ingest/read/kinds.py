"""Which reader reads a file: told by its bytes first, by its suffix where bytes do not tell."""

import re
from pathlib import PurePath

from corpus.decode import UTF_16, decode
from corpus.faq import is_faq
from ingest.read import Reader, SourceError, named
from ingest.read.archive import open_zip, unpacked

_HTML = re.compile(
    r"\s*(?><\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_JSON_LINES = re.compile(r'\s*\{\s*"')
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# The part of such a file in which Office puts a document that has a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BINARY_SUFFIXES = (".pdf", ".docx", ".odt", ".zip")


def reader(name: str, data: bytes) -> Reader:
    """The reader of a file; SourceError where no reader is for it."""
    if not data.strip():
        raise SourceError("le fichier est vide")
    if data.startswith(_ZIP):
        return _of_zip(data)
    if data.startswith(_OLD_OFFICE):
        if _LOCKED in data:
            raise SourceError("le document est protégé par un mot de passe : enlevez-le d'abord")
        raise SourceError(
            "c'est un ancien format de bureautique : enregistrez-le en .docx ou en .odt, ou en "
            ".csv si c'est une FAQ"
        )
    if data.startswith(b"{\\rtf"):
        raise SourceError("le format RTF n'est pas lu : enregistrez-le en .docx ou en .odt")
    if b"%PDF-" in data[:1024]:
        from ingest.read import pdf

        return pdf.read
    return _of_text(PurePath(name).suffix.lower(), data)


def _of_zip(data: bytes) -> Reader:
    """The reader of an office document, which is a zip file inside, or of an archive."""
    from ingest.read import archive, office

    with open_zip(data) as packed:
        names = set(packed.namelist())
        if "mimetype" in names:
            mimetype = unpacked(packed, packed.getinfo("mimetype"))
            if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
                return office.read_odt
    if "[Content_Types].xml" in names and any(n.startswith("word/document") for n in names):
        return office.read_docx
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise SourceError(
            "ce document de bureautique n'est pas un texte : enregistrez-le en .pdf, ou en .csv "
            "si c'est une FAQ"
        )
    return archive.read


def _of_text(suffix: str, data: bytes) -> Reader:
    from ingest.read import export, faq, html, jsonl, markdown

    encoding = "utf-16" if data.startswith(UTF_16) else "utf-8-sig"
    head = data[:4096].decode(encoding, "ignore")
    if suffix == ".jsonl" or _JSON_LINES.match(head):
        return faq.read_jsonl if is_faq(decode(data)) else jsonl.read
    if suffix in (".html", ".htm") or _HTML.match(head):
        return html.read
    if suffix == ".csv":
        return faq.read_csv
    if suffix == ".md" or re.match(r"---\r?\n", head):
        return markdown.read
    if suffix in (".txt", ""):
        return export.read
    if suffix in _BINARY_SUFFIXES:
        raise SourceError(f"ce n'est pas un vrai « {suffix} » : il est abîmé ou mal nommé")
    raise SourceError(
        f"le format « {named(suffix)} » n'est pas lu : donnez un fichier .txt, .md, .html, .pdf, "
        ".docx, .odt, .jsonl, .csv ou .zip"
    )
