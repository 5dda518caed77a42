"""How the overview of the questions looks: pure functions from figures to escaped HTML."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from assistant.records.lacking import Gap
from assistant.records.measures import Measured
from assistant.wording import french_date
from corpus.numbers import counted
from ui.words import LEVELS, THEMES

# Questions of one subject that are shown.
_SHOWN = 20


def figures(found: Measured) -> str:
    """How many questions came, on what, and how they fare."""
    if not found.questions:
        return _told("Aucune question n’est arrivée sur cette période.", "welcome")
    levels = {str(level): name for level, name in LEVELS.items()} | {"": "Non précisé"}
    return "".join(
        (
            _told(_arrived(found)),
            _sorted(found),
            _answered(found),
            _bars("Par thème", "Thème", _named(found.themes, THEMES)),
            _bars("Par niveau", "Niveau", _named(found.levels, levels)),
            _bars("Par mois", "Mois", [(french_date(m), n) for m, n in found.months.items()]),
        )
    )


def _arrived(found: Measured) -> str:
    came = counted(found.questions, "question arrivée", "questions arrivées")
    refused = f" et {counted(found.rejected, 'rejetée', 'rejetées')}" if found.rejected else ""
    return f"{came}, dont {found.replied} avec une réponse{refused}."


def _told(sentence: str, kind: str = "") -> str:
    """What is read aloud of the whole."""
    return f'<p class="{kind}" data-step="{escape(sentence)}">{escape(sentence)}</p>'


def _sorted(found: Measured) -> str:
    """How all questions are shared out."""
    return _shares(
        "Comment elles sont triées",
        f"Sur {counted(found.questions, 'question arrivée', 'questions arrivées')}",
        {
            "Avec un brouillon tiré des fiches": found.drafted,
            "Transmises au juriste sans brouillon": found.to_jurist,
            "Hors périmètre, sans brouillon": found.off_topic,
            "Une réponse validée y répond déjà": found.repeated,
            "Messages qui ne posent aucune question": found.asks_nothing,
        },
    )


def _answered(found: Measured) -> str:
    """How the questions with an answer got it, and when."""
    if not found.replied:
        return ""
    own = found.unchanged + found.edited + found.by_hand
    times = (
        ("Délai médian", found.median_hours),
        ("Délai dans lequel 9 réponses sur 10 sont données", found.p90_hours),
    )
    return _shares(
        "Comment elles ont leur réponse",
        f"Sur {counted(found.replied, 'question', 'questions')} avec une réponse",
        {
            "Brouillon validé tel quel": found.unchanged,
            "Brouillon modifié, puis validé": found.edited,
            "Réponse écrite à la main": found.by_hand,
            "Même réponse qu’une autre question (doublon)": found.replied - own,
        },
    ) + _table("Délai de réponse", "", "".join(_row(name, _hours(time)) for name, time in times))


def _shares(title: str, whole: str, parts: Mapping[str, int]) -> str:
    """A table of the parts of a whole, which its first column names."""
    head = (
        f'<thead><tr><th scope="col">{escape(whole)}</th>'
        '<th scope="col" class="number">Questions</th>'
        '<th scope="col" class="number">Part</th></tr></thead>'
    )
    percents = _percents(list(parts.values()))
    body = "".join(
        _row(name, str(number), f"{percent}\u00a0%")
        for (name, number), percent in zip(parts.items(), percents, strict=True)
    )
    return _table(title, head, body)


def _percents(numbers: Sequence[int]) -> list[int]:
    """Whole percentages that sum to 100: those with the largest remainders are rounded up."""
    whole = sum(numbers)
    found = [100 * number // whole for number in numbers]
    largest = sorted(range(len(numbers)), key=lambda n: -(100 * numbers[n] % whole))
    for position in largest[: 100 - sum(found)]:
        found[position] += 1
    return found


def _row(name: str, *values: str) -> str:
    cells = "".join(f'<td class="number">{escape(value)}</td>' for value in values)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def _table(title: str, head: str, body: str) -> str:
    return (
        f'<h2>{escape(title)}</h2><table class="figures" aria-label="{escape(title)}">'
        f"{head}<tbody>{body}</tbody></table>"
    )


def _hours(hours: float | None) -> str:
    if hours is None:
        return "–"
    if hours < 1:
        return "moins d’une heure"
    if hours < 48:
        return counted(round(hours), "heure", "heures")
    return counted(round(hours / 24), "jour", "jours")


def _named(counts: Mapping[str, int], names: Mapping[Any, str]) -> list[tuple[str, int]]:
    """Counts by their French names, the largest first."""
    return [(names[key], counts[key]) for key in sorted(counts, key=lambda key: -counts[key])]


def _bars(title: str, column: str, rows: Iterable[tuple[str, int]]) -> str:
    """A table whose numbers are drawn as bars too."""
    listed = list(rows)
    most = max((number for _, number in listed), default=1)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="number">{number}</td>'
        f'<td class="bar"><span style="width:{round(100 * number / most)}%"></span></td></tr>'
        for name, number in listed
    )
    head = (
        f'<thead><tr><th scope="col">{escape(column)}</th>'
        '<th scope="col" class="number">Questions</th>'
        '<th scope="col" class="bar">Comparaison</th></tr></thead>'
    )
    return _table(title, head, body)


def about_gaps() -> str:
    """What the subjects below are made of."""
    return (
        "<h2>Sujets qui manquent dans les fiches</h2>"
        "<p>Les questions dont la réponse a été cherchée dans les fiches sans y être trouvée, sans "
        "celles des sujets réservés au juriste.</p>"
    )


def gaps(found: Sequence[Gap], period: Mapping[str, str]) -> str:
    """The subjects that the fiches lack, with their questions, and the address of the table."""
    if not found:
        return _told("Aucun sujet ne revient parmi les questions sans réponse.", "welcome")
    items = "".join(_gap(gap) for gap in found)
    query = escape(urlencode({name: value for name, value in period.items() if value}))
    link = f'<p><a href="sujets.csv?{query}" download>Enregistrer ces sujets (CSV)</a></p>'
    return f"{_told(counted(len(found), 'sujet', 'sujets') + '.')}{link}{items}"


def _gap(gap: Gap) -> str:
    questions = "".join(f"<li>{escape(text)}</li>" for text in gap.questions[:_SHOWN])
    number = counted(len(gap.questions), "question", "questions")
    return (
        f'<details class="source"><summary><strong>{escape(name_of(gap))}</strong> '
        f"({escape(number)})<br>{escape(gap.central)}</summary><ul>{questions}</ul></details>"
    )


def name_of(gap: Gap) -> str:
    """What a subject is called: its most telling words."""
    return ", ".join(gap.words) or "Sujet sans mots communs"
