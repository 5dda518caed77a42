"""Hostile files in a folder: each gets one line, the others go in, in little memory and offline."""

import http.server
import io
import os
import re
import resource
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pypandoc
import pytest

from corpus.index import open_documents, open_manifest
from tests.conftest import ROOT
from tests.ingest.test_kinds import OLD
from tests.ingest.test_office import LAUGHS, changed, is_body
from tests.ingest.test_pdf import LOCK, TEXT, sheet
from tests.long.test_hostile import HTML, LONG, MARKDOWN, MOST_MEMORY


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    """The address of a site on this machine, and which of its pages were asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def line(file: Path) -> None:
    """200 MB of text in one line; nothing is written for the most part of it."""
    with open(file, "wb") as out:
        out.write(b"Un titre\n\nmot ")
        out.truncate(200_000_000)


def long(file: Path) -> None:
    """As much text in one line as is not refused by its size alone."""
    file.write_bytes(b"Un titre\n\n" + b"mot " * 24_000_000)


def of_zeros(file: Path, members: int, declared: int) -> None:
    """An archive of texts of 3.4 GB each, which it declares to be of so many bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    ten_million = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    stream = ten_million * 340 + packer.flush()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(members):
            archive.writestr(f"{number}.txt", stream)
    data = bytearray(packed.getvalue())
    # Where a member's headers hold how it is packed and its size.
    for mark, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            struct.pack_into("<H", data, found.start() + method, zipfile.ZIP_DEFLATED)
            struct.pack_into("<I", data, found.start() + size, declared)
    file.write_bytes(data)


def traversal(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evade.txt", "Un titre\n\nTexte.")


def laughs(file: Path) -> None:
    pypandoc.convert_text(MARKDOWN, "docx", "markdown", outputfile=str(file))
    data = changed(file.read_bytes(), lambda n, p: LAUGHS + p if is_body(n) else p)
    file.write_bytes(data)


def calls(file: Path) -> None:
    """A note of 100 kB that is called 3,000 times."""
    pypandoc.convert_text(MARKDOWN, "docx", "markdown", outputfile=str(file))
    call = b'<w:p><w:r><w:footnoteReference w:id="9"/></w:r></w:p>' * 3_000

    def change(name: str, part: bytes) -> bytes:
        if name == "word/footnotes.xml":
            return part.replace("Délibération".encode(), b"x" * 100_000)
        return part.replace(b"<w:sectPr", call + b"<w:sectPr", 1) if is_body(name) else part

    file.write_bytes(changed(file.read_bytes(), change))


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "ligne.txt": (line, "dépasse 100 Mo"),
    "longue.txt": (long, "10 millions de signes"),
    "bombe.zip": (partial(of_zeros, members=3, declared=3_400_000_000), "dépasse 300 Mo"),
    "menteur.zip": (partial(of_zeros, members=1, declared=100), "0.txt : il est abîmé"),
    "evade.zip": (traversal, "hors de l'archive"),
    "rires.docx": (laughs, "entités XML"),
    "verrou.pdf": (lambda file: file.write_bytes(sheet(TEXT, encrypt=LOCK)), "mot de passe"),
    "demi.pdf": (lambda file: file.write_bytes(sheet(TEXT)[: len(sheet(TEXT)) // 2]), "incomplet"),
    "verrou.docx": (
        lambda file: file.write_bytes(OLD + "EncryptedPackage".encode("utf-16-le")),
        "mot de passe",
    ),
}
if LONG:
    HOSTILE["appels.docx"] = (calls, "trop (?:lourd|long)")


def memory(process: int) -> int:
    """The bytes that a process and those it started hold now."""
    try:
        held = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # ended meanwhile
        return 0
    return held * resource.getpagesize() + sum(memory(int(child)) for child in children)


def test_each_hostile_file_gets_one_line_and_the_others_go_in(
    tmp_path: Path, site: tuple[str, list[str]], offline: dict[str, str]
) -> None:
    address, asked = site
    folder, index = tmp_path / "folder", tmp_path / "index"
    folder.mkdir()
    (folder / "bon.md").write_text("# Le bon\n\nUn bon texte.")
    remote = f'<img src="{address}/i"><link rel="stylesheet" href="{address}/s">'
    remote += f'<script src="{address}/j"></script><iframe src="{address}/f"></iframe></head>'
    (folder / "page.html").write_text(HTML.replace("</head>", remote))
    damaged = HTML.replace("Rivebourg", "Octet").encode().replace("prête".encode(), b"pr\xc3te")
    (folder / "octet.html").write_bytes(damaged)
    (folder / os.fsdecode(b"caf\xe9.md")).write_text("# Le café\n\nTexte.")
    for name, (make, _) in HOSTILE.items():
        make(folder / name)
    command = [sys.executable, "-m", "tests.stand_in", "ingest", str(folder), "--index", str(index)]
    with (
        open(tmp_path / "said", "w+") as stderr,
        subprocess.Popen(command, cwd=ROOT, env=offline, stderr=stderr) as ingesting,
    ):
        peak = 0
        while ingesting.poll() is None:
            peak = max(peak, memory(ingesting.pid))
            time.sleep(0.01)
    told_all = (tmp_path / "said").read_text().splitlines()
    assert ingesting.returncode == 1, told_all
    said = [x for x in told_all if not x.startswith("Passages vectorisés")]
    assert len(said) == len(HOSTILE) + 1
    assert f"Non lu : {folder}/caf .md : son nom contient des signes illisibles" in "".join(said)
    for name, (_, reason) in HOSTILE.items():
        (told,) = [x for x in said if x.startswith(f"Non lu : {folder}/{name}")]
        assert re.search(reason, told)
        assert told.endswith(".")
    texts = {d.title: d.text for d in open_documents(index, open_manifest(index)[1]).values()}
    assert texts.keys() == {"Le bon", "Les ateliers de Rivebourg", "Les ateliers de Octet"}
    assert "La commune pr\ufffdte un local" in texts["Les ateliers de Octet"]
    assert "non" not in "".join(texts.values()).split()
    assert asked == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "index", "said"]
    assert 0 < peak < MOST_MEMORY
