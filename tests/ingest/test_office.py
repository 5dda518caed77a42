"""A Word or OpenDocument file becomes its text whole; one made to harm is refused."""

import re
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pypandoc
import pytest

from corpus.types import Document
from ingest.read import SourceError, office
from tests.ingest.test_html import DIGESTS, markdown, share_kept, with_fiche_title

READERS = {"docx": office.read_docx, "odt": office.read_odt}
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "%s"><!ENTITY b "&a;&a;">]>' % (b"ha" * 99)


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., bytes]:
    def make(kind: str, text: str, *arguments: str) -> bytes:
        file = tmp_path / f"x.{kind}"
        pypandoc.convert_text(text, kind, "markdown-smart", arguments, outputfile=str(file))
        return file.read_bytes()

    return make


def document(kind: str, data: bytes, name: str = "note_de_service.docx") -> Document:
    (page,) = READERS[kind](name, data)
    return page.document


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip file with each part changed."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return out.getvalue()


def is_body(name: str) -> bool:
    return name in ("word/document.xml", "content.xml")


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("file", DIGESTS, ids=lambda file: file.stem)
def test_a_digest_keeps_its_words_headings_and_identity(
    file: Path, kind: str, made: Callable[..., bytes]
) -> None:
    wanted = markdown(file)
    found = document(kind, made(kind, with_fiche_title(file)))
    assert share_kept(wanted.text, found.text) >= 0.98
    assert [(s.heading, s.path) for s in found.sections] == [
        (s.heading, s.path) for s in wanted.sections
    ]
    assert (found.kit, found.edition, found.fiche) == (wanted.kit, wanted.edition, wanted.fiche)
    assert (found.document_id, found.title) == (wanted.document_id, wanted.title)


@pytest.mark.parametrize("kind", READERS)
def test_notes_stand_at_the_end_of_their_section(kind: str, made: Callable[..., bytes]) -> None:
    text = "# T\n\nEn 2014[^a].\n\nPuis[^b].\n\n## Deux\n\n| a | b |\n|---|---|\n| c | d |\n\n"
    found = document(kind, made(kind, f"{text}\n[^a]: La loi.\n\n[^b]: Un décret.\n"))
    assert found.text == (
        "En 2014 (1).\n\nPuis (2).\n\n(1) La loi.\n\n(2) Un décret.\n\nDeux\n\na | b\nc | d"
    )


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    ("text", "arguments", "title"),
    [
        ("# Un\n\na\n\n# Deux\n\nb", ["--metadata=title:Le titre"], "Le titre"),
        ("# Un\n\na\n\n## Deux\n\nb", [], "Un"),
        ("# Un\n\na\n\n# Deux\n\nb", [], "note de service"),
        ("a", [], "note de service"),
    ],
)
def test_the_title_is_by_style_heading_or_file(
    kind: str, text: str, arguments: list[str], title: str, made: Callable[..., bytes]
) -> None:
    found = document(kind, made(kind, text, *arguments))
    assert found.title == title
    assert title not in found.text


@pytest.mark.parametrize("kind", READERS)
def test_the_properties_give_the_title_that_no_style_gives(
    kind: str, made: Callable[..., bytes]
) -> None:
    data = made(kind, "Texte.", "--metadata=title:Le titre")

    def without_style(name: str, part: bytes) -> bytes:
        style = rb'<w:pStyle w:val="Title" ?/>|text:style-name="Title"'
        return re.sub(style, b"", part) if is_body(name) else part

    found = document(kind, changed(data, without_style))
    assert (found.title, found.text) == ("Le titre", "Texte.")


@pytest.mark.parametrize("kind", READERS)
def test_a_picture_is_left_out(kind: str, tmp_path: Path, made: Callable[..., bytes]) -> None:
    picture = tmp_path / "p.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert document(kind, made(kind, f"# T\n\nAvant ![]({picture}) après.")).text == "Avant après."


def test_text_boxes_follow_their_paragraph_and_stand_once(made: Callable[..., bytes]) -> None:
    box = b"<w:pict><w:txbxContent><w:p><w:r><w:t>%d.</w:t></w:r></w:p></w:txbxContent></w:pict>"
    drawn = b"<w:Choice>" + box % 1 + b"</w:Choice><w:Fallback>" + box % 1 + b"</w:Fallback>"
    word = b"<w:p><w:r><w:t>Texte.</w:t></w:r><w:r>" + drawn + box % 2 + b"</w:r></w:p><w:sectPr"
    frame = b"<draw:frame><draw:text-box><text:p>%d.</text:p></draw:text-box></draw:frame>"
    odt = b"<text:p>Texte." + frame % 1 + b"</text:p>" + frame % 2 + b"</office:text>"
    for kind, end, part in (("docx", b"<w:sectPr", word), ("odt", b"</office:text>", odt)):
        data = made(kind, "# T\n\nAvant.")
        with_part = partial(put_before, end, part)
        assert document(kind, changed(data, with_part)).text == "Avant.\n\nTexte.\n\n1.\n\n2."


def put_before(end: bytes, part: bytes, name: str, data: bytes) -> bytes:
    return data.replace(end, part, 1) if is_body(name) else data


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda data: data[:-400], "abîmé"),
        (lambda data: b"PK\x03\x04", "abîmé"),
        (lambda data: changed(data, lambda n, p: p[:300] if is_body(n) else p), "abîmé"),
        (lambda data: changed(data, lambda n, p: LAUGHS + p if is_body(n) else p), "entités"),
        (
            lambda data: changed(data, lambda n, p: b" " * 50_000_001 if is_body(n) else p),
            "50 Mo",
        ),
    ],
    ids=["truncated", "empty", "half its text", "laughs", "bomb"],
)
def test_a_broken_or_hostile_file_is_refused(
    kind: str, harm: Callable[[bytes], bytes], reason: str, made: Callable[..., bytes]
) -> None:
    with pytest.raises(SourceError, match=reason):
        document(kind, harm(made(kind, "# T\n\nTexte.")))


def test_what_pandoc_writes_is_bound(
    monkeypatch: pytest.MonkeyPatch, made: Callable[..., bytes]
) -> None:
    monkeypatch.setattr(office, "MOST_SIGNS", 500)
    with pytest.raises(SourceError, match="millions de signes"):
        document("docx", made("docx", "# T\n\nTexte."))


def test_a_password_is_named(made: Callable[..., bytes]) -> None:
    odt, docx = made("odt", "# T\n\nTexte."), made("docx", "# T\n\nTexte.")
    manifest = changed(odt, lambda n, p: b"<encryption-data/>" if "manifest" in n else p)
    with pytest.raises(SourceError, match="mot de passe"):
        document("odt", manifest)
    flagged = re.sub(b"(PK\x01\x02.{4}).", lambda m: m[1] + b"\x01", docx, flags=re.S)
    with pytest.raises(SourceError, match="mot de passe"):
        document("docx", flagged)


def test_pandoc_is_bound_in_time_and_memory(
    monkeypatch: pytest.MonkeyPatch, made: Callable[..., bytes]
) -> None:
    data = made("docx", "# T\n\n" + "Un mot.\n\n" * 12_000)
    monkeypatch.setattr(office, "_MOST_MEMORY", "2M")
    with pytest.raises(SourceError, match="trop lourd"):
        document("docx", data)
    monkeypatch.setattr(office, "_MOST_SECONDS", 0.01)
    with pytest.raises(SourceError, match="trop long"):
        document("docx", data)
