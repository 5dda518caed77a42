"""How one question of the queue looks, with all that the jurist is to know of it."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from assistant.records.replying import own_citations
from assistant.records.types import Event, QueueRow, ValidatedAnswer
from assistant.records.waiting import Waiting
from assistant.triage.types import DECISIONS, Duplicate
from corpus.numbers import counted
from corpus.text import typeset
from corpus.types import Document
from ui import sources
from ui.words import ACTIONS, LEVELS, STATES, THEMES, day, moment, percent

NOT_SENT = "À transmettre à la collectivité par vos soins : le programme n’envoie rien."
# Questions that wait for the same reply are named up to so many, each by its first signs.
_MOST_WAITING = 10
_BEGINNING = 120
# What tells two files of one name apart, beside a batch's name.
_FILE_HASH = re.compile(r" \([0-9a-f]{8}\)$")
# The fields whose changes the history tells, and how it names their values.
_FIELDS: dict[str, tuple[str, Mapping[Any, str]]] = {
    "state": ("état", STATES),
    "theme": ("thème", THEMES),
    "level": ("niveau", LEVELS),
    "assigned_to": ("attribuée à", {}),
    "answer_id": ("réponse validée n°", {}),
    "duplicate_of": ("doublon de la question n°", {}),
}


def whole(
    row: QueueRow,
    history: Sequence[Event],
    documents: Mapping[str, Document],
    answers: Mapping[str, ValidatedAnswer],
    waiting: Sequence[Waiting] = (),
    same: QueueRow | None = None,
) -> str:
    """One question with all that the jurist is to know of it; `answers` are by document.

    `waiting` are the questions that wait for the same reply, `same` is one that got it before.
    """
    parts = [
        f'<h2 class="question" tabindex="-1" data-row="{row.id}">Question n° {row.id}</h2>',
        f'<blockquote class="sent">{sources.prose(escape(row.question))}</blockquote>',
        _asked(row),
        _waiting(waiting, row.id),
        _answered(same, documents) if same else "",
        _decided(row),
        _sent(row, documents),
        _draft(row, documents),
    ]
    if row.for_jurist:
        heading = "Passages pour le juriste seul"
        passages = own_citations(row)[-len(row.for_jurist) :]
        parts.append(sources.cited(passages, documents, f"j{row.id}", heading))
    parts += [_alike(row.duplicates, answers), _history(history)]
    parts.append('<p class="back"><a href="#queue-list">Retour à la liste</a></p>')
    return "".join(parts)


def _asked(row: QueueRow) -> str:
    asker = row.asker
    who = ", ".join(p for p in (asker.organisation, asker.function, asker.email) if p)
    lot = _FILE_HASH.sub("", row.batch)
    # The table that a batch was gives a day at most.
    came = moment(row.created_at) if row.source == "chat" else day(row.created_at)
    source = (
        "le formulaire de l’assistant"
        if row.source == "chat"
        else f"le lot «\u00a0{lot}\u00a0», numéro {row.external_id}"
    )
    facts = (
        ("Qui demande", who or "non précisé"),
        ("Reçue", f"{came}, par {source}"),
        ("Niveau", LEVELS[row.level] if row.level else "non précisé"),
        ("Thème", THEMES[row.theme]),
        ("État", STATES[row.state]),
        ("Attribuée à", row.assigned_to or "personne"),
    )
    return "<dl>" + "".join(f"<dt>{a}</dt><dd>{escape(b)}</dd>" for a, b in facts) + "</dl>"


def _waiting(waiting: Sequence[Waiting], row_id: int) -> str:
    """Which other questions wait for the same reply, each a button that opens it."""
    if not waiting:
        return ""
    one, many = "autre question attend", "autres questions attendent"
    heading = f"<h3>{counted(len(waiting), one, many)} la même réponse</h3>"
    items = "".join(f"<li>{_other(one)}</li>" for one in waiting[:_MOST_WAITING])
    more = len(waiting) - _MOST_WAITING
    rest = f"<p>Et {counted(more, 'autre', 'autres')}.</p>" if more > 0 else ""
    told = ""
    if not all(one.merged for one in waiting):
        said = (
            "Celles qui sont « à traiter » reprennent la question mot pour mot. Rien ne leur est "
            "envoyé sans vous : ouvrez-les, puis choisissez « Traiter comme doublon » de la "
            f"question n° {row_id}."
        )
        told = f"<p>{typeset(said)}</p>"
    return f'<section class="waiting-with">{heading}<ul>{items}</ul>{rest}{told}</section>'


def _other(one: Waiting) -> str:
    text = " ".join(one.question.split())
    beginning = text if len(text) <= _BEGINNING else text[:_BEGINNING].rsplit(" ", 1)[0] + "…"
    state = "réunie à celle-ci, recevra votre réponse" if one.merged else "à traiter"
    who = f", {one.organisation}" if one.organisation else ""
    return (
        f'<button type="button" class="other" data-other="{one.id}">Question n° {one.id}</button>'
        f"{escape(who)} ({state}) : {escape(beginning)}"
    )


def _answered(same: QueueRow, documents: Mapping[str, Document]) -> str:
    """The reply that a question in the same words was given."""
    when = f" le {day(same.replied_at)}" if same.replied_at else ""
    who = f", {escape(same.asker.organisation)}" if same.asker.organisation else ""
    said = (
        "Elle est déjà choisie dans « Traiter comme doublon », plus bas : relisez-la, puis cliquez."
    )
    return (
        f'<section class="waiting-with"><h3>Une question identique a reçu cette réponse{when}</h3>'
        f'<p><button type="button" class="other" data-other="{same.id}">Question n° {same.id}'
        f"</button>{who}</p><p>{typeset(said)}</p>"
        f"{sources.reply(same.reply, same.reply_citations, documents, f's{same.id}')}</section>"
    )


def _decided(row: QueueRow) -> str:
    reasons = "".join(f"<li>{escape(typeset(reason))}</li>" for reason in row.reasons)
    return (
        f"<h3>Proposition du tri\u00a0: {escape(DECISIONS[row.decision])} "
        f"(confiance {percent(row.confidence)})</h3><ul>{reasons}</ul>"
    )


def _sent(row: QueueRow, documents: Mapping[str, Document]) -> str:
    """The reply that went out, or that the row waits for another's."""
    if row.replied_at is None:
        if row.duplicate_of is None:
            return ""
        return f"<p>En attente de la réponse à la question n° {row.duplicate_of}.</p>"
    by = f"{row.replied_by}, le {moment(row.replied_at)}"
    given = "Réponse donnée par" if row.source == "chat" else "Réponse enregistrée par"
    what = "Question rejetée par" if row.state == "rejetee" else given
    heading = f'<h3 class="replied">{what} {escape(by)}</h3>'
    if not row.reply:
        return f"{heading}<p>La personne n’en lit pas la raison.</p>"
    heading += f"<p>{typeset(NOT_SENT)}</p>" if row.source == "batch" else ""
    return heading + sources.reply(row.reply, row.reply_citations, documents, f"r{row.id}")


def _draft(row: QueueRow, documents: Mapping[str, Document]) -> str:
    if row.answer is None:
        return "<h3>Brouillon</h3><p>Les fiches ne donnent pas de brouillon.</p>"
    missing = "".join(f"<li>{escape(text)}</li>" for text in row.answer.missing)
    lacks = f"<h3>Ce qui manque dans les fiches</h3><ul>{missing}</ul>" if missing else ""
    if row.answer.status == "refused":
        return f"<h3>Brouillon</h3><p>Les fiches ne répondent pas.</p>{lacks}"
    warnings = "".join(f'<p class="warning">{escape(w.text)}</p>' for w in row.answer.warnings)
    body = sources.reply(row.answer.text, row.answer.citations, documents, f"d{row.id}")
    if row.replied_at is None:
        return f"<h3>Brouillon tiré des fiches</h3>{body}{lacks}{warnings}"
    summary = "<summary>Brouillon tiré des fiches</summary>"
    return f"<details>{summary}{body}{lacks}{warnings}</details>"


def _alike(duplicates: Sequence[Duplicate], answers: Mapping[str, ValidatedAnswer]) -> str:
    if not duplicates:
        return ""
    items = "".join(f"<li>{_same(one, answers.get(one.id))}</li>" for one in duplicates)
    return f"<h3>Questions semblables déjà répondues</h3><ul>{items}</ul>"


def _same(one: Duplicate, answer: ValidatedAnswer | None) -> str:
    differs = f"\u00a0; ce qui diffère\u00a0: {', '.join(one.differs_by)}" if one.differs_by else ""
    said = f"{escape(one.question)} (ressemblance {percent(one.similarity)}{escape(differs)})"
    if answer is None:
        return f"{said}, {escape(one.id)}"
    text = sources.prose(escape(answer.text))
    return f"{said}<details><summary>Réponse validée n° {answer.id}</summary>{text}</details>"


def _history(history: Sequence[Event]) -> str:
    items = "".join(f"<li>{_event(event)}</li>" for event in reversed(history))
    return f'<details class="history"><summary>Historique</summary><ol>{items}</ol></details>'


def _event(event: Event) -> str:
    told = [ACTIONS[event.action] + (f" par {event.by}" if event.by else "")]
    for name, (label, values) in _FIELDS.items():
        if name in event.changes:
            new = event.changes[name][1]
            told.append(f"{label}\u00a0: {values.get(new, new) or 'aucun'}")
    if event.reason:
        told.append(f"motif\u00a0: {event.reason}")
    return f"{escape(moment(event.at))} – {escape(' ; '.join(told))}"
