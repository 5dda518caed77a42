"""What the jurist's tab holds, and which event calls what."""

from typing import Any

import gradio as gr

from assistant.records.listing import Filter
from assistant.triage.types import DECISIONS
from corpus.errors import AssistantError
from ui import scripts
from ui.fields import day_field, field_of
from ui.queue import render
from ui.queue.actions import Actions
from ui.queue.desk import Desk
from ui.queue.filters import to_query, wanted
from ui.queue.panel import Updates, make_panel
from ui.queue.validated import make_validated
from ui.queue.watching import Watching
from ui.queue.wiring import PRIVATE, plain, wire
from ui.words import STATES, THEMES

_NOBODY = ("Choisissez votre nom", "")
# Seconds between two looks at what is new; what is typed is kept as often.
_TICK = 5
_CONFIDENCE = [
    ("Toutes", ""),
    ("Moins de 50 %", "low"),
    ("De 50 à 80 %", "middle"),
    ("80 % et plus", "high"),
]


def make_jurist(desk: Desk, tab: gr.Tab) -> None:
    """Put the jurist's tab on the page: who acts, the questions and the validated answers."""
    with gr.Row(elem_id="queue-top"):
        who = gr.Dropdown(
            [_NOBODY], value="", label="Vous êtes", filterable=False, elem_id="queue-who"
        )
        gr.HTML(render.upload(), elem_id="queue-upload", js_on_load=scripts.UPLOAD)
    with gr.Tabs(overflow_behavior="wrap"):
        with gr.Tab("Questions"):
            make_queue(desk, who, tab)
        with gr.Tab("Réponses validées") as answers:
            make_validated(desk, who, answers)

    def named(me: str) -> Any:
        # Whoever only asks a question loads no jurist's name with the page.
        alone = desk.jurists[0] if len(desk.jurists) == 1 else ""
        return gr.update(choices=[_NOBODY, *_names(desk)], value=me or alone)

    tab.select(named, who, who, **PRIVATE)


def make_queue(desk: Desk, who: gr.Dropdown, tab: gr.Tab) -> None:
    """Put the list of questions and the open question on the page."""
    gr.HTML(render.shortcuts(), elem_classes="quotes", js_on_load=scripts.KEYS)
    filters = _filters()
    progress = gr.HTML("", elem_id="queue-progress", js_on_load=scripts.BUTTON)
    fresh = gr.HTML("", elem_id="queue-fresh", js_on_load=scripts.BUTTON)
    with gr.Row(elem_id="queue-columns"):
        with gr.Column(min_width=300, scale=2):
            gr.HTML("<h2>Questions de la file</h2>", elem_classes="quotes")
            listed = gr.HTML("", elem_id="queue-list", js_on_load=scripts.ROWS + scripts.REFUSED)
            with gr.Row():
                before = gr.Button("Page précédente", min_width=120, elem_id="queue-before")
                after = gr.Button("Page suivante", min_width=120, elem_id="queue-after")
            place = gr.HTML("", elem_id="queue-place", js_on_load=scripts.LIVE)
        with gr.Column(min_width=300, scale=3):
            panel = make_panel()
    number, known = gr.State(1), gr.State(None)
    # When the batch was sent of which this page says nothing: closed, or over before it was opened.
    opened_anew, closed = gr.State(True), gr.State(None)
    # In the page itself, where a script compares it with what the tab keeps.
    saved = gr.Textbox("", visible="hidden", label="")
    timer = gr.Timer(_TICK, active=False)
    shown = [listed, place, number, known, fresh, before, after]

    def refreshed(page: int, seen: str, *fields: str | None) -> Updates:
        values = _list(desk, page, seen, plain(fields))
        if isinstance(values, AssistantError):
            # In the place of the list, so that it goes when a list comes.
            return {listed: render.said(str(values), True, field_of(values)), place: ""}
        return dict(zip(shown, values, strict=True))

    actions, watching = Actions(desk, panel), Watching(desk)
    listing = [panel.seen, *filters]
    first = (lambda *given: refreshed(1, *given), listing, shown)
    for field in filters:
        gr.on([field.submit if isinstance(field, gr.Textbox) else field.input], *first, **PRIVATE)
    for event in (tab.select, fresh.click):
        event(*first, **PRIVATE)
    for button, step in ((before, -1), (after, 1)):
        turned = button.click(
            lambda page, *given, by=step: refreshed(page + by, *given),
            [number, *listing],
            shown,
            **PRIVATE,
        )
        # The button may be disabled by now.
        turned.then(None, js=scripts.focus("#queue-list button.row"))
    tab.select(
        lambda: (gr.Timer(active=True), gr.update(choices=[("Tous", ""), *_names(desk)])),
        None,
        [timer, filters[5]],
        **PRIVATE,
    )

    visit = [opened_anew, closed]
    tab.select(watching.arrived, visit, visit, **PRIVATE)
    gone = progress.click(watching.close, None, [closed, progress], **PRIVATE)
    gone.then(None, js=scripts.focus("#queue-list button.row"))
    typed = [panel.seen, who, panel.reply]
    publishing = panel.publishing()
    looked = timer.tick(
        watching.look,
        [known, *typed, saved, closed, *publishing],
        [fresh, saved, progress],
        **PRIVATE,
    )
    # Two fields may be left in one moment: Gradio's « once » would leave the second out.
    kept = gr.on(
        [panel.publish.input, *(field.blur for field in (panel.reply, *publishing[1:]))],
        watching.keep,
        [*typed, saved, *publishing],
        saved,
        trigger_mode="multiple",
        **PRIVATE,
    )
    looked.then(None, saved, js=scripts.FORGET_TYPED)
    kept.then(None, saved, js=scripts.FORGET_TYPED)
    panel.publish.input(
        lambda publish: gr.update(visible=publish), panel.publish, panel.reuse, **PRIVATE
    )

    def opened(me: str, event: gr.EventData) -> Updates:
        return actions.open(event._data.get("id"), me)

    def chosen(row_id: str, me: str) -> Updates:
        return actions.open(row_id, me) if row_id else {panel.message: render.hint()}

    # Of two rows chosen while the first opens, the last is shown, as the list marks it: Gradio
    # opens them in order. « once » would leave the second out, « always_last » forget which it is.
    row = listed.click(opened, who, panel.all(), trigger_mode="multiple", **PRIVATE)
    other = panel.detail.click(opened, who, panel.all(), trigger_mode="multiple", **PRIVATE)
    name = who.input(chosen, typed[:2], panel.all(), js=scripts.MARKED, **PRIVATE)
    for event in (row, other, name):
        event.then(None, typed, panel.reply, js=scripts.PUT_BACK)

    def then(done: Any) -> None:
        done.then(refreshed, [number, *listing], shown, **PRIVATE)

    then(other)
    wire(panel, actions, typed, then)


def _names(desk: Desk) -> list[tuple[str, str]]:
    return [(name, name) for name in desk.jurists]


def _filters() -> list[Any]:
    """The fields above the list, in the order that `wanted` takes them."""

    def choice(label: str, names: Any, every: str = "Tous", value: str = "") -> gr.Dropdown:
        choices = [(every, ""), *((name, key) for key, name in names.items())]
        return gr.Dropdown(choices, value=value, label=label, filterable=False, min_width=150)

    with gr.Row(elem_id="queue-filters"):
        text = gr.Textbox(label="Rechercher", max_length=500, min_width=150, elem_id="queue-search")
        state = choice("État", STATES, value="a_traiter")
        decision = choice("Proposition", DECISIONS, "Toutes")
        theme = choice("Thème", THEMES)
    with gr.Accordion("Plus de filtres", open=False), gr.Row():
        confidence = gr.Dropdown(
            _CONFIDENCE, value="", label="Confiance", filterable=False, min_width=150
        )
        assigned = choice("Attribuée à", {})
        since = day_field("Depuis le", "queue-since")
        until = day_field("Jusqu’au", "queue-until")
    return [text, state, decision, theme, confidence, assigned, since, until]


def _list(desk: Desk, number: int, seen: str, fields: Any) -> list[Any] | AssistantError:
    """A page of the list and what goes with it, or why there is none."""
    try:
        asked: Filter = wanted(*fields)
        # Before the rows: what comes meanwhile is announced rather than missed.
        newest = desk.records.queue.newest()
        page = desk.records.queue.rows(asked, max(number, 1))
        if not page.rows and page.number > 1:
            page = desk.records.queue.rows(asked, max(1, -(-page.total // page.size)))
    except AssistantError as error:
        return error
    row_id = seen.partition(":")[0]
    opened = int(row_id) if row_id.isdecimal() else None
    place = render.place(page, to_query(asked))
    before = gr.update(interactive=page.number > 1)
    after = gr.update(interactive=page.number * page.size < page.total)
    return [render.rows(page, opened), place, page.number, newest, "", before, after]
