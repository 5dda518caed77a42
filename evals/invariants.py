"""Which promises of the contract does an answer break? Those that its fields tell."""

from evals.metrics import Scores
from evals.said import Said

QUOTES = "une citation n’est pas le texte exact de sa source"
CLAIMS = "un chiffre, une date, une loi ou un nom n’est dans aucun des extraits cités"
NUMBERS = "les citations ne sont pas numérotées dans l’ordre où elles servent"
UNCITED = "une affirmation n’a pas de citation"
REFUSED = "un refus affirme ou cite quelque chose"
EMPTY = "une réponse n’affirme rien"
# What each promise is, where it is kept.
PROMISES = {
    QUOTES: "citations mot pour mot",
    CLAIMS: "chiffres, dates, lois et noms présents dans les extraits cités",
    NUMBERS: "citations numérotées dans l’ordre",
    UNCITED: "une citation pour chaque affirmation",
    REFUSED: "rien d’affirmé dans un refus",
    EMPTY: "au moins une affirmation dans une réponse",
}


def broken_promises(said: Said, scores: Scores) -> tuple[str, ...]:
    """The invariants of CONTRACT that do not hold, as far as the answer tells, in French."""
    return tuple(sentence for sentence, broken in checked(said, scores).items() if broken)


def checked(said: Said, scores: Scores) -> dict[str, bool]:
    """The invariants that an answer tells, each with whether it is broken."""
    found = {}
    if scores.quotes_exact is not None:
        found[QUOTES] = scores.quotes_exact != 1
    if scores.claims_borne is not None:
        found[CLAIMS] = scores.claims_borne != 1
    if said.statements is not None and said.citations is not None:
        used = dict.fromkeys(n for s in said.statements for n in s.citations)
        numbers = [c.number for c in said.citations]
        if said.statements:
            found[UNCITED] = any(not s.citations for s in said.statements)
        if said.statements or numbers:
            found[NUMBERS] = not list(used) == numbers == list(range(1, len(used) + 1))
        if said.status == "refused":
            found[REFUSED] = bool(said.statements or numbers)
        elif said.status is not None:
            found[EMPTY] = not said.statements
    return found
