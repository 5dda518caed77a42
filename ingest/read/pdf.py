"""Reads PDF guides: what a child process makes of the pages becomes one document with pages.

PDFium is native code, and a few hundred bytes can make it take all memory or never end: it runs
apart, within bounds, so that no file takes the ingest with it.
"""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.types import Document
from ingest.build import Block, assemble
from ingest.read import Page, SourceError
from ingest.read.fields import Fields, document

log = logging.getLogger(__name__)

# Of the processor, for a machine may be busy; two thousand laid-out pages take 72 s and 410 MB.
MOST_SECONDS = 240
MOST_MEMORY = 1_000_000_000
_ROOT = Path(__file__).parent.parent.parent
_BROKEN = (
    "le PDF est abîmé ou trop lourd à lire : ouvrez-le et enregistrez-le de nouveau "
    "(« imprimer en PDF »)"
)
# What programs put in place of a title that nobody gave.
_NO_TITLE = re.compile(r"\.\w{2,5}$|^Microsoft \w+ - |^(?:untitled|sans titre|about:blank)\b", re.I)


def read(name: str, data: bytes) -> Iterator[Page]:
    """The document of a PDF file, with the offset at which each page begins."""
    # A file that was cut may hold whole pages still: the rest would be missing unseen.
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-2048:]:
        raise SourceError("le PDF est incomplet (sa fin manque) : téléchargez-le de nouveau")
    found = _in_child(data)
    if "refused" in found:
        raise SourceError(found["refused"])
    information = "" if _NO_TITLE.search(found["information"]) else found["information"]
    title = found["title"] or information or Path(name).stem
    yield Page(_paged(title, [Block(*block) for block in found["blocks"]]), form="pdf")


def _in_child(data: bytes) -> dict[str, Any]:
    """What `main` writes, run in a process of its own on these bytes."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ingest.read.pdf"],
            cwd=_ROOT,
            input=data,
            capture_output=True,
            timeout=5 * MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(_BROKEN) from error
    if done.returncode != 0:
        log.info(
            "reading a PDF ended with %d: %s",
            done.returncode,
            done.stderr[-2000:].decode("utf-8", "replace"),
        )
        raise SourceError(_BROKEN)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _paged(title: str, marked: list[Block]) -> Document:
    """The document of blocks in whose text a form feed marks where each page begins."""
    text, _ = assemble("", marked)
    starts = tuple(mark.start() - before for before, mark in enumerate(re.finditer("\f", text)))
    plain = [Block(b.level, b.heading.replace("\f", ""), b.body.replace("\f", "")) for b in marked]
    return replace(document(Fields(title=title), plain), pages=starts)


def main() -> None:
    """Read a PDF from standard input, within bounds; write its title and blocks as JSON."""
    from ingest.read.pdf_layout import lay_out
    from ingest.read.pdf_text import extract

    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found: dict[str, Any]
    try:
        information, sheets = extract(sys.stdin.buffer.read())
        title, blocks = lay_out(sheets)
        found = {
            "information": information,
            "title": title,
            "blocks": [[b.level, b.heading, b.body] for b in blocks],
        }
    except SourceError as error:
        found = {"refused": str(error)}
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()
