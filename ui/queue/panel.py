"""Which fields and buttons an open question has, and what they hold for a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.records.types import QueueRow, ValidatedAnswer
from assistant.types import Citation
from assistant.wording import cited_name, own_heading
from corpus.errors import AssistantError
from ui import scripts
from ui.queue import render
from ui.queue.desk import Desk
from ui.words import LEVELS, THEMES

# What components become, by component.
Updates = dict[Any, Any]
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Seen:
    """Which row the page shows, in which version.

    The page itself holds it, beside what is typed: the server's own state could already be of the
    next row while a button of this one is pressed.
    """

    row_id: int
    version: int

    @classmethod
    def of(cls, text: str) -> "Seen":
        """What the page's hidden field says; AssistantError where it says nothing."""
        row_id, _, version = text.partition(":")
        if not (row_id.isdecimal() and version.isdecimal()):
            raise AssistantError("Aucune question n'est ouverte : choisissez-en une dans la liste.")
        return cls(int(row_id), int(version))


@dataclass(frozen=True, slots=True)
class Panel:
    """The components of an open question."""

    seen: gr.Textbox
    message: gr.HTML
    whole: gr.Column
    detail: gr.HTML
    writing: gr.Column
    reply: gr.Textbox
    cited: gr.CheckboxGroup
    publish: gr.Checkbox
    reuse: gr.Column
    reuse_question: gr.Textbox
    reuse_text: gr.Textbox
    reuse_until: gr.Textbox
    validate: gr.Button
    edit: gr.Button
    by_hand: gr.Button
    closing: gr.Column
    reason: gr.Textbox
    reject_reply: gr.Textbox
    reject: gr.Button
    same: gr.Dropdown
    other: gr.Textbox
    merge: gr.Button
    assigned: gr.Dropdown
    theme: gr.Dropdown
    level: gr.Dropdown
    reopening: gr.Column
    reopen_reason: gr.Textbox
    reopen: gr.Button

    def all(self) -> list[Any]:
        """Every component, as the outputs of an event."""
        return [getattr(self, name) for name in self.__slots__]


def make_panel() -> Panel:
    """Put the components of an open question on the page, hidden until one is open."""
    seen = gr.Textbox("", visible="hidden", label="", elem_id="queue-seen")
    message = gr.HTML("", elem_id="queue-message", js_on_load=scripts.LIVE)
    with gr.Column(visible=False, elem_id="queue-open") as whole:
        detail = gr.HTML(
            "", elem_id="queue-detail", elem_classes="quotes", js_on_load=scripts.OPENED
        )
        with gr.Column() as writing:
            reply = gr.Textbox(
                label="Réponse à envoyer",
                info="Enregistrée comme brouillon pendant que vous écrivez.",
                lines=8,
                max_lines=24,
                max_length=_LONGEST,
                elem_id="queue-reply",
            )
            cited = gr.CheckboxGroup(label="Passages cités dans la réponse")
            publish = gr.Checkbox(
                False,
                label="Publier cette réponse",
                info="L’assistant la citera à toutes les collectivités, après votre relecture.",
                elem_id="queue-publish",
            )
            with gr.Column(visible=False) as reuse:
                reuse_question = gr.Textbox(
                    label="Question publiée, sans nom ni coordonnées", lines=2, max_length=_LONGEST
                )
                reuse_text = gr.Textbox(
                    label="Réponse publiée, si elle doit différer de la réponse envoyée",
                    lines=2,
                    max_length=_LONGEST,
                )
                reuse_until = gr.Textbox(
                    label="Valable jusqu’au (facultatif)", placeholder="31/12/2026", max_length=20
                )
            with gr.Row():
                validate = gr.Button("Valider telle quelle", variant="primary", elem_id="queue-v")
                edit = gr.Button("Valider la réponse modifiée", elem_id="queue-edit")
                by_hand = gr.Button("Envoyer cette réponse", elem_id="queue-by-hand")
        with gr.Column() as closing:
            with gr.Accordion("Rejeter cette question", open=False, elem_id="queue-rejecting"):
                reason = gr.Textbox(
                    label="Motif, gardé entre juristes", max_length=2000, elem_id="queue-reason"
                )
                reject_reply = gr.Textbox(
                    label="Mot pour la personne qui demande (facultatif)", max_length=_LONGEST
                )
                reject = gr.Button("Rejeter", elem_id="queue-reject")
            with gr.Accordion("Traiter comme doublon", open=False, elem_id="queue-merging"):
                same = gr.Dropdown(label="Même question qu’une réponse validée", choices=[])
                other = gr.Textbox(label="Ou n° d’une autre question de la file", max_length=12)
                merge = gr.Button("Traiter comme doublon", elem_id="queue-merge")
        with gr.Column(visible=False) as reopening:
            reopen_reason = gr.Textbox(label="Pourquoi rouvrir (facultatif)", max_length=2000)
            reopen = gr.Button("Rouvrir cette question", elem_id="queue-reopen")
        with gr.Row():
            assigned = gr.Dropdown([("Personne", "")], label="Attribuée à", filterable=False)
            theme = gr.Dropdown(label="Thème", choices=_named(THEMES), filterable=False)
            level = gr.Dropdown(
                label="Niveau", choices=[("Non précisé", ""), *_named(LEVELS)], filterable=False
            )
    names = locals()
    return Panel(**{name: names[name] for name in Panel.__slots__})


def _named(words: Any) -> list[tuple[str, str]]:
    return [(name, value) for value, name in words.items()]


def shown(panel: Panel, desk: Desk, row_id: int, who: str, is_kept: bool = False) -> Updates:
    """What the components become for a row as it stands; `is_kept` leaves what was typed."""
    row, history = desk.records.queue.row(row_id)
    answers = desk.records.answers.in_force()
    with desk.documents() as documents:
        by_document = {answer.document_id: answer for answer in answers}
        html = render.question(row, history, documents, by_document)
    is_todo = row.state == "a_traiter"
    original = draft_of(row)
    begun = desk.records.queue.draft(row_id, who) if who else None
    text = begun.text if begun else original
    updates: Updates = {
        panel.seen: f"{row.id}:{row.version}",
        panel.whole: gr.update(visible=True),
        panel.detail: html,
        panel.writing: gr.update(visible=is_todo or is_kept),
        panel.closing: gr.update(visible=is_todo),
        panel.reopening: gr.update(visible=not is_todo),
        panel.validate: gr.update(visible=bool(original)),
        panel.edit: gr.update(visible=bool(original)),
        panel.by_hand: gr.update(
            value="Répondre sans le brouillon" if original else "Envoyer cette réponse",
            variant="secondary" if original else "primary",
        ),
        panel.assigned: gr.update(value=row.assigned_to, choices=_people(desk, row)),
        panel.theme: row.theme,
        panel.level: row.level or "",
    }
    return updates if is_kept else updates | _fields(panel, answers, row, text)


def _fields(panel: Panel, answers: Sequence[ValidatedAnswer], row: QueueRow, text: str) -> Updates:
    """What the fields begin with."""
    choices, chosen = cited_choices(row)
    alike = [one.id for one in row.duplicates]
    first = next(
        (a.id for a in answers if row.decision == "doublon" and a.document_id in alike), None
    )
    answers = sorted(answers, key=lambda a: a.document_id not in alike)
    return {
        panel.reply: text,
        panel.cited: gr.update(choices=choices, value=chosen, visible=bool(choices)),
        panel.publish: False,
        panel.reuse: gr.update(visible=False),
        panel.reuse_question: row.masked,
        panel.reuse_text: "",
        panel.reuse_until: "",
        panel.reason: "",
        panel.reject_reply: "",
        panel.same: gr.update(choices=[(_line(a), a.id) for a in answers], value=first),
        panel.other: "",
        panel.reopen_reason: "",
    }


def draft_of(row: QueueRow) -> str:
    """The text of a row's draft, empty where there is none."""
    return "" if row.answer is None or row.answer.status == "refused" else row.answer.text


def own_citations(row: QueueRow) -> dict[str, Citation]:
    """What a reply to a row may cite, by the name of its choice: the draft's, then the jurist's."""
    drafted = row.answer.citations if row.answer else ()
    return {f"d{place}": citation for place, citation in enumerate(drafted)} | {
        f"j{place}": citation for place, citation in enumerate(row.for_jurist)
    }


def cited_choices(row: QueueRow) -> tuple[list[tuple[str, str]], list[str]]:
    """The passages to choose from, and those that the draft cites."""
    own = own_citations(row)
    choices = []
    for name, citation in own.items():
        mark = f"[{citation.number}] " if name.startswith("d") else "Passage pour le juriste : "
        choices.append((f"{mark}{cited_name(citation)} › {own_heading(citation.heading)}", name))
    return choices, [name for name in own if name.startswith("d")]


def _people(desk: Desk, row: QueueRow) -> list[tuple[str, str]]:
    """Who a row can be given to: the jurists, and who has it already."""
    names = dict.fromkeys((*desk.jurists, *filter(None, [row.assigned_to])))
    return [("Personne", ""), *((name, name) for name in names)]


def _line(answer: ValidatedAnswer) -> str:
    return f"n° {answer.id} : {answer.question[:120]}"
