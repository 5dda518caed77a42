"""Which field of the page a refusal is about, and the fields that several tabs have."""

import gradio as gr

from corpus.errors import AssistantError


class RefusedField(AssistantError):
    """What a field holds is refused; `field` is that field's id in the page."""

    def __init__(self, message: str, field: str) -> None:
        self.field = field
        super().__init__(message)


def field_of(error: AssistantError) -> str:
    """The id of the field that an error is about, empty where it is about none."""
    return error.field if isinstance(error, RefusedField) else ""


def day_field(label: str, elem_id: str) -> gr.Textbox:
    """A field for a day, whose label says how one is written."""
    return gr.Textbox(
        "", label=f"{label} (jj/mm/aaaa)", max_length=20, min_width=150, elem_id=elem_id
    )
