"""Reads the variants of one sample in a process of its own, and writes what became of each.

`python -m tests.long.reading KIND SAMPLE FIRST END` writes a JSON line a variant: its seed, what is
wrong with what the reader gave (empty where nothing is), whether it was refused; at last the peak
memory of this process and of the largest that it started together, in bytes. A variant that takes
longer than `MOST_SECONDS` ends the process.
"""

import json
import re
import resource
import signal
import sys
import traceback
from pathlib import Path
from unicodedata import category

from corpus.types import Document
from ingest.read import Page, SourceError, read_bytes
from tests.long.variants import variant

MOST_SECONDS = 60
_MOST_SIGNS = 400


def wrong_document(document: Document) -> str:
    """Which property of every stored document this one lacks, or nothing."""
    text, title = document.text, document.title
    names = [document.document_id, title]
    names += [name for s in document.sections for name in (s.section_id, s.heading, *s.path)]
    if not title.strip() or not text.strip() or not document.sections:
        return "no title, text or section"
    if any(category(c) in ("Cc", "Cs") for c in text.replace("\n", "") + "".join(names)):
        return "control characters or half characters"
    end = 0
    for section in document.sections:
        if not end <= section.start < section.end <= len(text):
            return "sections out of order or out of the text"
        if not text[section.start : section.end].strip():
            return "an empty section"
        end = section.end
    if list(document.pages) != sorted(document.pages) or max(document.pages, default=0) > len(text):
        return "pages out of order or out of the text"
    return "" if all(name.strip() for name in names[:2]) else "no id"


def wrong_reason(reason: str) -> str:
    """What keeps a reason from being one clear sentence, or nothing."""
    if not reason.isprintable() or len(reason) > _MOST_SIGNS:
        return f"not one short line: {reason[:200]!r}"
    return "" if len(reason.split()) >= 3 and not reason.endswith(".") else f"unclear: {reason}"


def outcome(name: str, data: bytes) -> tuple[str, bool]:
    """What is wrong with what these bytes give, and whether they are refused."""
    try:
        found = read_bytes(name, data)
    except SourceError as error:
        return wrong_reason(str(error)), True
    except Exception:
        return traceback.format_exc(limit=-3), False
    for one in found:
        wrong = (
            wrong_document(one.document)
            if isinstance(one, Page)
            else wrong_reason(f"{one.source} : {one.reason}")
        )
        if wrong:
            return wrong, False
    return "", False


def say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main(kind: str, sample: Path, first: int, end: int) -> None:
    data = sample.read_bytes()
    name = f"source.{kind.rpartition('.')[2]}"
    for seed in range(first, end):
        say({"seed": seed})
        damaged = variant(kind, data, seed)
        signal.alarm(MOST_SECONDS)
        wrong, refused = outcome(name, damaged)
        signal.alarm(0)
        say({"seed": seed, "wrong": wrong, "refused": refused})
    # What the system counts of this process in getrusage begins with its parent's.
    own = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    say({"peak": (int(own[1]) + largest if own else 0) << 10})


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
