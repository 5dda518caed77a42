"""French, English or another language; in doubt French."""

import re

import pytest

from assistant.question import detect_language, understand
from evals.cases import SHIPPED, read_cases

FOREIGN = [
    "¿Cómo puede mi municipio apoyar los talleres solidarios?",
    "¿Qué es una cooperativa de interés colectivo?",
    "cual es el presupuesto de la red",
    "Wie kann meine Gemeinde soziale Unternehmen unterstützen?",
    "wer leitet das netzwerk der gemeinden",
    "Come può il mio comune sostenere le officine solidali?",
    "Che cos'è una cooperativa sociale?",
    "Como pode a minha câmara apoiar a economia social?",
    "Hoe kan mijn gemeente de sociale economie ondersteunen?",
    "Jak gmina może wspierać ekonomię społeczną?",
    "Belediyem sosyal ekonomiyi nasıl destekleyebilir?",
    "Cum poate primăria mea să sprijine economia socială?",
    "كيف يمكن لبلديتي دعم الاقتصاد الاجتماعي والتضامني؟",
    "我的市镇如何支持社会互助经济？",
    "Как муниципалитет может поддержать социальную экономику?",
]
FRENCH = [
    "garages solidaires",
    "subvention association culture",
    "arme de categorie c (soumise a declaration)",
    "habitat en peril (ou menacant ruine)",
    "qui a initie le parti forza italia",
    "Qui est Albertazzo II ?",
    "coment soutenir les asociation de ma comune",
    "c koi une scic",
    "pret a taux zero",
    "Quel montant en 2019",
    "SCIC",
    "recyclerie, ressourcerie, friperie : aides",
    "marche reserve insertion article",
    "Comment adapter le « community land trust » en France ?",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_another_language_is_told_apart(text: str) -> None:
    question = understand(text)
    assert question.foreign
    assert question.language == "fr"
    assert [part.text for part in question.parts] == [text]


@pytest.mark.parametrize("text", FRENCH)
def test_french_that_is_short_mistyped_or_without_accents_is_french(text: str) -> None:
    assert detect_language(text) == "fr"


def test_no_labelled_question_is_foreign_and_the_english_ones_are_english() -> None:
    cases = [case for case in read_cases(SHIPPED) if case.label == "answerable"]
    english = re.compile(r"\b(?:the|of|to|for|from|how|what|which|where|SSE)\b", re.IGNORECASE)
    for case in cases:
        expected = "en" if case.kind == "english" or english.search(case.question) else "fr"
        assert detect_language(case.question) == expected, case.question
