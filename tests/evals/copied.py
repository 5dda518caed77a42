"""Whether a text of ours is in the words of a page."""

from corpus.anticipated import plain
from tests.conftest import export_file


def runs(text: str) -> set[tuple[str, ...]]:
    """As many words in a row as no title of a law or of a scheme has."""
    words = plain(text).split()
    return {tuple(words[start : start + 12]) for start in range(len(words) - 11)}


def runs_of_pages() -> set[tuple[str, ...]]:
    """Those of the pages of the export; the test is skipped where there is none."""
    return runs(export_file().read_text("utf-8"))
