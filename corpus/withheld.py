"""Which documents may not be cited although the index still holds them."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.clock import today
from corpus.errors import AssistantError
from corpus.types import Document
from corpus.whole import write_whole

FILE = "withheld.json"
# How long one waits for another process that writes the file, in seconds.
_WAIT = 20

# The last day on which each document may be cited, None for no day at all.
Ends = dict[str, date | None]


def withhold(index: Path, ends: Mapping[str, date | None]) -> None:
    """Say at once, to every process, until which day these documents may be cited.

    None is no more at all, `date.max` without an end. Where there is no index there is nothing to
    do. Raises AssistantError where this cannot be written.
    """
    _change(index, lambda before: before | dict(ends))


def release(index: Path, names: Iterable[str]) -> None:
    """Forget what was said of these documents, which have left the index or stand in it anew."""
    gone = set(names)
    _change(index, lambda before: {name: end for name, end in before.items() if name not in gone})


def read_withheld(index: Path) -> Ends:
    """Until which day documents may be cited; AssistantError where the file is damaged."""
    try:
        return parse_withheld((index / FILE).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        # Taken for empty, it would let withdrawn answers be cited.
        raise AssistantError(
            f"Le fichier « {index / FILE} », qui dit ce qui ne doit plus être cité, ne peut pas "
            "être lu : supprimez-le, puis publiez de nouveau les réponses des juristes."
        ) from error


def parse_withheld(data: bytes) -> Ends:
    """What the bytes of such a file say; ValueError where they do not."""
    from pydantic import TypeAdapter

    return TypeAdapter(Ends).validate_json(data)


def dump_withheld(ends: Ends) -> bytes:
    """The bytes of such a file."""
    plain = {name: end.isoformat() if end else None for name, end in sorted(ends.items())}
    return json.dumps(plain, ensure_ascii=False, indent=1).encode()


def ended(document: Document, ends: Ends, day: date) -> bool:
    """Whether a document may not be cited on a day.

    A jurist's answer holds no longer than its own end says; another document is cited after its
    end, with a reservation.
    """
    name = document.document_id
    if name in ends and (ends[name] or date.min) < day:
        return True
    own = document.valid_until if document.source_kind == "jurist" else ""
    return bool(own) and date.fromisoformat(own) < day


class Withheld:
    """The documents of a generation that may not be cited now, as the file changes."""

    def __init__(self, index: Path, documents: Iterable[Document], today: date | None) -> None:
        """`today` is the day that counts, else the present one in Paris."""
        self._index = index
        self._documents = tuple(documents)
        self._today = today
        self._stamp: object = None
        self._names: frozenset[str] = frozenset()

    def names(self) -> frozenset[str]:
        """The ids of these documents; AssistantError where the file is damaged."""
        day = today(self._today)
        stamp = (day, _stamp(self._index / FILE))
        if stamp != self._stamp:
            ends = read_withheld(self._index)
            gone = (d.document_id for d in self._documents if ended(d, ends, day))
            self._names = frozenset(gone)
            # Last, so that no other thread takes the names before for those of this stamp.
            self._stamp = stamp
        return self._names


def _stamp(file: Path) -> tuple[int, ...]:
    """What differs as soon as another file took this one's place."""
    try:
        found = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError:
        return (-1,)  # reading it says why
    return found.st_ino, found.st_mtime_ns, found.st_size


def _change(index: Path, change: Callable[[Ends], Ends]) -> None:
    if not index.is_dir():
        return
    try:
        with FileLock(index / "withheld.lock", timeout=_WAIT):
            before = read_withheld(index)
            after = {n: end for n, end in change(before).items() if end != date.max}
            if after != before:
                write_whole(index / FILE, dump_withheld(after))
    except (OSError, Timeout) as error:
        raise AssistantError(
            f"Le fichier « {index / FILE} », qui dit ce qui ne doit plus être cité, ne peut pas "
            "être écrit, et rien n'a été changé : vérifiez les droits et la place libre."
        ) from error
