"""How the list of the queue and what stands around it look: pure functions to escaped HTML."""

from html import escape

from assistant.records.listing import Page
from assistant.records.types import QueueRow
from assistant.triage.types import DECISIONS
from corpus.numbers import counted
from corpus.text import typeset
from ui.queue.progress import Told
from ui.words import STATES, THEMES, day, percent

# Signs of a question shown in the list.
_SHOWN = 160
_SHORTCUTS = (
    ("j ou ↓", "question suivante de la liste"),
    ("k ou ↑", "question précédente de la liste"),
    ("Entrée", "ouvrir la question"),
    ("Ctrl + Entrée", "dans la question ouverte, valider la réponse telle quelle"),
    ("e", "modifier la réponse"),
    ("r", "rejeter (le motif est demandé)"),
    ("n", "afficher les nouvelles questions"),
    ("/", "rechercher"),
    ("?", "ouvrir ou fermer cette aide"),
)


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
        f'<span class="head"><span>N° {row.id}, {escape(day(row.created_at))}</span> '
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
        '<p role="status"></p><p class="failure" role="alert" hidden></p>'
    )


def announced(new: int, changed: bool) -> str:
    """That rows came, or changed, since the list was shown: a button shows them."""
    if new > 0:
        said = counted(new, "nouvelle question", "nouvelles questions")
    elif changed:
        said = "La file a changé"
    else:
        return ""
    button = '<button type="button" class="fresh" data-step="fresh">'
    return f"{button}{escape(said)}\u00a0: afficher</button>"


def batch(told: Told) -> str:
    """How a batch goes on; read aloud at each quarter, or each time where there is none."""
    if not told.text:
        return ""
    step = escape(told.text if told.quarter is None else f"{told.quarter}")
    kind = "failure" if told.is_wrong else "done"
    close = '<button type="button" class="other">Fermer ce message</button>'
    said = f'<p class="{kind}" data-step="{step}">{escape(typeset(told.text))}</p>'
    return said + (close if told.is_over else "")


def shortcuts() -> str:
    """The keys of the page, in a block that « ? » opens."""
    keys = "".join(f"<dt><kbd>{escape(k)}</kbd></dt><dd>{escape(w)}</dd>" for k, w in _SHORTCUTS)
    return (
        '<details id="queue-keys"><summary>Raccourcis du clavier («\u00a0?\u00a0»)</summary>'
        f'<dl>{keys}</dl><label><input type="checkbox" id="queue-letters" checked> '
        "Touches d’une seule lettre (j, k, e, r, n, /, ?)</label></details>"
    )


def hint() -> str:
    """What stands in the place of the open question before one is."""
    return '<p class="welcome">Choisissez votre nom, puis une question de la liste.</p>'


def said(text: str, wrong: bool = False, field: str = "") -> str:
    """What came of an action, read aloud by a screen reader, with the id of the field refused."""
    if not text:
        return ""
    tied = f' data-field="{field}"' if field else ""
    role, kind = ("alert", "failure") if wrong else ("status", "done")
    return f'<p class="{kind}" role="{role}" tabindex="-1"{tied}>{escape(typeset(text))}</p>'
