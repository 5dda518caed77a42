"""How answers and passages leave the commands: as JSON objects, as text for a terminal."""

from collections.abc import Sequence
from typing import Any

from assistant.types import Answer
from assistant.wording import SUGGESTED, closest_head, notice, place, places
from corpus.types import NOTICES, Hit


def hit_json(hit: Hit) -> dict[str, Any]:
    """A passage found, as plain JSON values."""
    return {
        "rank": hit.rank,
        "document_id": hit.document.document_id,
        "section_id": hit.section.section_id,
        "passage_id": hit.passage.passage_id,
        "score": round(hit.score, 4),
        "title": hit.document.title,
        "heading": hit.heading,
        "source_kind": hit.document.source_kind,
        "text": hit.text,
        "also_in": list(hit.passage.also_in),
        "newer_in": hit.passage.newer_in,
    }


def hits_text(hits: Sequence[Hit]) -> str:
    """Passages found, for a terminal."""
    return "\n\n".join(
        f"{hit.rank}. {place(hit.document, hit.heading)}{notice(hit.document)}\n{hit.text}"
        for hit in hits
    )


def shown(answer: Answer) -> str:
    """An answer with its sources, for a terminal."""
    lines = [answer.text]
    if answer.citations:
        lines += ["", "Sources :"]
    for c, where in zip(answer.citations, places(answer.citations), strict=True):
        lines.append(f"[{c.number}] {where}{notice(c)} {c.url}".rstrip())
    lines += [f"À vérifier : {w.text}" for w in answer.warnings if w.code not in NOTICES]
    if answer.closest:
        lines.append(f"{closest_head(answer)} :")
        lines += [f"- {place(c, c.heading)}{notice(c)} {c.url}".rstrip() for c in answer.closest]
    if answer.suggestions:
        lines.append(f"{SUGGESTED} :")
        lines += [f"- {one.question}" for one in answer.suggestions]
    return "\n".join(lines)
