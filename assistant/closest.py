"""Where else to look: the sections near a question that its answer does not quote."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import TypeVar

from assistant.types import Answer, Citation, Closest
from corpus.types import Hit

_MOST = 3
# How far below the best passage a section may stand that an answer or a refusal points to: what is
# beyond speaks of something else. Of 94 near misses of `tune` that are refused, 68 are pointed to
# their page among 274 sections that the bound of refusals makes 175, with 65.
_NEAR_ANSWER = 2.4
_NEAR_REFUSAL = 1.5
_Found = TypeVar("_Found")


def nearest(found: Iterable[Sequence[Hit]]) -> tuple[Closest, ...]:
    """What a refusal points to, of what was found for each question: the best section of each
    document that is nearly as good as the best of all, at most three.
    """
    near = [hit for hits in found for hit in _nearly_best(hits, _NEAR_REFUSAL)]
    return tuple(map(_closest, _first(near, lambda hit: (hit.document.document_id,))))


def see_also(hits: Sequence[Hit], cited: Iterable[Citation]) -> tuple[Closest, ...]:
    """What an answer points to: sections nearly as good as the best that it does not quote."""
    quoted = {citation.section_id for citation in cited}
    near = _nearly_best(hits, _NEAR_ANSWER)
    others = [hit for hit in near if hit.section.section_id not in quoted]
    first = _first(others, lambda hit: (hit.document.document_id, hit.heading))
    return tuple(map(_closest, first))


def of_reply(replies: Sequence[Answer]) -> tuple[Closest, ...]:
    """What a message about a reply points to: the sections that the last reply with any quotes, or
    points to; at most three.
    """
    last = next((one for one in reversed(replies) if one.citations or one.closest), None)
    told: Sequence[Citation | Closest] = (last.citations or last.closest) if last else ()
    return tuple(map(_pointed_to, _first(told, lambda one: (one.document_id, one.heading))))


def _nearly_best(hits: Sequence[Hit], within: float) -> list[Hit]:
    least = max((hit.score for hit in hits), default=0.0) - within
    return [hit for hit in hits if hit.score >= least]


def _first(found: Iterable[_Found], name: Callable[[_Found], tuple[str, ...]]) -> list[_Found]:
    """The first of each name, of at most three."""
    first: dict[tuple[str, ...], _Found] = {}
    for one in found:
        first.setdefault(name(one), one)
    return list(first.values())[:_MOST]


def _pointed_to(one: Citation | Closest) -> Closest:
    return Closest(**{field.name: getattr(one, field.name) for field in fields(Closest)})


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
