"""A file is read by what its bytes hold; any bytes give documents or a reason, nothing else."""

import io
import json
import re
import time
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.decode import decode
from ingest.read import SUFFIXES, Page, Skipped, SourceError, read_bytes
from ingest.read.kinds import reader

FRENCH = "L’élu d’où ça vient : « à côté », 3 œuvres – l’été."
LINE = json.dumps({"id": "a", "title": "T", "text": "Texte."}).encode()
FAQ = json.dumps({"id": "a", "question": "Q ?", "answer": "R."}).encode()
HTML = b"<!doctype html><title>T</title><h1>T</h1><p>Un texte assez long pour la page.</p>"
TEXT = b"Un titre\n\nUn texte.\n"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
        ("a.doc", OLD, "ancien format"),
        ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "mot de passe : enlevez-le"),
        ("a." + "x" * 200 + "\n", TEXT, "x…"),
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
        b"\xc3 ".join(FRENCH.encode().split(b" ")),  # UTF-8 with many broken characters
        FRENCH.encode("utf-16-le"),  # no mark says which
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        decode(data)


def test_a_page_is_read_whole_beside_a_byte_that_is_damaged() -> None:
    text = f"{FRENCH}\n" * 50
    for broken in (b"\xc3", b"\x82", b"\xe2\x80", b"\xff"):
        place = text.encode().index(b"vient") + 1
        damaged = text.encode()[:place] + broken + text.encode()[place:]
        assert decode(damaged) == text.replace("vient", "v\ufffdient", 1)
    assert decode(text.encode()[: text.encode().rindex(b"\xa9")]).endswith("l’ét\ufffd")
    # Two letters in another encoding show, among the others that are right.
    mixed = text.encode() + "déjà là".encode("cp1252")
    assert decode(mixed) == text + "d\ufffdj\ufffd l\ufffd"


def test_a_text_beyond_the_bounds_is_refused_before_it_fills_the_memory() -> None:
    assert len(decode(b"mot " * 2_500_000)) == 10_000_000
    for data in (b"mot " * 2_500_001, b"\xff" * 40_000_001, "😀 é ".encode() * 2_500_001):
        with pytest.raises(SourceError, match="10 millions de signes"):
            decode(data)
    with pytest.raises(SourceError, match="200000 lignes"):
        read_bytes("a.md", b"# T\n" * 200_001)
    with pytest.raises(SourceError, match="1000000 balises"):
        read_bytes("a.html", b"<p>a" * 1_000_001)


@pytest.mark.parametrize(
    ("name", "data", "title", "text", "heading"),
    [
        ("a.txt", b"Le\x07 titre\n\nUn\x1b[2J texte\x0c\tet\xe2\x80\xa8suite.", "Le  titre",
         "Un [2J texte  et suite.", ""),
        ("a.jsonl", b'{"id": "a\\n\\u0000b", "title": "T\\nt", "sections": [{"heading": "\\u0007"'
         b', "text": "\\u0001"}, {"heading": "U\\nn", "text": "b\\u0085c"}]}', "T t",
         " \n\n \n\nU\nn\n\nb c", "U n"),
        ("a.csv", b"id;question;answer\n1;Q\x02 ?;R\x01.", "Q  ?", "R .", ""),
    ],
)  # fmt: skip
def test_control_characters_become_spaces_and_offsets_stay(
    name: str, data: bytes, title: str, text: str, heading: str
) -> None:
    (found,) = read_bytes(name, data)
    assert isinstance(found, Page)
    document = found.document
    assert (document.title, document.text) == (title, text)
    section = document.sections[-1]
    assert section.heading == heading
    assert document.text[section.start : section.end] == text.rpartition("\n")[2]
    assert len(document.sections) == 1
    assert document.document_id.isprintable()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.jsonl", b'{"id": "\\u2028", "title": "T", "text": "x"}', "« id »"),
        ("a.jsonl", b'{"id": "\\u0000", "title": "T", "text": "x"}', "identifiant lisible"),
        ("a.jsonl", b'{"id": "a", "title": " ", "text": "x"}', "« title »"),
        ("a.jsonl", b'{"id": "a\\nb", "title": "T", "text": " "}', "« a b » n'a pas de texte"),
        ("a.jsonl", b'{"id": "a", "title": "T", "text": "\\u0007"}', "n'a pas de texte"),
        ("a.txt", b"\x07\n\nTexte.", "n'a pas de titre"),
        ("a.txt", b"mot " * 2_000 + b"\n\nTexte.", "le titre dépasse 5000 signes"),
        ("a.txt", b"a" * 10_000, "a… »"),
        ("a.md", b"---\nupdated: 2026-13-45\n---\n# T\n\nx", "YAML"),
        ("a.md", b"---\nfiche: 0x_\n---\n# T\n\nx", "YAML"),
        ("a.md", b"---\na: " + b"[" * 5_000 + b"]" * 5_000 + b"\n---\n# T\n\nx", "YAML"),
        ("a.txt", b"x\n" * 4_000 + "Catégorie\nRésumé\n".encode() + b"x\n" * 4_000, "3000 paragr"),
    ],
)  # fmt: skip
def test_what_makes_no_document_is_refused_in_one_short_line(
    name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(SourceError, match=re.escape(reason)) as refused:
        read_bytes(name, data)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 250


def test_titles_of_signs_alone_and_of_long_numbers_have_ids_of_their_own() -> None:
    numbered = f"# Kit MunicipalESS | Fiche {'1' * 5_000} : x\n\nTexte."
    titles = ["# ……\n\nTexte.", "# !\n\nTexte.", numbered[:4_000] + "\n\nTexte."]
    ids = {read_bytes("a.md", title.encode())[0].document.document_id for title in titles}
    assert len(ids) == 3
    assert all(ids)


def test_two_rules_around_a_text_are_no_front_matter() -> None:
    (page,) = read_bytes("a.md", b"---\n\nAvant.\n\n---\n\n# T\n\nx")
    assert "Avant." in page.document.text


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
