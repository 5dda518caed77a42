"""Which laws a question asks about, and whether a text names them."""

import re
from collections.abc import Iterable

from corpus.text import fold

# A law that is named by a number or a date alone is often named otherwise in a text.
_NAMED_LAW = re.compile(r"(?:la )?(?:lois? (?!de\b|du\b|n[°o] ?\d)|lom$|egalim$)")
# It is asked about, and no circumstance: « que change la loi… ? », « loi LOM compétence mobilité ».
_SAYS = re.compile(
    r"\b(?:dit|disent|prevoi\w+|impos\w+|oblig\w+|chang\w+|permet\w*|apport\w+|fix\w+|interdi\w+"
    r"|autoris\w+|laiss\w+|selon|au titre|au sens)\b|\bloi \w+ (?:\w+ )*\w+$"
)
# « La loi sur l'ESS », « relative à l'ESS », is « la loi ESS ».
_LAW_ON = re.compile(r"\bloi (?:sur|relative a) (?:l'|la |les? )")
# The several names of one law.
_ONE_LAW = (
    r"\blom\b|\borientation des mobilites\b",
    r"\begalim\b",
    r"\bagec\b|\banti-?gaspillage\b",
    r"\bcgct\b|\bcode general des collectivites\b",
    r"\bloi (?:ess|hamon)\b|\bloi (?:[^.;]{0,40} )?(?:sur|relative a) l'(?:ess|economie sociale)\b",
)


def unnamed_laws(asked: str, laws: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The laws that are named by their names in a question about them, where no text names any of
    the laws that are named at all.
    """
    laws, plain = list(laws), fold(asked).strip(" ?.!")
    named = tuple(law for law in laws if _NAMED_LAW.match(fold(law)))
    if not named or not _SAYS.search(plain):
        return ()
    said = "\n".join(texts)
    return () if any(is_named(law, said) for law in laws) else named


def is_named(name: str, text: str) -> bool:
    """Whether a text names a place, a year or a law, under whichever of its names."""
    plain, said = fold(name).removesuffix("'s"), fold(text)
    for one in _ONE_LAW:
        if re.search(one, plain):
            return re.search(one, said) is not None
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", _LAW_ON.sub("loi ", said)) is not None
