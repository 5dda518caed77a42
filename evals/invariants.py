"""Which promises of the contract does an answer break? Those that its fields tell."""

from evals.metrics import Scores
from evals.said import Said

QUOTES = "une citation n’est pas le texte exact de sa source"
CLAIMS = "un chiffre, une date, une loi ou un nom n’est dans aucun des extraits cités"
NUMBERS = "les citations ne sont pas numérotées dans l’ordre où elles servent"
UNCITED = "une affirmation n’a pas de citation"
REFUSED = "un refus affirme ou cite quelque chose"
EMPTY = "une réponse n’affirme rien"


def broken_promises(said: Said, scores: Scores) -> tuple[str, ...]:
    """The invariants of CONTRACT that do not hold, as far as the answer tells, in French."""
    found = {
        QUOTES: scores.quotes_exact not in (None, 1),
        CLAIMS: scores.claims_borne not in (None, 1),
    }
    if said.statements is not None and said.citations is not None:
        used = dict.fromkeys(n for s in said.statements for n in s.citations)
        told = bool(said.statements or said.citations)
        found |= {
            UNCITED: any(not s.citations for s in said.statements),
            NUMBERS: not list(used)
            == [c.number for c in said.citations]
            == list(range(1, len(used) + 1)),
            REFUSED: said.status == "refused" and told,
            EMPTY: said.status in ("answered", "partial") and not said.statements,
        }
    return tuple(sentence for sentence, holds in found.items() if holds)
