"""Reads a .zip: its documents, in memory and within bounds; nothing is written to disk."""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath

from ingest.read import (
    MOST_BYTES,
    MOST_SIGNS,
    Page,
    Skipped,
    SourceError,
    is_document,
    named,
    read_bytes,
)

_MOST_DOCUMENTS = 1_000
_MOST_TOTAL = 300_000_000
_MOST_SIGNS = 5 * MOST_SIGNS
# Beyond this many entries the list of them is itself long to read.
_MOST_ENTRIES = 20_000
_ENTRY = b"PK\x01\x02"
# Text shrinks tenfold; what shrinks this much, and is not small, was made to fill the memory.
_MOST_RATIO = 200
_SMALL = 10_000_000
# What zipfile raises for bytes that are no sound archive.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError,
    OSError, OverflowError, ValueError,
)  # fmt: skip


def read(_name: str, data: bytes) -> Iterator[Page | Skipped]:
    """The documents of an archive by name, and which of its files cannot be read."""
    with open_zip(data) as archive:
        files = [f for f in archive.infolist() if not f.filename.endswith("/")]
        documents = [f for f in files if is_document(_path(f))]
        if len(documents) > _MOST_DOCUMENTS:
            raise SourceError(f"l'archive a plus de {_MOST_DOCUMENTS} documents : découpez-la")
        # No more of a file is ever unpacked than it declares.
        if sum(file.file_size for file in documents) > _MOST_TOTAL:
            raise SourceError(
                f"l'archive dépasse {_MOST_TOTAL // 1_000_000} Mo une fois décompressée : "
                "découpez-la"
            )
        signs = 0
        for file in sorted(documents, key=lambda f: f.filename):
            try:
                pages = _pages(_path(file).name, unpacked(archive, file))
                signs += sum(len(page.document.text) for page in pages if isinstance(page, Page))
                if signs > _MOST_SIGNS:
                    raise SourceError("l'archive a trop de texte avant lui : découpez-la")
                yield from pages
            except SourceError as error:
                yield Skipped(named(file.filename, 200), str(error))


def _path(file: zipfile.ZipInfo) -> PurePosixPath:
    # Windows writes its own separator at times.
    return PurePosixPath(file.filename.replace("\\", "/"))


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive that the bytes are; SourceError where they are none."""
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise SourceError(f"l'archive a plus de {_MOST_ENTRIES} fichiers : découpez-la")
    try:
        return zipfile.ZipFile(BytesIO(data))
    except BROKEN as error:
        raise SourceError(
            "le fichier est abîmé ou incomplet : ouvrez-le et enregistrez-le de nouveau"
        ) from error


def unpacked(archive: zipfile.ZipFile, file: zipfile.ZipInfo) -> bytes:
    """The bytes of one file of an archive; SourceError where it is not safe or not sound."""
    path = PureWindowsPath(file.filename)
    if path.anchor or ".." in path.parts:
        raise SourceError("son nom désigne un dossier hors de l'archive : refaites l'archive")
    if stat.S_ISLNK(file.external_attr >> 16):
        raise SourceError("c'est un lien : mettez le document lui-même dans l'archive")
    if file.flag_bits & 1:
        raise SourceError("il est protégé par mot de passe : refaites l'archive sans")
    if file.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError("sa compression n'est pas lue : refaites une archive .zip ordinaire")
    most = min(MOST_BYTES, max(_SMALL, _MOST_RATIO * file.compress_size))
    try:
        with archive.open(file) as stream:
            data = stream.read(most + 1)
    except BROKEN as error:
        raise SourceError("il est abîmé dans l'archive : refaites l'archive") from error
    if len(data) > most:
        raise SourceError("il est démesuré une fois décompressé : donnez-en une version légère")
    return data


def _pages(name: str, data: bytes) -> list[Page | Skipped]:
    """The documents of one file, all of them or none."""
    from ingest.read.kinds import reader

    if reader(name, data) is read:
        raise SourceError("c'est une archive dans l'archive : donnez-la à part")
    return read_bytes(name, data)
