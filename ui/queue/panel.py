"""Which fields and buttons an open question has."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from corpus.errors import AssistantError
from ui import scripts
from ui.fields import day_field
from ui.queue import render
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
    personal: gr.CheckboxGroup
    validate: gr.Button
    edit: gr.Button
    by_hand: gr.Button
    closing: gr.Column
    reason: gr.Textbox
    reject_reply: gr.Textbox
    reject: gr.Button
    same: gr.Dropdown
    other: gr.Textbox
    given: gr.HTML
    given_seen: gr.Textbox
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

    def publishing(self) -> list[Any]:
        """Whether the reply is to be published, and what is typed for that."""
        return [self.publish, self.reuse_question, self.reuse_text, self.reuse_until]

    def typed(self) -> list[Any]:
        """What a person fills in that stays where a row is reopened, unlike the reply."""
        return [*self.publishing(), self.reuse, self.reason, self.reject_reply]


def make_panel() -> Panel:
    """Put the components of an open question on the page, hidden until one is open."""
    seen = gr.Textbox("", visible="hidden", label="", elem_id="queue-seen")
    given_seen = gr.Textbox("", visible="hidden", label="")
    message = gr.HTML(render.hint(), elem_id="queue-message", js_on_load=scripts.ALERT)
    with gr.Column(visible=False, elem_id="queue-open") as whole:
        detail = gr.HTML(
            "",
            elem_id="queue-detail",
            elem_classes="quotes",
            js_on_load=scripts.OPENED + scripts.KEEP_TYPED,
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
            cited = gr.CheckboxGroup(
                label="Passages cités dans la réponse",
                info="Écrivez leur numéro, tel que [1], là où la réponse s’y appuie.",
            )
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
                reuse_until = day_field("Valable jusqu’au, facultatif", "queue-reuse-until")
                personal = gr.CheckboxGroup(
                    label="Données personnelles qui peuvent être publiées",
                    visible=False,
                    elem_id="queue-personal",
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
                    label="Raison donnée à la personne qui demande (facultatif)",
                    max_length=_LONGEST,
                )
                reject = gr.Button("Rejeter", elem_id="queue-reject")
            with gr.Accordion("Traiter comme doublon", open=False, elem_id="queue-merging"):
                same = gr.Dropdown(label="Même question qu’une réponse validée", choices=[])
                other = gr.Textbox(label="Ou n° d’une autre question de la file", max_length=12)
                given = gr.HTML(
                    "", elem_classes="quotes", js_on_load=scripts.LIVE + scripts.OPEN_SOURCE
                )
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
