"""A setting that is empty is unset; of a wrong one it is said what is accepted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import AssistantError
from corpus.settings import Settings, settings


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Settings]]:
    def give(name: str, value: str) -> Settings:
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
        settings.cache_clear()
        return settings()

    yield give
    settings.cache_clear()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_setting_is_unset(given: Callable[[str, str], Settings], name: str) -> None:
    wanted = "" if name.endswith("prompt") else getattr(Settings(), name)
    assert getattr(given(name, ""), name) == wanted


def test_an_empty_path_is_not_the_present_folder(given: Callable[[str, str], Settings]) -> None:
    assert given("index", "").index == Path("var/index")
    assert given("cache", "").cache != Path()


def test_a_path_may_begin_at_the_home_folder(given: Callable[[str, str], Settings]) -> None:
    assert given("index", "~/idx").index == Path.home() / "idx"
    assert given("encoder", "~/modele").encoder == str(Path.home() / "modele")


def test_blanks_around_a_value_are_not_its_own(given: Callable[[str, str], Settings]) -> None:
    assert given("encoder", " embedded ").encoder == "embedded"
    assert given("query_prompt", "query: ").query_prompt == "query: "


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("today", "2026-13-01", "donnez une date sous la forme AAAA-MM-JJ"),
        ("today", "demain", "AAAA-MM-JJ"),
        ("today", "1764288000", "donnez une date sous la forme AAAA-MM-JJ"),
        ("today", "20260331", "donnez une date sous la forme AAAA-MM-JJ"),
        ("passage_tokens", "10", "donnez un nombre entier d'au moins 40 et d'au plus 400"),
        ("passage_tokens", "beaucoup", "d'au moins 40 et d'au plus 400"),
        ("most_pages", "0", "donnez un nombre entier d'au moins 1."),
        ("llm", "mistral", "donnez « fournisseur:modèle »"),
        ("llm_base_url", "localhost:8080", "http:// ou https://"),
        ("llm_timeout", "-1", "donnez un nombre plus grand que 0 et d'au plus 600"),
        ("llm_max_tokens", "1", "d'au moins 100 et d'au plus 32000"),
        ("reader", "non", "donnez true ou false"),
    ],
)
def test_of_a_wrong_value_it_is_said_what_is_accepted(
    given: Callable[[str, str], Settings], name: str, value: str, said: str
) -> None:
    with pytest.raises(AssistantError) as raised:
        given(name, value)
    assert str(raised.value).startswith(
        f"Le réglage ASSISTANT_{name.upper()} n'accepte pas « {value} » : "
    )
    assert said in str(raised.value)
