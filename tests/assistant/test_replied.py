"""A message is read with the reply before it."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.question import understand
from assistant.replied import Replied, Told, replied
from assistant.resolver.resolving import Odds, Resolution, Resolver, open_resolver
from assistant.shown import shown
from assistant.types import Answer
from assistant.wording import CLOSEST, REPLIED
from corpus.settings import Settings, settings

GARAGES = "Comment ma commune peut-elle soutenir les garages solidaires ?"


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    found = open_resolver(Settings())
    assert found is not None
    return found


def codes(answer: Answer) -> set[str]:
    return {one.code for one in answer.warnings}


def test_the_line_holds_headings_quotes_and_what_is_suggested(assistant: Assistant) -> None:
    answer = assistant.ask(GARAGES)
    reply = replied(answer)
    first = answer.citations[0]
    assert reply.line.startswith(f"{reply.headings[0]} : {first.quote[:40]}")
    assert {heading for _, heading in reply.parts} <= {*reply.headings, ""}
    assert "\n" not in reply.line
    assert len(reply.headings) == len(answer.citations)
    refused = assistant.ask("Quel budget la ville d'Angers donne-t-elle aux garages solidaires ?")
    suggested = replied(refused).suggested
    assert suggested
    assert replied(refused).line.endswith(" | ".join(suggested))


class Keeping:
    """A resolver for which every sentence of a message is needed."""

    def odds(self, message: str, earlier: object) -> Odds:
        return Odds((0.0, 0.0, 0.0), 99.0)


@dataclass
class Scripted(Keeping):
    """A resolver that says one thing."""

    said: Resolution

    def read(self, message: str, earlier: object, reply: str = "") -> Resolution:
        return self.said

    def begins(self, message: str) -> tuple[int, ...]:
        return ()


class Parting(Scripted):
    """A resolver that says where the second question begins, too."""

    def begins(self, message: str) -> tuple[int, ...]:
        at = message.find("? ") + 2
        return (at,) if at > 1 else ()


@dataclass
class Recorded(Keeping):
    """A resolver that keeps what it was asked with, and takes words of the reply."""

    topic: str
    replies: list[str] = field(default_factory=list)

    def read(self, message: str, earlier: object, reply: str = "") -> Resolution:
        self.replies.append(reply)
        return Resolution("follows", self.topic, of=0)

    def begins(self, message: str) -> tuple[int, ...]:
        return ()


def test_what_the_reply_named_is_asked_about_before_rules_change_the_question() -> None:
    said, reply = Recorded("Solidarauto49"), "Solidarauto49 a deux garages."
    read = understand(
        "combien de salariés ?",
        [GARAGES],
        resolver=said,
        replies=[Replied(((reply, "Le soutien d’Angers"),), ("Le soutien d’Angers",))],
    )
    assert read.understood_as == "Solidarauto49 (« Le soutien d’Angers ») : combien de salariés ?"
    assert said.replies == [reply]


def test_the_headings_that_a_refusal_points_to_are_not_what_a_pronoun_means() -> None:
    said, heading = Recorded("l'agrément ESUS"), "Le label Engagé à Lyon"
    refusal = Replied(((heading, heading),))
    asked = ("qui le délivre ?", "ce label, qui le délivre ?")
    for one in asked:
        understand(one, ["Qui a droit à l'agrément ESUS ?"], resolver=said, replies=[refusal])
    assert said.replies == ["", heading]


def test_a_name_of_the_reply_leads_to_where_it_stands() -> None:
    told = (
        Told("Un club est né à Pantin.", "Un club", frozenset({"Pantin"})),
        Told("Trélazé a un garage.", "Angers", frozenset({"Trélazé"})),
    )
    reply = Replied(tuple((one.text, one.heading) for one in told), told=told)
    own = Scripted(Resolution("follows", "les garages"))
    for asked, heading in (
        ("il fait quoi, celui de trelaze ?", "Angers"),
        ("il ferme ?", "Soutenir"),
    ):
        read = understand(asked, [GARAGES], resolver=own, replies=[reply])
        assert read.understood_as.startswith(heading)


def test_a_name_that_is_typed_is_surer_than_the_part_that_the_model_takes() -> None:
    told = Told("Une école : Piste d’Azur", "La SCIC Piste d’Azur", frozenset({"Azur"}))
    parts = (("Que faire à la campagne ?", ""), ("Une école : Piste d’Azur", told.heading))
    reply = Replied(parts, told=(told,))
    said = Recorded("faire à la campagne")
    for asked, topic in (
        ("le premier, Piste d'Azur, fait quoi ?", "La SCIC Piste d’Azur"),
        ("il fait quoi ?", "Faire à la campagne"),
    ):
        read = understand(asked, [GARAGES], resolver=said, replies=[reply])
        assert read.understood_as.startswith(f"{topic} : ")


def test_a_name_is_found_in_earlier_replies_and_in_headings_that_are_pointed_to() -> None:
    first = Told("Dieppe a ouvert une maison.", "La maison de Dieppe", frozenset({"Dieppe"}))
    pointed = Told("Le soutien d’Angers", "Le soutien d’Angers", frozenset({"Angers"}))
    last = Told("La maison de Macouria", "Macouria", frozenset({"Macouria"}))
    replies = [
        Replied((("Une maison", "x"),), told=(first, pointed)),
        Replied((("La maison de Macouria", "Macouria"),), told=(last,)),
    ]
    said = Recorded("la maison")
    for asked, topic in (
        ("non, celle de dieppe. qui l'anime là-bas ?", "La maison de Dieppe"),
        ("celui d'angers, il répare pour qui ?", "Le soutien d’Angers"),
        ("qui l'anime, à Macouria ?", "La maison (« Macouria »)"),
    ):
        read = understand(asked, [GARAGES, "des exemples ?"], resolver=said, replies=replies)
        assert read.understood_as.startswith(f"{topic} : "), asked


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("le deuxième m'intéresse, combien ça coûte ?", "Un exemple"),
        ("Et le premier, qui le tient ?", "Une piste"),
        ("le deuxième point : depuis quand ?", "Un exemple"),
        ("le deuxième garage, depuis quand ?", "Les garages"),
    ],
)
def test_a_place_ahead_of_a_question_means_what_stands_there(message: str, topic: str) -> None:
    read = understand(message, [GARAGES], resolver=Recorded("les garages"), replies=[REPLY])
    assert read.understood_as.startswith(f"{topic} ")


def test_an_ordinary_word_or_one_that_many_headings_have_names_nothing() -> None:
    told = (
        Told("Née en Grande-Bretagne.", "Les origines", frozenset({"Grande-Bretagne"})),
        *(Told("La CRESS aide.", heading, frozenset({"CRESS"})) for heading in "abc"),
    )
    reply = Replied((("Une piste", "Une piste"),), told=told)
    own = Scripted(Resolution("follows", "les garages"))
    for asked in ("et dans une grande ville ?", "la CRESS, elle aide comment ?"):
        read = understand(asked, [GARAGES], resolver=own, replies=[reply])
        assert not read.understood_as.startswith(("Les origines", "A ", "B ", "C "))


def test_a_place_among_ones_own_things_is_none_in_the_reply() -> None:
    before = ["On hésite entre deux projets : une ressourcerie et une épicerie. Comment choisir ?"]
    said = Recorded("une ressourcerie")
    read = understand("le premier, qui le tient ?", before, resolver=said, replies=[REPLY])
    assert read.understood_as.startswith("Une ressourcerie")


def test_another_thing_takes_the_place_of_one_though_the_model_takes_a_part_of_the_reply() -> None:
    said = Recorded("Une piste")
    before = ["Quels sont les liens entre ESS et théâtre ?"]
    for asked, understood in (
        ("et le sport ?", "Quels sont les liens entre ESS et le sport ?"),
        ("et la piste ?", "Une piste : et la piste ?"),
    ):
        read = understand(asked, before, resolver=said, replies=[REPLY])
        assert read.understood_as == understood


def test_who_returns_to_a_thing_by_its_name_asks_of_it_alone() -> None:
    said = Recorded("Solidarauto49")
    asked = "revenons à Rézo Pouce, combien cela coûte-t-il ?"
    assert understand(asked, [GARAGES], resolver=said, replies=[REPLY]).understood_as == asked
    understand("revenons à cela, combien ça coûte ?", [GARAGES], resolver=said, replies=[REPLY])
    assert said.replies == ["Une piste"]


def test_the_same_of_another_thing_is_not_asked_of_the_reply() -> None:
    said = Recorded("Solidarauto49")
    understand("et pour le vélo, il y a ça aussi ?", [GARAGES], resolver=said, replies=[REPLY])
    assert said.replies == [""]


def test_a_question_that_the_reply_suggests_stands_alone() -> None:
    suggested = "Quels territoires ont mené un diagnostic ?"
    said = Recorded("les garages")
    read = understand(
        suggested,
        [GARAGES],
        resolver=said,
        replies=[Replied(((suggested, ""),), (), (suggested,))],
    )
    assert read.understood_as == suggested
    assert not said.replies


REPLY = Replied(
    (("Une piste", "Une piste"),),
    ("Une piste", "Une piste", "Un exemple"),
    ("Qui paie ?", "Qui aide ?"),
)


@pytest.mark.parametrize(
    ("message", "understood"),
    [
        ("oui, la deuxième", "Qui aide ?"),
        ("va pour la première question proche", "Qui paie ?"),
        ("le deuxième exemple ?", "Un exemple : le deuxième exemple ?"),
        ("le deuxième", "Un exemple : le deuxième ?"),
        ("Merci, et le dernier ?", "Un exemple : et le dernier ?"),
        ("précisez le point 2", "Une piste : le point 2"),
    ],
)
@pytest.mark.parametrize("resolver", [Recorded("les garages"), None])
def test_a_place_in_the_reply_means_what_stands_there(
    message: str, understood: str, resolver: Recorded | None
) -> None:
    read = understand(message, [GARAGES], resolver=resolver, replies=[REPLY])
    assert read.understood_as.rstrip(" ?") == understood.rstrip(" ?")
    assert read.text == message
    courtesy = understand(
        message, [GARAGES, "Merci !"], resolver=resolver, replies=[REPLY, Replied()]
    )
    assert courtesy.understood_as == read.understood_as


@pytest.mark.parametrize("message", ["le dernier", "et la dernière ?", "le neuvième point"])
@pytest.mark.parametrize("replies", [[REPLY], [Replied()], []])
def test_any_place_is_read_and_what_follows_it(message: str, replies: list[Replied]) -> None:
    for resolver in (Recorded("les garages"), None):
        understand(message, [GARAGES], resolver=resolver, replies=replies)
        later = understand("Et la Région ?", [GARAGES, message], resolver=resolver, replies=replies)
        assert later.asks


def test_a_place_among_things_that_were_compared_is_theirs() -> None:
    earlier = ["Quelle différence entre une SCOP et une SCIC ?"]
    read = understand("et pour la seconde ?", earlier, replies=[REPLY])
    assert "SCIC" in read.understood_as


def test_yes_accepts_the_only_question_that_was_suggested() -> None:
    only = Replied((("Qui paie ?", ""),), (), ("Qui paie ?",))
    assert understand("oui", [GARAGES], replies=[only]).understood_as == "Qui paie ?"
    assert understand("oui", [GARAGES], replies=[REPLY]).about_reply


@pytest.mark.parametrize(
    ("message", "is_accepted"),
    [
        ("oui le cinema en scic, donne", True),
        ("oui, un cinéma en SCIC", True),
        ("le cinéma en SCIC a-t-il un budget ?", False),
        ("oui, le théâtre en SCIC", False),
        ("oui, pourquoi un cinéma en SCIC ?", False),
        ("oui, notre cinéma est en SCIC", False),
        ("d'accord, un cinéma en SCIC c'est possible", False),
        ("oui", False),
    ],
)
def test_yes_with_words_of_a_suggested_question_accepts_that(
    message: str, is_accepted: bool
) -> None:
    cinema = "Quelle commune a une SCIC pour son cinéma ?"
    others = ("Qui paie ?", cinema)
    reply = Replied(tuple((one, "") for one in others), (), others)
    read = understand(message, ["Une commune entre-t-elle dans une SCIC ?"], replies=[reply])
    assert (read.understood_as == cinema) == is_accepted


@pytest.mark.parametrize(
    ("message", "is_accepted"),
    [
        ("Je prends votre question proche : une commune a-t-elle un cinéma en SCIC ?", True),
        (
            "Votre question proche : une commune a-t-elle un cinéma, et à quelles conditions ?",
            False,
        ),
        ("Votre question proche : une commune a-t-elle un cinéma ? Et sinon ?", False),
    ],
)
def test_a_suggested_question_with_more_beside_it_is_not_all_that_is_asked(
    message: str, is_accepted: bool
) -> None:
    cinema = "Quelle commune a un cinéma en SCIC ?"
    reply = Replied(((cinema, ""),), (), (cinema,))
    read = understand(message, [GARAGES], replies=[reply])
    assert (read.understood_as == cinema) == is_accepted


def test_only_names_in_the_reply_are_left_out() -> None:
    reply = Replied(
        (("Angers a deux garages.", "x"),), told=(Told("", "x", frozenset({"Angers"})),)
    )
    asked = "Un exemple de garage solidaire, à part Angers et Lyon ?"
    assert understand(asked).parts[0].without == ()
    read = understand("Un exemple à part Angers ?", [GARAGES], replies=[reply])
    assert read.parts[0].without == ("Angers",)
    later = understand(
        "Un exemple à part Angers ?", [GARAGES, "Merci !"], replies=[reply, Replied()]
    )
    assert later.parts[0].without == ("Angers",)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("ils sont combien de salariés là-bas ?", "Solidarauto49"),
        ("et pour un atelier vélo, pareil ?", "soutenir"),
    ],
)
def test_the_model_that_ships_takes_words_of_the_reply_or_of_the_question(
    resolver: Resolver, assistant: Assistant, message: str, words: str
) -> None:
    reply = "Le soutien d’Angers à Solidarauto49 : Solidarauto49 a ouvert deux garages à Trélazé."
    found = resolver.read(message, [GARAGES], reply)
    assert found.kind == "follows"
    assert words in found.topic
    assert found.of == (None if words in GARAGES else 0)


def test_the_same_passages_again_are_said_to_be_all_there_is(assistant: Assistant) -> None:
    again = assistant.ask(
        "Comment notre commune peut-elle aider les garages solidaires ?", [GARAGES]
    )
    first = assistant.ask(GARAGES)
    assert {one.passage_id for one in again.citations} <= {c.passage_id for c in first.citations}
    assert "repeated" in codes(again)
    assert "repeated" not in codes(first)


def test_what_is_wanted_no_more_is_not_quoted(assistant: Assistant) -> None:
    asked = "Quel exemple de garage solidaire soutenu par une ville ?"
    shown = assistant.ask(asked)
    assert any("Angers" in f"{one.heading} {one.quote}" for one in shown.citations)
    other = assistant.ask("Un autre exemple de garage solidaire que celui d'Angers ?", [asked])
    assert not any("Angers" in f"{one.heading} {one.quote}" for one in other.citations)
    assert "not_named" not in codes(other)


def test_a_page_that_only_presents_a_guide_says_so(assistant: Assistant) -> None:
    asked = "Que dit le guide sur l'accès au foncier privé pour installer des agriculteurs ?"
    assert "presented" in codes(assistant.ask(asked))
    assert "presented" not in codes(assistant.ask(GARAGES))


def test_each_reply_is_sought_once(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    after = Assistant._after

    def counted(self: Assistant, index: object, models: object, text: str, *rest: object) -> Answer:
        asked.append(text)
        return after(self, index, models, text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Assistant, "_after", counted)
    talk = [f"Combien d'emplois dans l'ESS en {year} ?" for year in (2001, 2002, 2003)]
    for number, text in enumerate(talk):
        assistant.ask(text, talk[:number])
    assert asked == talk
    assistant.ask("Et en Bretagne ?", ["Bonjour !", "", *talk])
    assert asked[3:] == ["Et en Bretagne ?", "Bonjour !", *talk]


def test_a_conversation_without_end_is_read_from_its_end(assistant: Assistant) -> None:
    talk = ["Merci !"] * 1000
    assert assistant.ask("Qu'est-ce qu'un garage solidaire ?", talk).status == "answered"


def test_a_language_model_is_not_asked_again_for_what_was_said(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Never:
        name = "never"

        def __getattr__(self, name: str) -> object:
            raise AssertionError(name)

    monkeypatch.setattr(assistant, "models", replace(assistant.models, writer=Never()))
    with assistant.reading() as index:
        assert assistant._reply(index, (GARAGES,), None, None).status == "answered"


def test_what_follows_a_subject_of_its_own_is_not_asked_of_the_reply(
    resolver: Resolver,
) -> None:
    told = Told("Deux garages.", "Le soutien d’Angers à Solidarauto49", frozenset())
    reply = Replied(((told.text, told.heading),), (told.heading,), told=(told,))
    asked = "Comment lutter contre la fracture numérique et qui peut former nos agents ?"
    read = understand(asked, [GARAGES], resolver=resolver, replies=[reply])
    assert len(read.parts) == 2
    assert "Angers" not in read.parts[1].text
    assert "fracture numérique" in read.parts[1].text


def test_a_thing_set_ahead_is_asked_of_the_heading_that_has_it_or_of_all_of_them() -> None:
    told = (
        Told("Des garages.", "Encourager l'emploi grâce aux garages solidaires", frozenset()),
        Told("Un diagnostic, un PLIE.", "Impulser un diagnostic partagé", frozenset()),
    )
    reply = Replied(tuple((one.text, one.heading) for one in told), told=told)
    own = Scripted(Resolution("follows", "le vélo"))
    for asked, read in (
        ("et les garages solidaires, il y en a un ?", ""),
        ("et les garages solidaires qui en a un vers chez nous", ""),
        ("les garages, il y en a un ?", "Le vélo : "),
        ("ces diagnostics partagés, qui en a fait ?", f"{told[1].heading} : "),
        ("le diagnostic, il dure combien de temps ?", f"{told[1].heading} : "),
        ("les bénévoles, ils sont payés ?", "Le vélo : "),
        ("oui le diagnostic, dites-moi ce qu'en dit la fiche", f"{told[1].heading} : "),
        ("ce PLIE, qui peut y venir ?", f"{told[1].heading} : "),
        ("le PLIE, qui peut y venir ?", "Le vélo : "),
    ):
        understood = understand(asked, ["Le vélo ?"], resolver=own, replies=[reply]).understood_as
        assert understood.casefold() == f"{read}{asked}".casefold()


def test_a_first_question_is_asked_of_the_names_that_it_has_itself() -> None:
    told = (
        Told("Roubaix a un club.", "Un club à Roubaix", frozenset({"Roubaix"})),
        Told("Tourcoing a un salon.", "Un salon à Tourcoing", frozenset({"Tourcoing"})),
    )
    reply = Replied(tuple((one.text, one.heading) for one in told), told=told)
    own = Parting(Resolution("follows", "le vélo"))
    for asked, heading in (
        ("Et à Roubaix ils font quoi ? Et le salon à Tourcoing, à Tourcoing ?", told[0].heading),
        ("Ce salon, qui y vient ? Un club comme à Roubaix est-il utile ?", told[1].heading),
        ("Qui y vient ? Un club comme à Roubaix est-il utile ?", told[0].heading),
    ):
        read = understand(asked, ["Le vélo ?"], resolver=own, replies=[reply])
        assert read.understood_as.startswith(heading)


def test_what_is_done_with_is_no_topic_of_a_question_that_names_enough() -> None:
    own = Scripted(Resolution("follows", "un plan vélo"))
    for asked, read in (
        ("une fois le diagnostic fait, comment mobiliser un réseau ?", ""),
        ("une fois le diagnostic fait, qui l'évalue ?", "Un plan vélo : "),
        ("une fois qu'on les connaît, comment animer un réseau ?", "Un plan vélo : "),
    ):
        understood = understand(asked, ["Comment faire un plan vélo ?"], resolver=own).understood_as
        assert understood.casefold() == f"{read}{asked}".casefold()


def test_what_stood_further_up_is_said_to_come_again(assistant: Assistant) -> None:
    asked = "Quelle part du matériel informatique acheté doit venir du réemploi ?"
    before = [asked, GARAGES]
    said = [one.text for one in assistant.ask(asked, before).warnings if one.code == "repeated"]
    assert len(said) == 1
    assert "plus haut dans la conversation" in said[0]
    just = [one.text for one in assistant.ask(asked, [asked]).warnings if one.code == "repeated"]
    assert "dans la réponse précédente" in just[0]


def test_each_quote_says_whether_a_reply_before_it_held_it(assistant: Assistant) -> None:
    asked = "Quelle part du matériel informatique acheté doit venir du réemploi ?"
    assert not any(one.again for one in assistant.ask(asked, [GARAGES]).citations)
    assert all(one.again for one in assistant.ask(asked, [asked]).citations)
    both = assistant.ask(f"{asked} Et qu'est-ce que la médiation numérique ?", [asked])
    assert {one.again for one in both.citations} == {True, False}


def test_what_a_story_lists_is_not_asked_for(assistant: Assistant) -> None:
    told = "Nous avons un cinéma, une piscine et trois marchés, et le maire veut un point."
    value = assistant.ask(f"{told} Qu'est-ce que la médiation numérique ?")
    assert value.citations
    assert "not_named" not in codes(value)


@dataclass
class Remarking(Recorded):
    """A resolver that takes what has this word for a remark on the reply."""

    word: str = "dommage"

    def read(self, message: str, earlier: object, reply: str = "") -> Resolution:
        said = super().read(message, earlier, reply)
        is_remark = self.word in message and "?" not in message
        return Resolution("reply", "") if is_remark else said


@pytest.mark.parametrize(
    ("message", "understood"),
    [
        ("C'est dommage. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("OK pour le foncier. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("OK pour le foncier, je note. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("Le foncier, c'est noté. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("Dis-moi, dommage. Rézo Pouce, ça coûte combien ?", "Les garages : dis-moi, dommage"),
        ("C'est dommage. Ils coûtent combien, ces garages ?", "Les garages : c'est dommage"),
        ("Ok, on part là-dessus. Rézo Pouce, ça coûte combien ?", "Les garages : on part"),
        ("Huit villes, c'est peu. Autre chose : qu'est-ce qu'une SCIC ?", "Qu'est-ce qu'une SCIC"),
        (
            "Non, je parlais des lois : quelles lois ont fondé les SCIC ?",
            "Les garages : quelles lois",
        ),
        ("Bon, rien sur le prix. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("Bon, pas de bus ici. Rézo Pouce, ça coûte combien ?", "Les garages : pas de bus"),
        ("Ce plan, je vais l'ouvrir. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("Je leur demanderai. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("J'ouvrirai la fiche. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("Je regarderai la 10. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("Je demanderai un bail. Rézo Pouce, ça coûte combien ?", "Les garages : je demanderai"),
        ("Je vais contacter la ville. Rézo Pouce, ça coûte combien ?", "Les garages : je vais"),
        ("Je vais ouvrir un café. Rézo Pouce, ça coûte combien ?", "Les garages : je vais ouvrir"),
        ("Pas de bus chez nous. Rézo Pouce, ça coûte combien ?", "Les garages : pas de bus"),
        ("Pas grave pour le prix. Rézo Pouce, ça coûte combien ?", "Les garages : rézo Pouce"),
        ("Oui, Angers. Rien à voir : qu'est-ce qu'une SCIC ?", "Qu'est-ce qu'une SCIC"),
        ("Je parle du vélo, pas des bus. Quelles villes l'ont fait ?", "Les garages : je parle"),
        ("Je parlais des lois : lesquelles ?", "Les garages : je parlais"),
        ("Non, je parle de vélo en régie. Quelles villes ont un vélo ?", "Les garages : non, je"),
        ("Je parle d'une épicerie. Quels liens entre l'ESS et le vélo ?", "Les garages : je parle"),
        ("Non, je parle d'un café. Quelles aides pour son démarrage ?", "Les garages : non, je"),
    ],
)
def test_a_remark_before_a_question_is_not_asked(message: str, understood: str) -> None:
    said = Remarking("les garages")
    read = understand(message, [GARAGES], resolver=said, replies=[Replied()])
    assert read.understood_as.startswith(understood)
    assert said.read(message, ()).kind == "follows"


def test_what_one_is_done_with_is_neither_asked_about_nor_quoted() -> None:
    told = Told("Angers aide un garage.", "Le soutien d’Angers", frozenset({"Angers"}))
    reply = Replied((("Angers aide un garage.", told.heading),), (told.heading,), told=(told,))
    message = "Angers c'est trop grand pour nous. Le covoiturage, ça marche comment ?"
    own = Scripted(Resolution("follows", "la mobilité"))
    read = understand(message, [GARAGES], resolver=own, replies=[reply])
    assert read.understood_as == "La mobilité : le covoiturage, ça marche comment ?"
    assert read.parts[0].without == ("Angers",)
    kept = understand("Angers aide un garage. Qui paie ?", [GARAGES], resolver=own, replies=[reply])
    assert kept.parts[0].without == ()


def test_what_is_taken_up_of_a_reply_is_asked_of_by_its_name() -> None:
    told = Told("Il en faut 30 %.", "La part du réemploi", frozenset())
    reply = Replied((("Il en faut 30 %.", told.heading),), (told.heading,), told=(told,))
    own = Scripted(Resolution("follows", "les garages"))
    for message, understood in (
        (
            "L'autostop que vous citiez, ça marche comment ?",
            "L'autostop, ça marche comment ?",
        ),
        (
            "Les 30 % que vous citiez, c'est obligatoire ?",
            "La part du réemploi : les 30 %, c'est obligatoire ?",
        ),
    ):
        read = understand(message, [GARAGES], resolver=own, replies=[reply])
        assert read.understood_as == understood


def test_a_message_that_ends_with_what_was_suggested_asks_that() -> None:
    reply = Replied((("Qui paie un garage ?", ""),), (), ("Qui paie un garage ?",))
    for before, is_left in (
        ("Vous me le disiez ! ", True),
        ("Combien ça dure ? Et ", False),
        ("Si la commune n'est pas membre, ", False),
    ):
        message = f"{before}Qui paie un garage ?"
        read = understand(message, [GARAGES], resolver=Recorded("x"), replies=[reply])
        assert (read.understood_as == "Qui paie un garage ?") == is_left


@pytest.mark.parametrize(
    ("message", "led"),
    [
        ("c quoi l'aide juridique pour les cantines", True),
        ("quelles villes ont une aide juridique", False),
        ("qui donne une aide juridique pour une cantine", False),
        ("et le vélo", False),
        ("c quoi l'aide de la région pour les cantines", False),
    ],
)
def test_a_suggested_question_may_be_asked_by_its_words(message: str, *, led: bool) -> None:
    suggested = "Une aide juridique est-elle donnée pour une cantine ?"
    others = "Une ville aide-t-elle un garage ?"
    reply = Replied(((suggested, ""),), (), (suggested, others))
    read = understand(message, [GARAGES], resolver=Recorded("les garages"), replies=[reply])
    assert read.understood_as.startswith("Une aide juridique") == led


def test_who_returns_to_a_thing_goes_on_with_it(resolver: Resolver) -> None:
    told = Told("Un diagnostic dure.", "Le diagnostic", frozenset())
    reply = Replied((), (), (), (told,))
    message = "Qui gère un garage ? Pour revenir au diagnostic partagé : combien dure-t-il ?"
    read = understand(message, [GARAGES], resolver=resolver, replies=[reply])
    assert read.parts[-1].text == "Le diagnostic partagé : combien dure-t-il ?"


def test_a_message_about_a_reply_points_to_what_that_quoted(assistant: Assistant) -> None:
    first = assistant.ask(GARAGES)
    about = assistant.ask("Tu es sûr ?", [GARAGES])
    quoted = {(one.document_id, one.heading) for one in first.citations}
    assert (about.status, about.missing) == ("refused", ("une question",))
    assert quoted.issuperset((one.document_id, one.heading) for one in about.closest)
    assert about.closest
    assert assistant.ask("Tu es sûr ?", [GARAGES, "Tu es sûr ?"]).closest == about.closest
    assert replied(about).line == ""
    assert assistant.ask("Tu es sûr ?").closest == ()
    assert REPLIED in shown(about)
    assert CLOSEST not in shown(about)


def test_a_request_before_a_turn_is_kept() -> None:
    said = Recorded("les garages")
    message = "Donnez-moi un exemple de garage à la campagne. Autre question : qui paie ?"
    read = understand(message, [GARAGES], resolver=said, replies=[Replied()])
    assert "un exemple de garage" in read.understood_as


def test_an_aspect_is_asked_of_what_was_spoken_of() -> None:
    said = Recorded("la recyclerie")
    message = "Passons au budget : combien ça coûte ?"
    read = understand(message, [GARAGES], resolver=said, replies=[Replied()])
    assert read.understood_as.startswith("La recyclerie : ")


def test_a_topic_of_no_word_is_the_heading() -> None:
    reply = Replied((("Une ville aide.", "Le soutien d’Angers"),), ("Le soutien d’Angers",))
    read = understand("ça coûte combien ?", [GARAGES], resolver=Recorded("une"), replies=[reply])
    assert read.understood_as == "Le soutien d’Angers : ça coûte combien ?"
