"""How bytes are damaged, whatever they mean."""

import random

# Bytes that mean something to a parser, or are no text.
ODD = [
    *(b"\x00", b"\xff", b"\xed\xa0\x80", b"\x1b[31m", b"\r", b"\t", b"\xc2\x85", b"\xe2\x80\xa8"),
    *(b"<", b"&#x1;", b"&x;", b"<!--", b"<![CDATA[", b"<!DOCTYPE x>", b"<?x", b"</p>", b"<table>"),
    *(b"---\n", b"```\n", b'"', b"{", b"[[[[", b"\\ud800", b"PK\x03\x04", b"PK\x01\x02", b"%%EOF"),
    *(
        b"-1",
        b"0",
        b"65536",
        b"99999999999999999999",
        b"1e999",
        b"NaN",
        b"2026-13-45",
        b"<<",
        b">>",
    ),
    *(b"stream\n", b"endobj\n", b"1 0 R", b"/Kids", b"/Length 0", b"x" * 5000, b"\n" * 3000),
]
Chance = random.Random


def damaged(data: bytes, chance: Chance) -> bytes:
    """Bytes changed, dropped, cut off, repeated, moved, reversed or given in place of others."""
    for _ in range(chance.randint(1, 4)):
        start, place = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        end = min(place, start + chance.choice((1, 8, 64, 1024)))
        before, some, after = data[:start], data[start:end], data[end:]
        change = chance.randrange(8)
        if change == 0:
            some = chance.randbytes(len(some))
        elif change == 1:
            some = b""
        elif change == 2:
            after = b""
        elif change == 3:
            some *= chance.choice((2, 5, 300))
        elif change == 4:
            after = data[end:place] + some + data[place:]
        elif change == 5:
            some = some[::-1]
        elif change == 6:
            some = bytes(byte ^ 1 << chance.randrange(8) for byte in some[:1]) + some[1:]
        else:
            some = chance.choice(ODD) + chance.choice((b"", some))
        data = before + some + after or b"\n"
    return data
