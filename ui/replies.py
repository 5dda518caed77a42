"""How the questions sent to the jurist look to who asked: pure functions to escaped HTML."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.records.types import AskerReply
from assistant.wording import JURIST
from corpus.text import typeset
from corpus.types import Document
from ui import sources
from ui.words import day


def offer() -> str:
    """What stands beside the button that opens the form."""
    return (
        "<p>Les fiches ne répondent peut-être pas entièrement\u00a0: un juriste peut vous "
        "répondre.</p>"
    )


def kept() -> str:
    """What is kept of who asks, and for what."""
    return (
        "<p>Pour que le juriste puisse vous répondre, ce serveur garde votre question, votre "
        "collectivité, votre fonction et, si vous la donnez, votre adresse. N’écrivez pas le nom "
        "d’autres personnes. Une réponse publiée pour d’autres collectivités ne dit ni qui vous "
        "êtes, ni d’où vous écrivez.</p><p>Ce navigateur garde de quoi retrouver la réponse\u00a0: "
        "revenez avec le même.</p>"
    )


def said(text: str, is_wrong: bool = False) -> str:
    """What came of sending a question."""
    role, kind = ("alert", "failure") if is_wrong else ("status", "done")
    return f'<p class="{kind}" role="{role}">{escape(typeset(text))}</p>'


def transmitted(
    found: Sequence[AskerReply], tokens: Mapping[int, str], documents: Mapping[str, Document]
) -> str:
    """The questions sent from this browser, the newest first, with the replies that came."""
    if not found:
        return ""
    items = "".join(_one(reply, tokens.get(reply.id, ""), documents) for reply in found)
    return f'<section class="sent"><h2>Vos questions transmises</h2>{items}</section>'


def _one(reply: AskerReply, token: str, documents: Mapping[str, Document]) -> str:
    head = (
        f'<h3 class="question">{escape(reply.question)}</h3>'
        f"<p>N° {reply.id}, transmise le {escape(day(reply.asked_at))}.</p>"
    )
    if reply.replied_at is None:
        return (
            f'<article>{head}<p class="waiting">En attente de la réponse du juriste.</p></article>'
        )
    when = escape(day(reply.replied_at))
    if reply.state == "rejetee":
        return f"<article>{head}{_rejected(reply, when)}</article>"
    body = sources.reply(reply.reply, reply.citations, documents, f"a{reply.id}")
    return f"<article>{head}<h4>{JURIST}, {when}</h4>{body}{_download(token)}</article>"


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
