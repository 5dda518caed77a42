"""Which event of an open question calls what."""

from collections.abc import Iterable
from typing import Any

import gradio as gr

from assistant.records.types import Reuse
from corpus.errors import AssistantError
from ui.fields import field_of
from ui.queue import render
from ui.queue.actions import Actions
from ui.queue.panel import Panel, Updates
from ui.queue.reuse import PersonalData, reuse_of

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def wire(panel: Panel, actions: Actions, typed: list[Any], then: Any) -> None:
    """Give each button of the open question what it does; the list follows."""
    seen, who, text = typed
    reuse = [*panel.publishing(), panel.personal]

    def with_reuse(act: Any) -> Any:
        def done(*given: Any) -> Updates:
            try:
                kept: Reuse | None = reuse_of(given[-5], given[2], *given[-4:])
            except PersonalData as error:
                kept_on = [one for one in given[-1] if one in error.found]
                return {
                    panel.personal: gr.update(choices=[*error.found], value=kept_on, visible=True),
                    panel.message: render.said(str(error), wrong=True),
                }
            except AssistantError as error:
                return {panel.message: render.said(str(error), True, field_of(error))}
            updates: Updates = act(*given[:-5], kept)
            return updates

        return done

    written = [seen, who, text, panel.cited, *reuse]
    same = [panel.same, panel.other]
    shown = [panel.given, panel.given_seen]
    for event in (panel.same.input, panel.other.blur, panel.other.submit):
        event(lambda *on: actions.would_give(*plain(on)), [seen, *same], shown, **PRIVATE)
    events: list[tuple[Any, Any, list[Any]]] = [
        (panel.validate.click, with_reuse(actions.validate), written),
        (panel.edit.click, with_reuse(actions.edit), written),
        (panel.by_hand.click, with_reuse(actions.by_hand), written),
        (panel.reject.click, actions.reject, [*typed, panel.reason, panel.reject_reply]),
        (panel.merge.click, actions.merge, [*typed, *same, panel.given_seen]),
        (panel.assigned.input, actions.assign, [*typed, panel.assigned]),
        (panel.theme.input, actions.classify, [*typed, panel.theme, panel.level]),
        (panel.level.input, actions.classify, [*typed, panel.theme, panel.level]),
        (panel.reopen.click, actions.reopen, [seen, who, panel.reopen_reason]),
    ]
    for event, act, given in events:
        then(event(lambda *on, act=act: act(*plain(on)), given, panel.all(), **PRIVATE))


def plain(values: Iterable[Any]) -> list[Any]:
    """Values of fields; one in a block that was never opened has none yet."""
    return ["" if value is None else value for value in values]
