"""How headings and bodies become one stored text with sections that know their offsets."""

import re
from dataclasses import dataclass

from corpus.text import fold
from corpus.types import Section, SectionKind

_RESOURCES = re.compile(
    r"ressources? (pour|a) |pour aller plus loin|^ressources?$|bibliographie|a lire aussi"
    # A table of contents names what a guide treats, and says none of it.
    r"|^sommaire"
)
# A heading that only announces the list of levers below it: no use in a heading path.
_LEVERS = re.compile(r"leviers? d'actions?( possibles?)?\s*:?$")
_INFINITIVE = re.compile(
    r"^(?:(?:s|co|re|pre)['-])?(?:se )?"
    r"(?:[a-z-]+(?:er|ir|oir|ttre|aitre|crire|uire|ndre|vre)|faire)\b"
)
_NUMBERED = re.compile(r"^(?:levier\s*(?:n°\s*)?\d+|\d{1,2}\s*[.)])\s*")
_EXAMPLE = re.compile(
    r"^(?:l'exemple|un exemple|exemple|focus|zoom|(?:la |une )?(?:scic|scop))\b"
    r"|\(\d{2,3}[ab]?(?:/\d{2,3})*\)\s*$"  # a département's number ends the heading
)


@dataclass(frozen=True, slots=True)
class Block:
    """One heading with the text under it, before its place in the document is known.

    `level` counts from 1; an introduction has level 0 and no heading.
    """

    level: int
    heading: str
    body: str
    section_id: str = ""


def heading_kind(heading: str) -> SectionKind:
    """What a heading announces: resources, a lever (an infinitive), an example, or plain text."""
    folded = fold(heading).strip(" :")
    if _RESOURCES.search(folded):
        return "resources"
    if _EXAMPLE.search(folded):
        return "example"
    if _INFINITIVE.match(_NUMBERED.sub("", folded)):
        return "lever"
    return "text"


def announces_levers(heading: str) -> bool:
    """Whether a heading is « Plusieurs leviers d'actions possibles » or the like."""
    return _LEVERS.search(fold(heading)) is not None


def assemble(document_id: str, blocks: list[Block]) -> tuple[str, tuple[Section, ...]]:
    """The stored text of the blocks in order, and its sections."""
    parts: list[str] = []
    length = 0
    sections: list[Section] = []
    above: list[tuple[int, str, SectionKind]] = []
    for number, block in enumerate(blocks, 1):
        for text in (block.heading, block.body):
            if text:
                length += 2 if parts else 0
                parts.append(text)
                length += len(text)
        above = [entry for entry in above if entry[0] < block.level]
        kind = heading_kind(block.heading) if block.heading else "text"
        inside = above[-1][2] if above else "text"
        if kind == "text" and inside in ("lever", "resources"):
            # What stands under a lever and is no lever itself illustrates it.
            kind = "example" if inside == "lever" else "resources"
        if block.body:
            sections.append(
                Section(
                    section_id=block.section_id or f"{document_id}#{number}",
                    heading=block.heading.rstrip(" :\u00a0"),
                    path=tuple(h for _, h, _ in above if not announces_levers(h)),
                    kind=kind,
                    start=length - len(block.body),
                    end=length,
                )
            )
        if block.heading:
            above.append((block.level, block.heading.rstrip(" :\u00a0"), kind))
    return "\n\n".join(parts), tuple(sections)
