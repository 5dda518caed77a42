"""What the fields and buttons of an open question hold for a row, as it stands."""

from collections.abc import Sequence

import gradio as gr

from assistant.records.asked import asked_of
from assistant.records.types import Draft, Publication, QueueRow, ValidatedAnswer
from ui.queue import question
from ui.queue.citing import cited_choices
from ui.queue.desk import Desk
from ui.queue.merging import shown_given
from ui.queue.panel import Panel, Updates


def shown(panel: Panel, desk: Desk, row_id: int, who: str, is_kept: bool = False) -> Updates:
    """What the components become for a row as it stands; `is_kept` leaves what was typed."""
    row, history = desk.records.queue.row(row_id)
    answers = desk.records.answers.in_force()
    is_todo = row.state == "a_traiter"
    waiting = desk.records.queue.waiting_with(row_id)
    alike = desk.records.queue.answered_alike(row_id) if is_todo else None
    with desk.documents() as documents:
        by_document = {answer.document_id: answer for answer in answers}
        html = question.whole(row, history, documents, by_document, waiting, alike)
    original = draft_of(row)
    own = "Envoyer cette réponse" if row.source == "chat" else "Enregistrer cette réponse"
    begun = desk.records.queue.draft(row_id, who) if who else None
    updates: Updates = {
        panel.seen: f"{row.id}:{row.version}",
        panel.whole: gr.update(visible=True),
        panel.detail: html,
        panel.writing: gr.update(visible=is_todo),
        panel.closing: gr.update(visible=is_todo),
        panel.reopening: gr.update(visible=not is_todo),
        panel.validate: gr.update(visible=bool(original)),
        panel.edit: gr.update(visible=bool(original)),
        panel.by_hand: gr.update(
            value="Répondre sans le brouillon" if original else own,
            variant="secondary" if original else "primary",
        ),
        panel.assigned: gr.update(value=row.assigned_to, choices=_people(desk, row)),
        panel.theme: row.theme,
        panel.level: row.level or "",
    }
    if is_kept:
        return updates
    updates |= _fields(panel, answers, row, begun, alike)
    same = updates[panel.same]["value"]
    if is_todo and (same is not None or alike):
        updates |= shown_given(panel, desk, row_id, same or "", updates[panel.other])
    return updates


def _fields(
    panel: Panel,
    answers: Sequence[ValidatedAnswer],
    row: QueueRow,
    begun: Draft | None,
    alike: QueueRow | None,
) -> Updates:
    """What the fields begin with; the reply to `alike` is ready to be given."""
    original = draft_of(row)
    text = begun.text if begun else original
    to_publish = begun.publication if begun else None
    choices, chosen = cited_choices(row, "" if text == original else text)
    published = to_publish or Publication(asked_of(row.question, row.masked), "", "")
    near = [one.id for one in row.duplicates]
    is_repeated = row.decision == "doublon" and alike is None
    first = next((a.id for a in answers if is_repeated and a.document_id in near), None)
    answers = sorted(answers, key=lambda a: a.document_id not in near)
    return {
        panel.reply: text,
        panel.cited: gr.update(choices=choices, value=chosen, visible=bool(choices)),
        panel.publish: to_publish is not None,
        panel.reuse: gr.update(visible=to_publish is not None),
        panel.reuse_question: published.question,
        panel.reuse_text: published.text,
        panel.reuse_until: published.until,
        panel.personal: gr.update(choices=[], value=[], visible=False),
        panel.reason: "",
        panel.reject_reply: "",
        panel.same: gr.update(choices=[(_line(a), a.id) for a in answers], value=first),
        panel.other: str(alike.id) if alike else "",
        panel.given: "",
        panel.given_seen: "",
        panel.reopen_reason: "",
    }


def draft_of(row: QueueRow) -> str:
    """The text of a row's draft, empty where there is none."""
    return "" if row.answer is None or row.answer.status == "refused" else row.answer.text


def _people(desk: Desk, row: QueueRow) -> list[tuple[str, str]]:
    """Who a row can be given to: the jurists, and who has it already."""
    names = dict.fromkeys((*desk.jurists, *filter(None, [row.assigned_to])))
    return [("Personne", ""), *((name, name) for name in names)]


def _line(answer: ValidatedAnswer) -> str:
    return f"n° {answer.id}\u00a0: {answer.question[:120]}"
