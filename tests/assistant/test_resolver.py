"""What a message needs of the earlier ones: the model that ships, and what is made of it."""

import json
import logging
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from assistant.question import cut_by, understand
from assistant.resolver import resolving
from assistant.resolver.resolving import (
    MAX_REPLIED,
    MAX_TOKENS,
    Kind,
    Resolution,
    Resolver,
    begins_of,
    history_of,
    open_resolver,
    tokens_of,
    topic_of,
)
from corpus.settings import Settings


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    found = open_resolver(Settings())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("earlier", "message", "kind", "words"),
    [
        (
            ["Je dois recenser les structures de l'ESS de la commune, par où commencer ?"],
            "on est deux à la mairie, il y aurait une version plus légère ?",
            "follows",
            "structures de l'ess",
        ),
        (
            ["Un garage solidaire, ça marche comment ?"],
            "qui peut payer pour ça ?",
            "follows",
            "garage solidaire",
        ),
        (
            ["Une commune peut-elle entrer au capital d'une SCIC ?"],
            "Autre sujet : comment soutenir un atelier vélo associatif ?",
            "alone",
            "",
        ),
        (
            ["Comment soutenir une ressourcerie ?"],
            "Qu'est-ce qu'un tiers-lieu culturel ?",
            "alone",
            "",
        ),
        (
            ["Combien d'emplois représente l'ESS ?"],
            "C'est trop long, vous pouvez me le résumer en deux phrases ?",
            "reply",
            "",
        ),
        (["Comment lancer un PTCE ?"], "Vous êtes certain de ce que vous dites là ?", "reply", ""),
        (
            ["How can a town support a bike workshop?"],
            "Who pays for it?",
            "follows",
            "bike workshop",
        ),
    ],
)
def test_the_model_that_ships_says_what_a_message_needs(
    resolver: Resolver, earlier: list[str], message: str, kind: str, words: str
) -> None:
    found = resolver.read(message, earlier)
    assert found.kind == kind
    assert words in found.topic.lower()
    assert bool(found.topic) == (kind != "alone")


def test_what_points_back_does_not_stand_alone(resolver: Resolver) -> None:
    asked = "Il me faudrait un ou deux chiffres sur le poids de tout ça en France, pour un discours"
    found = resolver.read(asked, ["Qu'est-ce qu'une structure de l'ESS ?"])
    assert found.kind == "follows"
    assert "structure" in found.topic


LONG = ["Un atelier vélo ? " * 200, "Et le toit ? " * 99, "Un garage solidaire ?"]


def test_of_a_long_conversation_the_end_is_read(resolver: Resolver) -> None:
    history = history_of(LONG)
    tokens = tokens_of(resolver._model.tokenizer, "Qui le finance ? " * 200, history)
    assert len(tokens.ids) == MAX_TOKENS
    first, last = tokens.history
    assert len(tokens.offsets) == last - first > MAX_TOKENS // 2
    assert history[tokens.offsets[0][0] :].endswith("Et le toit ?  | Un garage solidaire ?")
    assert tokens.offsets[-1][1] == len(history)


def test_with_a_reply_the_end_of_what_was_asked_is_read_and_its_beginning(
    resolver: Resolver,
) -> None:
    history = history_of(LONG, "La ville prête un local. " * 200)
    tokens = tokens_of(resolver._model.tokenizer, "Qui le finance ? " * 200, history)
    assert len(tokens.ids) == MAX_REPLIED
    read = history[tokens.offsets[0][0] : tokens.offsets[-1][1]]
    assert "Et le toit ?  | Un garage solidaire ? | Réponse : La ville prête un local." in read
    assert "vélo" not in read


@pytest.mark.parametrize("when", ["c'est à quelle date", "c’est quand"])
def test_a_question_that_names_its_thing_ahead_is_what_those_after_it_are_asked_of(
    resolver: Resolver, when: str
) -> None:
    asked = (
        "Deux choses : d'abord les ludothèques, quel intérêt pour une commune ? ensuite le Salon "
        f"des Maires, {when} et comment y participer ?"
    )
    first, second, third = (part.text for part in understand(asked, resolver=resolver).parts)
    assert first == "Les ludothèques, quel intérêt pour une commune ?"
    assert second.removeprefix("Ensuite ").capitalize() == f"Le salon des maires, {when} ?"
    assert third.endswith("e Salon des Maires : comment y participer ?")


def test_what_is_off_topic_takes_nothing_from_before(resolver: Resolver) -> None:
    lines = Path("evals/cases/aside_off_topic.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines]
    earlier = ["Comment ma commune peut-elle soutenir les garages solidaires ?"]
    kinds = [resolver.read(question, earlier).kind for question in asked]
    assert kinds.count("follows") < len(asked) / 10


@pytest.mark.parametrize("message", ["?", "…", "🙂", "a" * 4000, "| | |", "«»"])
@pytest.mark.parametrize("earlier", ["?", "| |", "b" * 4000, "Un garage solidaire ?"])
def test_any_text_is_read(resolver: Resolver, message: str, earlier: str) -> None:
    found = resolver.read(message, [earlier])
    for word in found.topic.replace(",", " ").split():
        assert word in earlier


@pytest.mark.parametrize("file", ["SHIPPED", "REPLIED"])
def test_without_its_file_rules_read_what_follows(
    file: str, monkeypatch: pytest.MonkeyPatch, tmp_path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(resolving, file, tmp_path / "none.onnx")
    with caplog.at_level(logging.WARNING):
        assert open_resolver(Settings()) is None
    assert "none.onnx is missing" in caplog.text
    read = understand("et pour un vélo ?", ["Comment soutenir un garage solidaire ?"])
    assert read.understood_as == "Comment soutenir un vélo ?"


def topic(history: str, *taken: str, beside: tuple[str, ...] = ()) -> str:
    """The topic of a history whose words are tokens, of which some are needed."""
    offsets = [match.span() for match in resolving._WORD.finditer(history)]
    words = [history[start:end] for start, end in offsets]
    likely = [0.9 if word in taken else 0.3 if word in beside else 0.01 for word in words]
    return topic_of(history, offsets, np.array(likely, np.float32))


def test_a_piece_has_its_article_and_no_loose_end() -> None:
    said = "Comment aider le garage solidaire de notre bourg ?"
    assert topic(said, "garage", "solidaire", "de") == "le garage solidaire"


def test_small_and_likely_words_between_two_that_are_needed_belong_to_them() -> None:
    said = "Quelles aides à la création d'une ressourcerie associative locale ?"
    needed = topic(said, "création", "associative", beside=("d'une", "ressourcerie"))
    assert needed == "la création d'une ressourcerie associative"


def test_a_word_by_itself_goes_on_with_what_it_is_of() -> None:
    assert topic("Lancer un appel à projets en mai ?", "appel") == "un appel à projets"
    assert topic("Font-elles partie de l'ESS ?", "partie") == "partie de l'ESS"


def test_what_asks_at_its_end_is_no_topic() -> None:
    said = "Le salon des maires, c'est quand ?"
    assert topic(said, *said.replace(",", "").split()[:-1]) == "Le salon des maires"
    said = "La CRESS, à quoi ça sert ?"
    assert topic(said, "CRESS", "à", "quoi") == "La CRESS"


def test_a_negation_stays_whole_or_goes() -> None:
    said = "Des habitants n'arrivent plus à faire leurs démarches, la mairie ne suit pas."
    needed = topic(said, "n'arrivent", "faire", "leurs", "démarches", "mairie", "ne")
    assert needed == "n'arrivent plus à faire leurs démarches, la mairie"


def test_no_piece_goes_beyond_a_sentence_or_a_message() -> None:
    said = history_of(["La ville a un cinéma. Les habitants le gèrent ?", "Un atelier vélo ?"])
    assert topic(said, "cinéma", "habitants", "atelier", "vélo") == (
        "un cinéma, les habitants, un atelier vélo"
    )


def test_what_a_preposition_leads_goes_on_without_a_comma() -> None:
    said = "Quel transport proposer chez nous pour les personnes âgées ?"
    assert topic(said, "transport", "pour", "personnes", "âgées") == (
        "transport pour les personnes âgées"
    )


def test_the_surest_words_are_taken_where_none_is_sure() -> None:
    said = "Comment aider un garage solidaire ?"
    assert topic(said, beside=("garage", "solidaire")) == "un garage solidaire"


@dataclass
class Scripted:
    """A resolver that says one thing, and where a message is cut; the rules say it by default."""

    said: Resolution
    cut_before: tuple[str, ...] | None = None

    def read(self, message: str, earlier: object, reply: str = "") -> Resolution:
        return self.said

    def begins(self, message: str) -> tuple[int, ...] | None:
        return self.cut_before and tuple(message.index(words) for words in self.cut_before)


def follows(topic: str) -> Scripted:
    return Scripted(Resolution("follows", topic))


EARLIER = ["Comment une commune peut-elle soutenir les garages solidaires ?"]


def test_each_question_of_a_message_is_asked_of_the_topic() -> None:
    read = understand(
        "Ça coûte combien ? Et qui peut nous aider ?", EARLIER, resolver=follows("un garage")
    )
    assert [part.text for part in read.parts] == [
        "Un garage : ça coûte combien ?",
        "Un garage : qui peut nous aider ?",
    ]
    assert read.understood_as == "Un garage : ça coûte combien ? Qui peut nous aider ?"


def parts(asked: str, resolver: Scripted) -> list[tuple[str, str]]:
    """The questions of a message as they stand alone, and what is in doubt of each."""
    return [(part.text, part.own) for part in understand(asked, resolver=resolver).parts]


def test_a_later_question_of_a_message_is_asked_of_what_it_needs() -> None:
    asked = "Comment ouvrir une conciergerie, sachant qu'il me faut aussi le coût ?"
    cut = Scripted(Resolution("follows", "une conciergerie"), ("sachant",))
    assert parts(asked, cut) == [
        ("Comment ouvrir une conciergerie ?", ""),
        (
            "Une conciergerie : sachant qu'il me faut aussi le coût ?",
            "sachant qu'il me faut aussi le coût ?",
        ),
    ]
    assert understand(asked, resolver=cut).understood_as == (
        "Comment ouvrir une conciergerie ? Une conciergerie : sachant qu'il me faut aussi le coût ?"
    )


@pytest.mark.parametrize(
    ("rest", "parts"),
    [
        ("Restez bref, trois lignes suffisent.", 1),
        ("Combien de temps, merci ?", 2),
        ("Un modèle de convention me serait aussi utile.", 2),
        ("Expliquez-moi simplement.", 1),
    ],
)
def test_what_says_only_how_to_reply_is_not_asked(rest: str, parts: int) -> None:
    message = f"Comment aider un garage solidaire ? {rest}"
    reply = Scripted(Resolution("reply", ""), cut_before=(rest,))
    assert len(understand(message, resolver=reply).parts) == parts


def test_of_a_message_that_asks_several_things_rules_may_find_more() -> None:
    message = "Combien d'emplois dans l'ESS, quelle loi l'encadre et qui la suit ?"
    one = Scripted(Resolution("alone", ""), cut_before=("qui la suit",))
    assert len(understand(message, resolver=one).parts) == 3
    none = Scripted(Resolution("alone", ""), cut_before=())
    assert len(understand(message, resolver=none).parts) == 1


def test_rules_say_what_a_later_question_takes_before_the_model() -> None:
    asked = "Qu'est-ce qu'une SCIC et combien en compte-t-on ?"
    cut = Scripted(Resolution("follows", "la SCIC"), ("combien",))
    assert parts(asked, cut)[1] == ("Une SCIC : combien en compte-t-on ?", "")


@pytest.mark.parametrize(("kind", "topic"), [("alone", ""), ("reply", "un cinéma")])
def test_a_later_question_that_needs_nothing_stands_as_it_is(kind: Kind, topic: str) -> None:
    asked = "Comment aider un cinéma ? Quel rôle joue la CRESS dans la région ?"
    cut = Scripted(Resolution(kind, topic), ("Quel rôle",))
    assert parts(asked, cut)[1] == ("Quel rôle joue la CRESS dans la région ?", "")
    assert understand(asked, resolver=cut).understood_as == asked


def test_a_few_words_take_the_place_of_others() -> None:
    read = understand("et pour un département ?", EARLIER, resolver=follows("les garages"))
    assert read.understood_as == "Comment un département peut-il soutenir les garages solidaires ?"
    assert read.level == "departement"


def test_the_same_question_about_another_thing_is_asked_of_that_alone() -> None:
    earlier = ["on gère la mobilité, qu'est-ce qu'on peut faire pour soutenir un garage ?"]
    read = understand("Même question pour l'autopartage", earlier, resolver=follows("soutenir"))
    assert read.understood_as == "Soutenir : même question pour l'autopartage"


LONGER = "qui peut payer pour ça quand une mairie n'a plus un sou ?"


def test_the_level_of_an_earlier_message_holds_for_what_follows() -> None:
    longer = LONGER.replace("une mairie", "on")
    read = understand(longer, EARLIER, resolver=follows("les garages solidaires"))
    assert read.understood_as == f"Les garages solidaires : {longer}"
    assert read.level == "commune"


def test_the_level_that_a_message_names_comes_before_its_topics() -> None:
    asked = "la région peut-elle faire quelque chose pour nous aider aussi ?"
    read = understand(asked, EARLIER, resolver=follows("une commune peut les soutenir"))
    assert read.level == "region"


@pytest.mark.parametrize(
    ("earlier", "message", "understood"),
    [
        ("Qu'est-ce qu'un PTCE ?", "merci, et un garage ?", "Qu'est-ce qu'un garage ?"),
        ("Qu'est-ce qu'un PTCE ?", "non, je parlais d'une SCIC", "Qu'est-ce qu'une SCIC ?"),
        ("Comment soutenir une SCIC ?", "pourquoi ?", "Comment soutenir une SCIC, et pourquoi ?"),
        (
            "Quelle différence entre une SCOP et une SCIC ?",
            "le capital de la deuxième ?",
            "le capital de la SCIC ?",
        ),
    ],
)
def test_rules_read_a_few_words_before_the_model(
    earlier: str, message: str, understood: str
) -> None:
    after = follows("un cinéma")
    assert understand(message, [earlier], resolver=after).understood_as == understood


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("Passeport perdu à l'étranger, que faire ?", "Passeport perdu à l'étranger, que faire ?"),
        ("et une SCIC ?", "Qu'est-ce qu'une SCIC ?"),
        ("pourquoi ?", "Qu'est-ce qu'un PTCE, et pourquoi ?"),
        ("quel article de loi ?", "Un PTCE : quel article de loi ?"),
        ("Quelles aides à Lyon ?", "Un PTCE : quelles aides à Lyon ?"),
    ],
)
def test_a_few_words_stand_alone_where_they_name_things_of_their_own(
    asked: str, understood: str
) -> None:
    alone = Scripted(Resolution("alone", ""))
    read = understand(asked, ["Qu'est-ce qu'un PTCE ?"], resolver=alone)
    assert read.understood_as == understood


def test_a_few_words_about_the_reply_change_nothing() -> None:
    reply = Scripted(Resolution("reply", ""))
    earlier = ["Combien de PTCE en France ?"]
    assert understand("D'où sors-tu ce nombre ?", earlier, resolver=reply).about_reply
    assert not understand("Quels textes ?", earlier, resolver=reply).about_reply


def test_the_topic_is_kept_over_a_long_conversation(resolver: Resolver) -> None:
    turns = [
        "On nous propose de monter un garage solidaire. Par où faut-il commencer, à votre avis ?",
        "on est deux à la mairie dont un mi-temps, y aurait-il une version plus légère ?",
        "et pour les bénévoles, comment est-ce qu'on s'y prend pour les trouver ?",
        "admettons qu'ils ne soient que trois ou quatre, est-ce que ça vaut encore le coup ?",
    ]
    asked = "et tout cela, qui voudra bien le payer quand la mairie n'a plus un sou ?"
    assert "garage solidaire" in understand(asked, turns, resolver=resolver).understood_as


@pytest.mark.parametrize("message", ["météo ?", "Citiz", "un vélo"])
def test_a_bare_name_is_a_question_of_its_own(message: str) -> None:
    assert understand(message, EARLIER, resolver=follows("les garages")).understood_as == message


def test_no_bracket_stays_open_in_a_topic() -> None:
    said = "Une société coopérative d'intérêt collectif (SCIC) peut-elle louer « en commun » ?"
    taken = ("société", "coopérative", "d'intérêt", "collectif", "SCIC")
    assert topic(said, *taken) == "Une société coopérative d'intérêt collectif SCIC"


def test_what_asks_is_no_topic() -> None:
    assert topic("Qu'est-ce qu'un PTCE ?", "Qu'est-ce", "qu'un", "PTCE") == "un PTCE"


def test_an_english_topic_is_not_mended_in_french() -> None:
    read = understand(
        "who could possibly pay for all of it, and is it mandatory?",
        ["What is a social enterprise?"],
        vocabulary=frozenset({"entreprise", "sociale"}),
        resolver=follows("a social enterprise"),
    )
    assert read.understood_as.startswith("A social enterprise: who could possibly pay")


@pytest.mark.parametrize(
    ("message", "about_reply"),
    [
        ("Mettez-moi ça dans un tableau, s'il vous plaît, c'est pour ma directrice", True),
        ("Vous me parlez de la commune, alors parlez-moi plutôt du covoiturage maintenant", False),
        ("Résumez-moi le covoiturage, les vélos et les navettes dans votre guide", False),
    ],
)
def test_a_message_with_words_of_the_fiches_asks_them(message: str, about_reply: bool) -> None:
    words = frozenset({"covoiturage", "vélos", "navettes", "commune", "garages", "parler"})
    reply = Scripted(Resolution("reply", "les garages"))
    read = understand(message, EARLIER, vocabulary=words, resolver=reply)
    assert read.about_reply is about_reply


def test_a_message_that_stands_alone_takes_nothing() -> None:
    alone = Scripted(Resolution("alone", ""))
    read = understand("Qui gère les vélos ?", EARLIER, resolver=alone)
    assert read.understood_as == "Qui gère les vélos ?"
    assert read.level is None


def test_a_message_about_the_reply_asks_nothing() -> None:
    reply = Scripted(Resolution("reply", ""))
    read = understand("Mettez-moi ça dans un tableau", EARLIER, resolver=reply)
    assert read.about_reply
    assert not read.asks


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("Qu'en est-il en zone rurale ?", "Comment aider un garage solidaire en zone rurale ?"),
        ("idem en montagne ?", "Comment aider un garage solidaire en montagne ?"),
    ],
)
def test_rules_add_where_something_is_asked_once_more(asked: str, understood: str) -> None:
    earlier = ["Comment aider un garage solidaire ?"]
    assert understand(asked, earlier, resolver=follows("x")).understood_as == understood


def test_where_no_word_is_found_rules_say_what_is_needed() -> None:
    read = understand("qui le finance ?", EARLIER, resolver=follows(""))
    assert read.understood_as == "Soutenir les garages solidaires : qui le finance ?"


def test_nothing_is_needed_of_before_by_a_first_message_or_one_of_another_subject() -> None:
    class Never:
        def read(self, message: str, earlier: object, reply: str = "") -> Resolution:
            raise AssertionError(message)

        def begins(self, message: str) -> tuple[int, ...]:
            return ()

    assert understand("Qui paie ?", resolver=Never()).asks
    assert understand("Qui paie ?", ["Merci !"], resolver=Never()).asks
    other = understand("Autre chose : comment aider un cinéma ?", EARLIER, resolver=Never())
    assert other.understood_as == "Comment aider un cinéma ?"


def test_a_mistyped_topic_is_mended() -> None:
    read = understand(
        LONGER,
        ["un garaje solidaire ca marche coment"],
        vocabulary=frozenset({"garage", "solidaire", "payer", "marche", "comment"}),
        resolver=follows("un garaje solidaire"),
    )
    assert read.understood_as == f"Un garage solidaire : {LONGER}"


def begins(message: str, *sure: str) -> list[str]:
    """What follows each place of a message that the model is sure of; each word is a token."""
    offsets = [match.span() for match in re.finditer(r"\s?\S+", message)]
    likely = [0.9 if message[start:end].strip() in sure else 0.01 for start, end in offsets]
    return [message[at:] for at in begins_of(message, offsets, np.array(likely, np.float32))]


def test_a_question_begins_at_a_word() -> None:
    said = "Comment ouvrir un garage, « avec quel budget »"
    assert begins(said, "«") == ["avec quel budget »"]


def test_what_only_ties_is_no_question_of_its_own() -> None:
    said = "Qui gère un garage et combien coûte-t-il ?"
    assert begins(said, "et", "combien") == ["et combien coûte-t-il ?"]
    assert begins("Et combien coûte-t-il ?", "Et", "combien") == []
    assert begins("Qui ? Où ? Combien ?", "Où", "Combien") == ["Où ? Combien ?", "Combien ?"]


@pytest.mark.parametrize(
    ("message", "others"),
    [
        (
            "Comment créer une ressourcerie, avec un exemple de convention ?",
            ["avec un exemple de convention ?"],
        ),
        (
            "Comment ouvrir une conciergerie, sachant qu'il me faut aussi le coût ?",
            ["sachant qu'il me faut aussi le coût ?"],
        ),
        (
            "aides pour un garage solidaire + contact à la région",
            ["contact à la région"],
        ),
        ("Comment créer une SCIC avec les habitants et les associations du bourg ?", []),
        ("Peut-on prêter une salle à une association ? Le conseil se réunit lundi.", []),
        ("Subvention ou marché public pour un chantier d'insertion ?", []),
    ],
)
def test_the_model_that_ships_says_where_questions_begin(
    resolver: Resolver, message: str, others: list[str]
) -> None:
    places = resolver.begins(message)
    assert places is not None
    assert [message[at:] for at in places] == others


def test_rules_cut_what_is_longer_than_the_model_reads(resolver: Resolver) -> None:
    long = "Un atelier vélo va ouvrir chez nous. " * 60
    assert resolver.begins(long) is None
    read = understand(f"{long}Qui le finance ? Qui le gère ?", resolver=resolver)
    assert len(read.parts) == 2


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        (
            "ah les garages solidaires c'est exactement ça ! et la commune, elle peut les aider "
            "comment ?",
            1,
        ),
        (
            "vous dites que ces structures mélangent les ressources. et nous la commune ça nous "
            "sert à quoi d'avoir un élu référent ESS ?",
            1,
        ),
        (
            "Un collègue m'a dit que l'ESS, c'est un mot fourre-tout et que toute entreprise s'en "
            "réclame. Quelle est la définition exacte, et qui en fait partie ?",
            2,
        ),
        (
            "La Maison de Dieppe m'intéresse : qui la gère et qui paye ? Chez nous ce serait "
            "forcément plus petit.",
            2,
        ),
        (
            "Comment associer les acteurs de l'ESS à une fête ? Nous avons par exemple un forum en "
            "septembre.",
            1,
        ),
        (
            "Pour la première question je voulais des chiffres : combien de structures culturelles "
            "relèvent de l'ESS et combien de salariés ?",
            2,
        ),
        (
            "Je cherche trois exemples de départements, avec les dates si possible",
            1,
        ),
        (
            "Je suis à la recherche de modèles de convention pour une association. Et qui finance "
            "les PTCE ?",
            2,
        ),
        (
            "Comment créer une SCIC ? J'ai également une question sur les tiers-lieux.",
            2,
        ),
        ("Le dossier traîne. J'ai demandé qui paie. Et combien ça coûte ?", 2),
        ("J'ai deux questions. D'abord le mois de l'ESS. Ensuite le label de Lyon.", 2),
        ("J'aimerais bien un modèle de convention. Et la durée ?", 2),
    ],
)
def test_what_only_tells_is_no_question(resolver: Resolver, message: str, pieces: int) -> None:
    assert len(cut_by(resolver, message)) == pieces
