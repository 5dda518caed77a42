"""A file is read by what its bytes hold; any bytes give documents or a reason, nothing else."""

import io
import json
import re
import time
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.read import SUFFIXES, Page, Skipped, SourceError, read_bytes
from ingest.read.decode import decode
from ingest.read.kinds import reader

FRENCH = "L’élu d’où ça vient : « à côté », 3 œuvres – l’été."
LINE = json.dumps({"id": "a", "title": "T", "text": "Texte."}).encode()
FAQ = json.dumps({"id": "a", "question": "Q ?", "answer": "R."}).encode()
HTML = b"<!doctype html><title>T</title><h1>T</h1><p>Un texte assez long pour la page.</p>"
TEXT = b"Un titre\n\nUn texte.\n"


def packed(*names: str, mimetype: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "%PDF-1.7")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "chosen"),
    [
        ("a.txt", TEXT, "export.read"),
        ("a", TEXT, "export.read"),
        ("a.TXT", b"%PDF-1.7", "pdf.read"),
        ("a.html", b"\n%PDF-1.7", "pdf.read"),
        ("a.pdf", HTML, "html.read"),
        ("a.txt", b"\xef\xbb\xbf" + HTML, "html.read"),
        ("a.doc", b"<?xml version='1.0'?>\n<!-- x -->\n<!-- y -->\n<HTML lang='fr'>", "html.read"),
        ("a.md", HTML.decode().encode("utf-16"), "html.read"),
        ("a.htm", TEXT, "html.read"),
        ("a.html", LINE, "jsonl.read"),
        ("a.csv", LINE, "jsonl.read"),
        ("a.txt", b"\n" + FAQ, "faq.read_jsonl"),
        ("a.jsonl", b"{ broken", "jsonl.read"),
        ("a.csv", TEXT, "faq.read_csv"),
        ("a.md", TEXT, "markdown.read"),
        ("a.txt", b"---\r\ntitle: T\r\n---\r\nTexte.", "markdown.read"),
        ("a.zip", packed("a.pdf"), "archive.read"),
        ("a.docx", packed("word/a.docx"), "archive.read"),
        ("a.zip", packed(), "archive.read"),
        ("a.txt", packed("[Content_Types].xml", "word/document.xml"), "office.read_docx"),
        ("a.doc", packed("[Content_Types].xml", "word/document2.xml"), "office.read_docx"),
        (
            "a.zip",
            packed("content.xml", mimetype=b"application/vnd.oasis.opendocument.text"),
            "office.read_odt",
        ),
    ],
)
def test_the_bytes_tell_the_reader_before_the_suffix(name: str, data: bytes, chosen: str) -> None:
    found = reader(name, data)
    assert f"{found.__module__}.{found.__name__}" == f"ingest.read.{chosen}"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b" \r\n\t", "vide"),
        ("a.docx", TEXT, "pas un vrai « .docx »"),
        ("a.pdf", TEXT, "pas un vrai « .pdf »"),
        ("a.rst", TEXT, "« .rst » n'est pas lu"),
        ("a.txt", b"{\\rtf1 Texte}", "RTF"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mot de passe"),
        ("a.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), ".csv"),
        ("a.ods", packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ".csv"),
        ("a.docx", b"PK\x03\x04", "abîmé"),
    ],
)
def test_what_no_reader_is_for_is_said(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=re.escape(reason)):
        reader(name, data)


def test_a_beginning_made_of_comments_is_told_at_once() -> None:
    started = time.monotonic()
    assert reader("a.txt", b"<!-- -->" * 500 + b"x").__module__ == "ingest.read.export"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_french_is_read_in_every_encoding_it_comes_in(encoding: str) -> None:
    assert decode(f"{FRENCH}\r\n{FRENCH}\r".encode(encoding)) == f"{FRENCH}\n{FRENCH}\n"


def test_utf_16_is_read_in_both_orders() -> None:
    assert decode(b"\xfe\xff" + FRENCH.encode("utf-16-be")) == FRENCH


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)),
        bytes(range(1, 256)),
        b"a\x00b",
        b"\xff\xfe\x00\xd8",  # half a character
        b"\xff\xd8\xff\xe0\x10JFIF",
        FRENCH.encode()[:-4] + b"\xc3 ?",  # UTF-8 with a broken character
        FRENCH.encode("utf-16-le"),  # no mark says which
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        decode(data)


_MAGIC = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>", b"---\n", b'{"id": ']
_WHOLE = [LINE, FAQ, HTML, b"id;question;answer\n1;Q;R\n", packed("a.txt", "b.csv")]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
_FIELDS = ["id", "title", "text", "sections", "question", "answer", "theme", "valid_until"]


def cut(data: bytes, place: int, byte: int) -> bytes:
    """The bytes with one of them changed."""
    place %= len(data)
    return data[:place] + bytes([byte]) + data[place + 1 :]


_BYTES = st.one_of(
    st.builds(bytes.__add__, st.sampled_from(_MAGIC), st.binary(max_size=300)),
    st.text().map(str.encode),
    st.builds(cut, st.sampled_from(_WHOLE), st.integers(0, 2000), st.integers(0, 255)),
    st.dictionaries(st.sampled_from(_FIELDS), _JSON | st.text(min_size=1)).map(
        lambda value: json.dumps(value).encode()
    ),
)


@pytest.mark.parametrize("suffix", [*SUFFIXES, ""])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=_BYTES)
@example(data=b"\x1f")  # a space in text, none in bytes
def test_any_bytes_under_any_suffix_give_documents_or_a_reason(suffix: str, data: bytes) -> None:
    found: list[Page | Skipped] = []
    reason = ""
    try:
        found = read_bytes(f"a{suffix}", data)
    except SourceError as error:
        reason = str(error)
    assert bool(found) != bool(re.fullmatch(r"[^A-Z].*[^.]", reason, re.S))
    for one in found:
        if isinstance(one, Page):
            document = one.document
            assert document.text.encode()
            assert all(document.text[s.start : s.end].strip() for s in document.sections)


def test_json_with_a_number_that_python_refuses_is_refused_in_a_sentence() -> None:
    line = b'{"id": "a", "title": "T", "text": "x", "fiche": ' + b"1" * 5000 + b"}"
    with pytest.raises(SourceError, match="la ligne 1 n'est pas du JSON valide"):
        read_bytes("a.jsonl", line)
