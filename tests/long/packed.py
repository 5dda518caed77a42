"""How files that are packed are damaged inside: office documents, archives, PDF."""

import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from tests.long.damage import Chance, damaged

_DEEP = etree.XMLParser(huge_tree=True, resolve_entities=False)
# A packed stream, its entries before the length and what it holds.
_PACKED = re.compile(rb"(/Filter/FlateDecode)/Length \d+>>stream\n(.*?)\nendstream", re.S)


def office(data: bytes, chance: Chance) -> bytes:
    """An office file, one or two of whose parts are damaged and packed again."""
    parts = _unpacked(data)
    names = [name for name, part in parts.items() if part and name.endswith((".xml", ".rels"))]
    body = [name for name in names if name.endswith(("document.xml", "content.xml"))]
    for name in [chance.choice(body), chance.choice(names)][: chance.randint(1, 2)]:
        damage = chance.choice((_tree, _tree, _tree, damaged))
        parts[name] = damage(parts[name], chance)
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    return _packed(parts)


def _tree(data: bytes, chance: Chance) -> bytes:
    """XML that is still well formed: elements dropped, repeated, moved, nested, renamed."""
    try:
        root = etree.fromstring(data, _DEEP)
    except etree.XMLSyntaxError:  # damaged already
        return data
    for _ in range(chance.randint(1, 6)):
        element, other = (chance.choice(list(root.iter("*"))) for _ in range(2))
        if element is not root:
            _change(element, other, chance)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _change(element: Any, other: Any, chance: Chance) -> None:
    change = chance.randrange(7)
    if change == 0:
        element.getparent().remove(element)
    elif change == 1:
        for _ in range(chance.choice((1, 3, 200))):
            element.addnext(_copy(element))
    elif change == 2 and element not in other.iterancestors() and element is not other:
        other.append(element)
    elif change == 3 and len(_copy(element)) < 50:
        for _ in range(chance.choice((1, 10, 300))):
            outer = etree.Element(element.tag)
            element.addprevious(outer)
            outer.append(element)
    elif change == 4:
        element.tag = other.tag
    elif change == 5 and element.attrib:
        name = chance.choice(list(element.attrib))
        element.set(name, chance.choice(("", "-1", "99999999999", "x" * 3000, "é\n")))
    else:
        element.text = chance.choice(("", "\t", "x" * 9000, "\u0085\u2028", "\U0010fffd"))


def _copy(element: Any) -> Any:
    return etree.fromstring(etree.tostring(element, with_tail=False), _DEEP)


def archive(data: bytes, chance: Chance) -> bytes:
    """An archive of which one member is damaged, or named or packed another way."""
    parts = _unpacked(data)
    name = chance.choice(list(parts))
    part = parts.pop(name)
    change = chance.randrange(3)
    if change == 0:
        part = damaged(part, chance)
    elif change == 1:
        name = chance.choice(("../", "/", "a\n", "C:", "\\\\x\\", "\x1b[2J", "é" * 200)) + name
    parts[name] = part
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
    return _packed(parts, method)


def pdf(data: bytes, chance: Chance) -> bytes:
    """A PDF, what its packed streams hold damaged and packed again, or its objects' entries."""
    if chance.random() < 0.3:
        words = re.split(rb"(/[A-Za-z]+|\d+)", data)
        for _ in range(chance.randint(1, 5)):
            a, b = chance.randrange(len(words)), chance.randrange(len(words))
            words[a] = chance.choice((words[b], b"-1", b"0", b"99999999999", b"1e30", b"null"))
        return b"".join(words)
    one = chance.choice(list(_PACKED.finditer(data)))
    made = zlib.compress(chance.choice((_operators, damaged))(zlib.decompress(one[2]), chance))
    head = b"%b/Length %d>>stream\n" % (one[1], len(made))
    return data[: one.start()] + head + made + b"\nendstream" + data[one.end() :]


def _operators(content: bytes, chance: Chance) -> bytes:
    """A page's operators and operands swapped, repeated or made odd."""
    words = content.split(b" ")
    for _ in range(chance.randint(1, 8)):
        a, b = chance.randrange(len(words)), chance.randrange(len(words))
        odd = (b"-1", b"0", b"1e30", b"999999", b"q", b"BT", b"ET", b"[", b"(", b"<d83d>", b"Do")
        words[a] = chance.choice((words[b], *odd))
        words[a:a] = words[b : b + chance.choice((0, 0, 5))] * chance.choice((1, 2, 200))
    return b" ".join(words)


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()
