"""How the questions sent to the jurist look to who asked: pure functions to escaped HTML."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from assistant.records.types import AskerReply
from assistant.wording import JURIST
from corpus.text import typeset
from corpus.types import Document
from ui import sources
from ui.words import day

# Characters of a question by which it is called.
_CALLED = 120


class Unanswered(NamedTuple):
    """A question for the jurist: as it was typed, as a question by itself, and how it fared."""

    asked: str
    understood: str
    is_refused: bool


def offer(about: Unanswered) -> str:
    """What stands above the button that opens the form."""
    asked = about.asked if len(about.asked) <= _CALLED else f"{about.asked[:_CALLED]}…"
    said = "répondent pas" if about.is_refused else "répondent peut-être pas entièrement"
    return (
        f"<p>Votre question «\u00a0{escape(asked)}\u00a0»</p>"
        f"<p>Les fiches ne {said}\u00a0: un juriste peut vous répondre.</p>"
    )


def kept() -> str:
    """What is kept of who asks, for what, who can read it, and where the reply will be."""
    return (
        "<p>Pour que le juriste puisse vous répondre, ce serveur garde votre question, votre "
        "collectivité, votre fonction et, si vous la donnez, votre adresse. Quiconque peut ouvrir "
        "l’onglet «\u00a0File du juriste\u00a0» de cette page peut les lire. N’écrivez pas le nom "
        "d’autres personnes. Une réponse publiée pour d’autres collectivités ne dit ni qui vous "
        "êtes, ni d’où vous écrivez.</p><p>L’assistant n’envoie aucun e-mail\u00a0: la réponse "
        "s’affichera sur cette page, dans ce navigateur. Revenez avec le même.</p>"
    )


def said(text: str, is_wrong: bool = False, field: str = "") -> str:
    """What came of sending a question, with the id of the field refused."""
    tied = f' data-field="{field}"' if field else ""
    role, kind = ("alert", "failure") if is_wrong else ("status", "done")
    return f'<p class="{kind}" role="{role}" tabindex="-1"{tied}>{escape(typeset(text))}</p>'


def transmitted(
    found: Sequence[AskerReply], tokens: Mapping[int, str], documents: Mapping[str, Document]
) -> str:
    """The questions sent from this browser, the newest first, with the replies that came."""
    if not found:
        return ""
    items = "".join(_one(reply, tokens.get(reply.id, ""), documents) for reply in found)
    return f'<section class="sent"><h2>Vos questions transmises</h2>{items}</section>'


def _one(reply: AskerReply, token: str, documents: Mapping[str, Document]) -> str:
    begin = (
        f'<article data-number="{reply.id}"><h3 class="question">{escape(reply.question)}</h3>'
        f"<p>N° {reply.id}, transmise le {escape(day(reply.asked_at))}.</p>"
    )
    if reply.replied_at is None:
        return f'{begin}<p class="waiting">En attente de la réponse du juriste.</p></article>'
    when = escape(day(reply.replied_at))
    if reply.state == "rejetee":
        return f"{begin}{_rejected(reply, when)}</article>"
    body = sources.reply(reply.reply, reply.citations, documents, f"a{reply.id}")
    return f"{begin}<h4>{JURIST}, {when}</h4>{body}{_download(token)}</article>"


def _rejected(reply: AskerReply, when: str) -> str:
    """That a question was not taken up, and why where the jurist says it."""
    told = (
        f'<p class="refusal">Le juriste n’a pas retenu votre question, le {when}\u00a0: elle '
        "n’aura pas de réponse ici.</p>"
    )
    if not reply.reply:
        return f"{told}<p>Il n’en a pas donné la raison.</p>"
    return f"{told}<h4>La raison qu’il donne</h4>{sources.prose(escape(reply.reply))}"


def _download(token: str) -> str:
    # The secret goes in the form's body: an address would stay in logs and histories.
    return (
        '<form method="post" action="reponse.docx">'
        f'<input type="hidden" name="token" value="{escape(token)}">'
        '<button type="submit" class="save">Enregistrer la réponse (document Word)</button></form>'
    )
