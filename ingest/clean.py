"""Which lines are the site's furniture, not a page's text."""

from corpus.text import squeeze

BANNER = "Réseau des collectivités Territoriales pour une Économie Sociale et Solidaire"
LAYOUT_LINK = "Version mise en page à retrouver ici"
# The field labels that close a page's body: one of these opens them, « Résumé » ends them, and
# other labels and their short values stand between.
_OPENING = ("Catégorie", "Type de ressource")
_ENDING = "Résumé"
_MOST_LINES = 12
_LONGEST_VALUE = 80


def is_furniture(line: str) -> bool:
    """Whether a line is the network's banner or the link to the page's layout."""
    return squeeze(line) in (BANNER, LAYOUT_LINK)


def field_labels(lines: list[str], start: int) -> int:
    """How many lines from `start` on are field labels and their values; 0 where none begin."""
    if lines[start].strip() not in _OPENING:
        return 0
    for end, line in enumerate(lines[start : start + _MOST_LINES], start + 1):
        if line.strip() == _ENDING:
            return end - start
        if len(line) > _LONGEST_VALUE:
            return 0
    return 0
