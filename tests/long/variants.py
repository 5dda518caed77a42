"""How a valid sample becomes a damaged or hostile one, the same for the same seed."""

import json
import re
from collections.abc import Callable
from typing import Any

from tests.long import packed
from tests.long.damage import ODD, Chance, damaged

_TEXTS = [
    *("", " ", "\u0000", "\u200b", "\x07\x1b[2J", "a\nb", "\u2028", "\U0010ffff", "é" * 30_000),
    *("../../x", "javascript:x", "http://", "file:///etc/passwd", "-1", "2026-02-30", "<p>", "[1]"),
]
_VALUES: list[Any] = [
    *(None, True, -1, 0, 10**30, 1.5, float("inf"), [], {}, [[]], ["x", None], {"id": {}}),
    *("\ud800", *_TEXTS),
]


def variant(kind: str, sample: bytes, seed: int) -> bytes:
    """The sample at seed 0, else damaged at one to six places: by bytes, or inside its form."""
    if seed == 0:
        return sample
    chance = Chance(f"{kind} {seed}")
    return damaged(sample, chance) if seed % 2 else _INSIDE[kind](sample, chance)


def _markup(data: bytes, chance: Chance) -> bytes:
    """HTML whose tags and texts are dropped, repeated, swapped, left open or filled."""
    pieces = re.split(rb"(<[^>]*>)", data)
    for _ in range(chance.randint(1, 6)):
        a, b = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        change = chance.randrange(5)
        if change == 0:
            pieces[a : a + chance.choice((1, 1, 20))] = []
            pieces = pieces or [b"<p>"]
        elif change == 1:
            pieces[a] *= chance.choice((2, 30, 400))
        elif change == 2:
            pieces[a], pieces[b] = pieces[b], pieces[a]
        elif change == 3:
            pieces.insert(a, chance.choice(ODD) * chance.choice((1, 1, 50)))
        else:
            pieces[a:a] = pieces[b : b + chance.choice((1, 10))]
    return b"".join(pieces)


def _json_lines(data: bytes, chance: Chance) -> bytes:
    """JSON lines in which values, at any depth, are of another type or odd."""
    lines = [json.loads(line) for line in data.split(b"\n") if line]
    for _ in range(chance.randint(1, 3)):
        line = chance.choice(lines)
        holder = line
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            key = chance.choice(keys) if keys else None
            if key is None:
                break
            if isinstance(holder[key], (dict, list)) and holder[key] and chance.random() < 0.7:
                holder = holder[key]
                continue
            if isinstance(holder, dict) and chance.random() < 0.15:
                del holder[key]
            else:
                holder[key] = chance.choice(_VALUES)
            break
    return b"\n".join(json.dumps(line).encode() for line in lines)


def _table(data: bytes, chance: Chance) -> bytes:
    """A table of which cells are odd, missing or one too many."""
    rows = [line.split(";") for line in data.decode().split("\n")]
    for _ in range(chance.randint(1, 2)):
        row = chance.choice(rows)
        place = chance.randrange(len(row) + 1)
        row[place : place + chance.randint(0, 1)] = [chance.choice([*_TEXTS, "31/02/2026"])]
    return "\n".join(";".join(row) for row in rows).encode()


def _lines(data: bytes, chance: Chance) -> bytes:
    """A text whose lines are dropped, repeated, swapped, indented, or given odd values."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 5)):
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        change = chance.randrange(6)
        if change == 0:
            lines[a : a + chance.choice((1, 4))] = [b""]
        elif change == 1:
            lines[a:a] = [lines[b]] * chance.choice((1, 5, 500))
        elif change == 2:
            lines[a], lines[b] = lines[b], lines[a]
        elif change == 3:
            lines[a] = (
                chance.choice((b"> ", b"- ", b"# ", b"    ", b"[")) * chance.choice((1, 9, 300))
                + lines[a]
            )
        elif change == 4:
            name, colon, _ = lines[a].partition(b":")
            odd = chance.choice([*_TEXTS, "2026-13-45", "[a, {b: *c}]", "!!python/none x", "0x_"])
            lines[a] = name + colon + b" " + odd.encode()
        else:
            lines[a] += chance.choice(ODD)
    return b"\n".join(lines)


_INSIDE: dict[str, Callable[[bytes, Chance], bytes]] = {
    "html": _markup,
    "pdf": packed.pdf,
    "docx": packed.office,
    "odt": packed.office,
    "md": _lines,
    "txt": _lines,
    "jsonl": _json_lines,
    "faq.jsonl": _json_lines,
    "csv": _table,
    "zip": packed.archive,
}
