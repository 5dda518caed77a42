"""Where else to look: the sections near a question that its answer does not quote."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields

from assistant.types import Answer, Citation, Closest
from corpus.types import Hit

_MOST = 3
# How far below the best passage a section may stand that an answer points to: what is beyond
# speaks of something else.
_NEAR = 2.4


def nearest(hits: Sequence[Hit]) -> tuple[Closest, ...]:
    """What a refusal points to: the best section of each document, at most three."""
    return _first(hits, lambda hit: (hit.document.document_id,))


def see_also(hits: Sequence[Hit], cited: Iterable[Citation]) -> tuple[Closest, ...]:
    """What an answer points to: sections nearly as good as the best that it does not quote."""
    quoted = {citation.section_id for citation in cited}
    least = max((hit.score for hit in hits), default=0.0) - _NEAR
    others = [hit for hit in hits if hit.score >= least and hit.section.section_id not in quoted]
    return _first(others, lambda hit: (hit.document.document_id, hit.heading))


def of_reply(replies: Sequence[Answer]) -> tuple[Closest, ...]:
    """What a message about a reply points to: the sections that the last reply with any quotes, or
    points to; at most three.
    """
    last = next((one for one in reversed(replies) if one.citations or one.closest), None)
    if last is None:
        return ()
    first: dict[tuple[str, str], Closest] = {}
    for one in last.citations or last.closest:
        found = Closest(**{field.name: getattr(one, field.name) for field in fields(Closest)})
        first.setdefault((one.document_id, one.heading), found)
    return tuple(first.values())[:_MOST]


def _first(hits: Iterable[Hit], name: Callable[[Hit], tuple[str, ...]]) -> tuple[Closest, ...]:
    """The first hit of each name."""
    first: dict[tuple[str, ...], Hit] = {}
    for hit in hits:
        first.setdefault(name(hit), hit)
    return tuple(map(_closest, list(first.values())[:_MOST]))


def _closest(hit: Hit) -> Closest:
    document = hit.document
    return Closest(
        document_id=document.document_id,
        source_kind=document.source_kind,
        kit=document.kit,
        edition=document.edition,
        fiche=document.fiche,
        title=document.title,
        heading=hit.heading,
        section_id=hit.section.section_id,
        url=document.url,
        updated=document.updated,
    )
