"""Which passages a reply cites: those that are ticked, each named by its mark in the text."""

from collections.abc import Iterable, Sequence

from assistant.records.replying import marks_of, own_citations
from assistant.records.types import QueueRow
from assistant.types import Citation
from assistant.wording import cited_name, own_heading
from corpus.errors import AssistantError


def cited_choices(row: QueueRow, begun: str = "") -> tuple[list[tuple[str, str]], list[str]]:
    """The passages to choose from, and those that the draft cites or, begun anew, the text does."""
    own = own_citations(row)
    drafted = row.answer.citations if row.answer else ()
    choices = []
    for citation in own:
        kind = "" if citation in drafted else "Passage pour le juriste\u00a0: "
        place = f"{cited_name(citation)} › {own_heading(citation.heading)}"
        choices.append((f"[{citation.number}] {kind}{place}", _name(citation)))
    marked = marks_of(begun)
    chosen = [one for one in own if one.number in marked] if begun else drafted
    return choices, [_name(one) for one in chosen]


def cited(row: QueueRow, text: str, ticked: Sequence[str]) -> list[Citation]:
    """The ticked passages; AssistantError where they are not the ones that the text marks."""
    chosen = [one for one in own_citations(row) if _name(one) in ticked]
    marked, numbers = marks_of(text), [one.number for one in chosen]
    if lost := _listed(number for number in marked if number not in numbers):
        raise AssistantError(
            f"Aucun passage n'est coché pour {lost}, rien n'a été envoyé : cochez sous la réponse "
            f"ce qu'elle cite, ou retirez-en {lost}."
        )
    if text.strip() and (unused := _listed(n for n in numbers if n not in marked)):
        raise AssistantError(
            f"La réponse ne cite pas {unused}, pourtant parmi les passages cochés, rien n'a été "
            f"envoyé : écrivez {unused} là où elle s'y appuie, ou décochez ce qu'elle ne cite pas."
        )
    return chosen


def _name(citation: Citation) -> str:
    """What the page calls the choice of a passage, as its tooltip."""
    return f"Passage n° {citation.number}"


def _listed(numbers: Iterable[int]) -> str:
    """The marks of these numbers: « [1], [2] et [3] »."""
    *most, last = [f"[{number}]" for number in numbers] or [""]
    return f"{', '.join(most)} et {last}" if most else last
