"""Which lines are the site's furniture, not a page's text."""

from corpus.text import squeeze

BANNER = "Réseau des collectivités Territoriales pour une Économie Sociale et Solidaire"
LAYOUT_LINK = "Version mise en page à retrouver ici"
# The labels that close a page's body, in their order; values stand between some of them.
FIELD_LABELS = frozenset(
    {
        "Catégorie",
        "Type de ressource",
        "Ressources RTES",
        "Ressource privée",
        "Non",
        "Oui",
        "Résumé",
    }
)
# What may stand as the value of « Type de ressource ».
FIELD_VALUES = frozenset({"Autres", "Ressources RTES"})


def is_furniture(line: str) -> bool:
    """Whether a line is the network's banner or the link to the page's layout."""
    return squeeze(line) in (BANNER, LAYOUT_LINK)


def is_field_label(line: str) -> bool:
    """Whether a line is one of the field labels between a body and its second copy."""
    return line.strip() in FIELD_LABELS
