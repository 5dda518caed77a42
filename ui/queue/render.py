"""How the queue and its questions look: pure functions from rows to escaped HTML."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from assistant.records.types import Event, Page, QueueRow, ValidatedAnswer
from assistant.triage.types import Duplicate
from corpus.types import Document
from ui import render
from ui.words import ACTIONS, DECISIONS, LEVELS, STATES, THEMES, counted, day, moment, percent

# Signs of a question shown in the list.
_SHOWN = 160
_SHORTCUTS = (
    ("j ou ↓", "question suivante de la liste"),
    ("k ou ↑", "question précédente de la liste"),
    ("Entrée", "ouvrir la question"),
    ("v", "valider la réponse telle quelle"),
    ("e", "modifier la réponse"),
    ("r", "rejeter (le motif est demandé)"),
    ("n", "afficher les nouvelles questions"),
    ("/", "rechercher"),
    ("?", "ouvrir ou fermer cette aide"),
)
# The fields whose changes the history tells, and how it names their values.
_FIELDS: dict[str, tuple[str, Mapping[Any, str]]] = {
    "state": ("état", STATES),
    "theme": ("thème", THEMES),
    "level": ("niveau", LEVELS),
    "assigned_to": ("attribuée à", {}),
    "answer_id": ("réponse validée n°", {}),
    "duplicate_of": ("doublon de la question n°", {}),
}


def rows(page: Page, opened: int | None = None) -> str:
    """A page of the queue: each row is a button that opens its question."""
    if not page.rows:
        return '<p class="welcome">Aucune question ne correspond à ces filtres.</p>'
    items = "".join(f"<li>{_row(row, row.id == opened)}</li>" for row in page.rows)
    return f'<ol class="rows" aria-label="Questions de la file">{items}</ol>'


def _row(row: QueueRow, is_open: bool) -> str:
    who = row.asker.organisation or "Collectivité non précisée"
    text = " ".join(row.question.split())
    beginning = text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + "…"
    facts = [
        f'<span class="tag {row.decision}">{escape(DECISIONS[row.decision])}</span>',
        f"<span>{escape(THEMES[row.theme])}</span>",
        f"<span>confiance {percent(row.confidence)}</span>",
        f'<span class="state">{escape(STATES[row.state])}</span>',
    ]
    if row.assigned_to:
        facts.append(f"<span>{escape(row.assigned_to)}</span>")
    current = ' aria-current="true"' if is_open else ""
    return (
        f'<button type="button" class="row" data-id="{row.id}"{current}>'
        f'<span class="head"><span>{escape(day(row.created_at))}</span> '
        f"<strong>{escape(who)}</strong></span> "
        f'<span class="begin">{escape(beginning)}</span> '
        f'<span class="facts">{" ".join(facts)}</span></button>'
    )


def place(page: Page, query: str) -> str:
    """Which page of how many rows is shown, and the addresses at which they are saved."""
    pages = max(1, -(-page.total // page.size))
    total = counted(page.total, "question", "questions")
    links = " ".join(
        f'<a href="file.{form}?{escape(query)}" download>{form.upper()}</a>'
        for form in ("csv", "xlsx")
    )
    return (
        f"<p>{escape(total)}, page {page.number} sur {pages}.</p>"
        f"<p>Enregistrer cette liste\u00a0: {links}</p>"
    )


def upload() -> str:
    """The field that takes a batch of questions."""
    return (
        '<label><input type="file" id="batch-file" accept=".csv,.xlsx,.jsonl">'
        '<span class="pick">Ajouter un lot de questions…'
        "<small>Fichier CSV, XLSX ou JSONL, 20\u00a0Mo au plus</small></span></label>"
        '<p role="status"></p>'
    )


def announced(new: int, changed: bool) -> str:
    """That rows came, or changed, since the list was shown: a button shows them."""
    if new > 0:
        said = counted(new, "nouvelle question", "nouvelles questions")
    elif changed:
        said = "La file a changé"
    else:
        return ""
    return f'<button type="button" class="fresh">{escape(said)}\u00a0: afficher</button>'


def shortcuts() -> str:
    """The keys of the page, in a block that « ? » opens."""
    keys = "".join(f"<dt><kbd>{escape(k)}</kbd></dt><dd>{escape(w)}</dd>" for k, w in _SHORTCUTS)
    return (
        '<details id="queue-keys"><summary>Raccourcis du clavier (« ? »)</summary>'
        f"<dl>{keys}</dl></details>"
    )


def said(text: str, wrong: bool = False) -> str:
    """What came of an action, read aloud by a screen reader."""
    if not text:
        return ""
    role, kind = ("alert", "failure") if wrong else ("status", "done")
    return f'<p class="{kind}" role="{role}">{escape(text)}</p>'


def question(
    row: QueueRow,
    history: Sequence[Event],
    documents: Mapping[str, Document],
    answers: Mapping[str, ValidatedAnswer],
) -> str:
    """One question with all that the jurist is to know of it; `answers` are by document."""
    parts = [
        f'<h2 class="question" tabindex="-1" data-row="{row.id}">Question n° {row.id}</h2>',
        f'<blockquote class="sent">{render.prose(escape(row.question))}</blockquote>',
        _asked(row),
        _decided(row),
        _sent(row, documents),
        _draft(row, documents),
    ]
    if row.for_jurist:
        heading = "Passages pour le juriste seul"
        parts.append(render.sources(row.for_jurist, documents, f"j{row.id}", heading))
    parts += [_alike(row.duplicates, answers), _history(history)]
    parts.append('<p class="back"><a href="#queue-list">Retour à la liste</a></p>')
    return "".join(parts)


def _asked(row: QueueRow) -> str:
    asker = row.asker
    who = ", ".join(p for p in (asker.organisation, asker.function, asker.email) if p)
    source = "le formulaire de l’assistant" if row.source == "chat" else f"le lot « {row.batch} »"
    facts = (
        ("Qui demande", who or "non précisé"),
        ("Reçue", f"{moment(row.created_at)}, par {source}"),
        ("Niveau", LEVELS[row.level] if row.level else "non précisé"),
        ("Thème", THEMES[row.theme]),
        ("État", STATES[row.state]),
        ("Attribuée à", row.assigned_to or "personne"),
    )
    return "<dl>" + "".join(f"<dt>{a}</dt><dd>{escape(b)}</dd>" for a, b in facts) + "</dl>"


def _decided(row: QueueRow) -> str:
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in row.reasons)
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
    heading = f'<h3 class="replied">Réponse donnée par {escape(by)}</h3>'
    if not row.reply:
        return f"{heading}<p>Aucun texte n’a été envoyé.</p>"
    return heading + render.reply(row.reply, row.reply_citations, documents, f"r{row.id}")


def _draft(row: QueueRow, documents: Mapping[str, Document]) -> str:
    if row.answer is None:
        return "<h3>Brouillon</h3><p>Les fiches ne donnent pas de brouillon.</p>"
    missing = "".join(f"<li>{escape(text)}</li>" for text in row.answer.missing)
    lacks = f"<h3>Ce qui manque dans les fiches</h3><ul>{missing}</ul>" if missing else ""
    if row.answer.status == "refused":
        return f"<h3>Brouillon</h3><p>Les fiches ne répondent pas.</p>{lacks}"
    warnings = "".join(f'<p class="warning">{escape(w.text)}</p>' for w in row.answer.warnings)
    body = render.reply(row.answer.text, row.answer.citations, documents, f"d{row.id}")
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
    said = f"{escape(one.question)} (ressemblance {percent(one.similarity)})"
    if answer is None:
        return f"{said}, {escape(one.id)}"
    text = render.prose(escape(answer.text))
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
