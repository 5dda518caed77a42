"""An archive is read in memory and within bounds; what cannot be read in it is named."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.index import open_manifest
from corpus.settings import settings
from ingest.pipeline import ingest
from ingest.read import Page, Skipped, SourceError, archive, read_bytes

Files = dict[str | zipfile.ZipInfo, bytes]


def packed(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def page(title: str) -> bytes:
    return f"{title}\n\nLe texte de {title}.\n".encode()


def read(data: bytes) -> tuple[list[str], dict[str, str]]:
    """The titles that were read, and the reason for each file that was not."""
    found = read_bytes("dossier.zip", data)
    titles = [f.document.title for f in found if isinstance(f, Page)]
    return titles, {f.source: f.reason for f in found if isinstance(f, Skipped)}


def test_documents_are_read_in_name_order_and_other_files_left() -> None:
    data = packed(
        {
            "kit/": b"",
            "dossier.txt/": b"",
            "win\\c.txt": page("Le c"),
            "kit/b.md": b"# Le b\n\nTexte.",
            "kit/a.txt": page("Le a"),
            "photo.png": b"\x89PNG",
            "README.md": b"# Lisez",
            "__MACOSX/kit/._a.txt": b"\x00\x05",
            "faq.csv": "id;question;réponse\n1;Quoi ?;Ceci.".encode("cp1252"),
        },
    )
    assert read(data) == (["Quoi ?", "Le a", "Le b", "Le c"], {})
    nameless = packed({"q.png": b"", "a.txt": page("Le a")}, zipfile.ZIP_STORED)
    assert read(nameless.replace(b"q.png", b"\x00.png")) == (["Le a"], {})


def test_a_file_that_cannot_be_read_is_named_in_the_report_and_the_others_go_in(
    tmp_path: Path,
) -> None:
    path = tmp_path / "dossier.zip"
    path.write_bytes(packed({"a.txt": page("Le a"), "kit/vide.jsonl": b"{", "kit/x.docx": b"x"}))
    report = ingest([str(path)], tmp_path / "index", settings())
    assert report.documents == 1
    assert [s.source for s in report.skipped] == [f"{path}/kit/vide.jsonl", f"{path}/kit/x.docx"]
    assert "ligne 1" in report.skipped[0].reason
    _, manifest = open_manifest(tmp_path / "index")
    assert [entry.source for entry in manifest.documents] == [str(path)]
    path.write_bytes(packed({"b.txt": page("Le b")}))
    report = ingest([str(path)], tmp_path / "index", settings(), prune=True)
    assert (report.documents, report.added, report.removed) == (1, 1, 1)


def link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("lien.txt")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("../x.txt", page("X"), "hors de l'archive"),
        ("a/../../x.txt", page("X"), "hors de l'archive"),
        ("..\\x.txt", page("X"), "hors de l'archive"),
        ("/etc/x.txt", page("X"), "hors de l'archive"),
        ("C:\\x.txt", page("X"), "hors de l'archive"),
        ("C:x.txt", page("X"), "hors de l'archive"),
        ("\\\\serveur\\x.txt", page("X"), "hors de l'archive"),
        (link(), b"/etc/passwd", "lien"),
        ("nested.zip", packed({"x.txt": page("X")}), "archive dans l'archive"),
        ("nested.txt", packed({"x.txt": page("X")}), "archive dans l'archive"),
        ("empty.txt", b" \n", "vide"),
        ("bomb.txt", b"a" * 11_000_000, "démesuré"),
    ],
)
def test_a_file_that_is_not_safe_is_refused_alone(
    name: str | zipfile.ZipInfo, data: bytes, reason: str, tmp_path: Path
) -> None:
    before = os.listdir(tmp_path.parent)
    titles, skipped = read(packed({name: data, "a.txt": page("Le a")}))
    assert titles == ["Le a"]
    (told,) = skipped.values()
    assert reason in told
    assert os.listdir(tmp_path.parent) == before


def test_what_shrinks_much_and_is_small_is_read() -> None:
    titles, _ = read(packed({"a.txt": b"Le a\n\n" + b"mot " * 50_000}))
    assert titles == ["Le a"]


def test_other_compressions_are_refused() -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        titles, skipped = read(packed({"a.txt": page("A")}, method))
        assert titles == []
        assert "compression" in skipped["a.txt"]


def test_the_name_of_a_refused_file_is_said_on_one_line() -> None:
    _, skipped = read(packed({"../a\n\x1b[2J" + "b" * 500 + ".txt": page("A"), "a.txt": page("A")}))
    (name,) = skipped
    assert name.isprintable()
    assert len(name) <= 200


def test_a_place_beyond_any_file_is_a_broken_archive() -> None:
    extra = struct.pack("<HHQ", 1, 8, 2**63)
    member = zipfile.ZipInfo("b.txt")
    member.extra = extra
    data = bytearray(packed({"a.txt": page("Le a"), member: page("B")}, zipfile.ZIP_STORED))
    place = data.rfind(b"PK\x01\x02")
    data[place + 42 : place + 46] = b"\xff" * 4
    titles, skipped = read(bytes(data))
    assert titles == ["Le a"]
    assert "abîmé" in skipped["b.txt"]


def test_an_archive_of_more_text_than_fits_in_memory_gives_its_first_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "_MOST_SIGNS", 40)
    titles, skipped = read(packed({f"{n}.txt": page("T" * n) for n in (1, 2, 3)}))
    assert titles == ["T", "TT"]
    assert "découpez" in skipped["3.txt"]


# Where an entry of the central directory holds its flags, check sum and unpacked size.
_FLAGS, _CRC, _SIZE = 8, 16, 24


def altered(data: bytes, place: int, form: str, value: int) -> bytes:
    """The archive with one field of its last file changed in the central directory."""
    out = bytearray(data)
    struct.pack_into(form, out, data.rfind(b"PK\x01\x02") + place, value)
    return bytes(out)


@pytest.mark.parametrize(
    ("place", "form", "value", "reason"),
    [
        (_FLAGS, "<H", 1, "mot de passe"),
        (_CRC, "<I", 7, "abîmé"),
        (_SIZE, "<I", 10, "abîmé"),
    ],
)
def test_a_file_that_is_locked_or_lies_is_refused_alone(
    place: int, form: str, value: int, reason: str
) -> None:
    data = packed({"a.txt": page("Le a"), "b.txt": b"b" * 1_000_000})
    titles, skipped = read(altered(data, place, form, value))
    assert titles == ["Le a"]
    assert reason in skipped["b.txt"]


def many(_: pytest.MonkeyPatch) -> bytes:
    return packed({f"{n}.txt": b"x" for n in range(1_001)})


def crowded(_: pytest.MonkeyPatch) -> bytes:
    return packed({"a.txt": b"PK\x01\x02" * 20_001}, zipfile.ZIP_STORED)


def huge(monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(archive, "_MOST_TOTAL", 3_000_000)
    return packed({f"{n}.txt": page("T") * 100_000 for n in range(2)})


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (many, "1000 documents"),
        (crowded, "20000 fichiers"),
        (huge, "3 Mo"),
        (lambda _: packed({"photo.png": b"x"}), "aucun document"),
        (lambda _: packed({}), "aucun document"),
        (lambda _: packed({"a.txt": b"x"})[:-30], "abîmé"),
        (lambda _: b"PK\x03\x04", "abîmé"),
    ],
)
def test_an_archive_beyond_the_bounds_or_broken_is_refused_whole(
    make: Callable[[pytest.MonkeyPatch], bytes], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceError, match=reason):
        read_bytes("dossier.zip", make(monkeypatch))


def test_a_file_beyond_the_size_of_a_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000)
    _, skipped = read(packed({"a.txt": os.urandom(1_001)}))
    assert "démesuré" in skipped["a.txt"]
