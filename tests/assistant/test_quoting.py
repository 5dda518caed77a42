"""What is quoted can be read by itself: list items whole, « Ces… » with what it takes up."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.anticipated import Near
from assistant.extractive import extract
from assistant.extracts import quoted, told
from assistant.quoting import around, continues
from assistant.reader.reading import Reading, Readings
from assistant.types import AnswerKind, Part
from corpus.settings import Settings, settings
from corpus.text import units
from corpus.types import Hit
from ingest.pipeline import ingest

_LIST = """\
La loi précise deux points :

  - Les communes aident le commerce. Elles votent un budget.
    Les prêts sont possibles.

  - Les régions ont un schéma.

Le reste est libre."""


def test_a_line_below_an_item_goes_on_with_it() -> None:
    spans = list(units(_LIST))
    said = [_LIST[slice(*span)] for span in spans]
    goes_on = [text for place, text in enumerate(said) if continues(_LIST, spans, place)]
    assert goes_on == said[1:5]
    assert around(_LIST, spans, said.index("Les prêts sont possibles."), 5)[0] == 0
    # Nor is an item cut before that line.
    assert around(_LIST, spans, said.index("La loi précise deux points :"), 14) == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Il faut ces pièces :\n  a) les statuts ;\n  b) le budget.",
        "  Une phrase.",
        "- Un point.\nUn paragraphe.\n  Une ligne en retrait.",
        "- Un point.\n \n  Une ligne en retrait.",
    ],
)
def test_an_indented_line_without_an_item_above_goes_on_with_none(text: str) -> None:
    spans = list(units(text))
    assert not continues(text, spans, len(spans) - 1)


@pytest.mark.parametrize(
    ("sentence", "takes_up"),
    [
        ("Ces aides cessent.", True),
        ("Soutenue par l'État, elle dure.", True),
        ("S'appuyant sur un réseau (huit clubs, deux villes), elle grandit.", True),
        ("Quand la ville prête une salle, elle la chauffe.", False),
        ("Ouvert à tous, il faut y réserver sa place.", False),
        ("En 2020, elle ouvre.", True),
        ("Inscrite au budget, elle dure.", True),
        ("Depuis 2014, la ville prête des salles aux clubs, elles y jouent.", False),
        ("Pendant que la ville paie les murs, elle paie le reste.", False),
        ("Les élus le disent, ils le feront.", False),
        ("Mais la commune, elle, ne paie rien.", False),
        ("Pourtant rien ne change.", True),
        ("Leurs actions durent.", True),
        ("Sa ville vote.", True),
        ("Ils votent.", True),
        ("Il est élu par le conseil.", True),
        ("Il faut une délibération.", False),
        ("Il est possible de louer.", False),
        ("Cet article en fixe deux.", True),
        ("Celles-ci paient un loyer.", True),
        ("Ceux-ci paient un loyer.", True),
    ],
)
def test_a_pronoun_takes_up_what_was_said_unless_it_stands_for_nothing(
    sentence: str, takes_up: bool
) -> None:
    assert continues(sentence, [(0, len(sentence))], 0) is takes_up


_OPENING = "Le bureau se réunit le lundi matin dans la salle du haut, sans ordre du jour ni café."
_ASKED = (
    "Qui paie les ludothèques ? Et comment leurs partenaires peuvent-ils, année après année, "
    "financer durablement les ludothèques associatives sans leur imposer de nouveaux projets ?"
)
_GOES_ON = (
    "Ces questions sur le financement durable des ludothèques se posent à chaque budget, et plus "
    "encore dans les villages, où les bénévoles manquent."
)


def made(folder: Path, answer: str, tokens: int) -> Assistant:
    """An assistant over one answer, cut into passages of at most some tokens."""
    row = {"id": "a", "question": "Ludothèques", "answer": answer, "theme": "autre"}
    (folder / "faq.jsonl").write_text(json.dumps(row | {"updated": "2026-03-01"}), "utf-8")
    ingest([str(folder / "faq.jsonl")], folder / "index", Settings(passage_tokens=tokens))
    return Assistant(folder / "index", settings())


@pytest.fixture(scope="module")
def ludotheques(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    text = f"{_OPENING}\n\n{_ASKED}\n\n{_GOES_ON}"
    return made(tmp_path_factory.mktemp("ludotheques"), text, 80)


@pytest.mark.parametrize(
    ("found", "quoted"),
    [
        ("ab", [f"{_OPENING}\n\n{_ASKED}", _GOES_ON]),
        ("b", [_ASKED, _GOES_ON]),
        ("ba", [f"{_OPENING}\n\n{_ASKED}", _GOES_ON]),
    ],
)
def test_a_paragraph_that_takes_up_the_one_before_is_quoted_after_it(
    ludotheques: Assistant, found: str, quoted: list[str]
) -> None:
    hits = ludotheques.search("Quelles questions se posent sur les ludothèques ?", 2)
    first, second = sorted(hits, key=lambda hit: hit.passage.start)
    named = {"a": replace(first, score=1.0), "b": replace(second, score=1.0)}
    with ludotheques.reading() as index:
        chosen = [named[name] for name in found]
        part = Part("Quelles questions ?", "reasons")
        extracts = extract(index, ludotheques.models, part, chosen, None, None, 300)
    assert [one.quote for one in extracts] == quoted


def test_of_a_long_list_begun_before_the_lead_in_alone_is_quoted(tmp_path: Path) -> None:
    lead = "La loi sur les ludothèques précise cependant plusieurs points :"
    first = "- Les communes " + "prêtent des salles et des jeux aux habitants, " * 16 + "et plus."
    second = (
        "- Les départements aident les ludothèques " + "de chaque canton rural, " * 12 + "enfin."
    )
    assistant = made(tmp_path, f"{lead}\n\n{first}\n\n{second}", 280)
    hits = assistant.search("Que font les départements pour les ludothèques ?", 3)
    found = [hit for hit in hits if hit.document.text[hit.passage.start :].startswith("- Les dép")]
    with assistant.reading() as index:
        part = Part("Que font les départements ?", "ways")
        extracts = extract(index, assistant.models, part, found, None, None, 400)
    assert [one.quote for one in extracts] == [lead, second]


def passages(assistant: Assistant) -> list[Hit]:
    """The passages of its answer in their order, all as near."""
    hits = assistant.search("ludothèques", 9)
    return [replace(hit, score=1.0) for hit in sorted(hits, key=lambda hit: hit.passage.start)]


def resting(hits: list[Hit], *texts: str) -> Near:
    """Near questions that rest on the sentences of some passages that begin so, the first most."""
    on: dict[str, float] = {}
    sentences: dict[tuple[str, int], float] = {}
    for hit in hits:
        text = hit.document.text
        for start, _ in units(text, hit.passage.start, hit.passage.end):
            place = next((n for n, one in enumerate(texts) if text.startswith(one, start)), None)
            if place is not None:
                sentences[hit.document.document_id, start] = 0.5 - 0.1 * place
                on.setdefault(hit.passage.passage_id, 0.5 - 0.1 * place)
    known = frozenset(hit.section.section_id for hit in hits)
    return Near(
        answered=1.0,
        held=1.0,
        about=1.0,
        lead=0.1,
        passages=on,
        sentences=sentences,
        known=known,
    )


def quotes(hit: Hit, near: Near, longest: int) -> list[str]:
    """What is quoted of a passage by near questions alone."""
    return [run.extract(longest).quote for run in told(hit, near, near.least)]


_CLUB = (
    "Le club de jeux de la ville ouvre ses portes chaque mercredi aux familles des deux rives, et "
    "prête ses salles aux écoles qui le demandent par écrit avant la rentrée."
)
_PRICE = "Une carte annuelle coûte douze euros par famille."
_PAYER = (
    "La caisse d'allocations en rembourse la moitié aux foyers modestes, sur présentation d'un "
    "reçu signé par le trésorier du club."
)
_YEARS = (
    "Depuis trente ans les bénévoles réparent aussi les jouets de bois des crèches municipales, "
    "collectent ceux dont personne ne veut plus, et tiennent un stand à chaque fête du quartier."
)


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    text = f"{_CLUB} {_PRICE} {_PAYER} {_YEARS}"
    return made(tmp_path_factory.mktemp("club"), text, 300)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        # A short sentence with the shorter of those beside it, a longer one alone.
        ([_PRICE], [f"{_PRICE} {_PAYER}"]),
        ([_PAYER], [_PAYER]),
        # Two with what few words stand between them, or apart.
        ([_CLUB, _PAYER], [f"{_CLUB} {_PRICE} {_PAYER}"]),
        ([_CLUB, _YEARS], [_CLUB, _YEARS]),
        ([], []),
    ],
)
def test_the_sentences_that_near_questions_rest_on_are_quoted(
    club: Assistant, on: list[str], said: list[str]
) -> None:
    (hit,) = passages(club)
    assert quotes(hit, resting([hit], *on), 160) == said


def test_what_leaves_out_few_words_is_quoted_whole(tmp_path: Path) -> None:
    (hit,) = passages(made(tmp_path, f"{_CLUB} {_YEARS} {_PRICE}", 300))
    near = resting([hit], _CLUB, _YEARS)
    assert quotes(hit, near, 160) == [f"{_CLUB} {_YEARS} {_PRICE}"]


def test_a_run_that_is_too_long_is_cut_around_its_firmest_sentence(club: Assistant) -> None:
    (hit,) = passages(club)
    near = resting([hit], _PAYER, _CLUB, _PRICE)
    (run,) = told(hit, near, 0.1)
    assert run.share == 0.5
    assert run.extract(160).quote == f"{_CLUB} {_PRICE} {_PAYER}"
    # What stands after the run is not taken in instead.
    assert run.extract(30).quote == f"{_PRICE} {_PAYER}"


def test_a_sentence_that_few_rest_on_is_not_told(club: Assistant) -> None:
    (hit,) = passages(club)
    near = resting([hit], _PRICE, _PAYER)
    assert near.least == 0.08
    few = {key: share / 7 for key, share in near.sentences.items()}
    assert told(hit, replace(near, sentences=few), near.least) == []
    firm = dict(near.sentences) | {("elsewhere", 0): 0.9}
    assert replace(near, sentences=firm).least == pytest.approx(0.135)


def test_what_takes_back_a_sentence_is_quoted_with_it(tmp_path: Path) -> None:
    back = "Pourtant les familles des hameaux n'y viennent pas, faute de car le mercredi."
    (hit,) = passages(made(tmp_path, f"{_CLUB} {back} {_YEARS}", 300))
    assert quotes(hit, resting([hit], _CLUB), 160) == [f"{_CLUB} {back}"]
    assert quotes(hit, resting([hit], back), 160) == [f"{_CLUB} {back}"]


def test_a_list_does_not_stop_at_an_item_that_ends_open(tmp_path: Path) -> None:
    items = [
        f"- {name} que le club prête aux écoles de la ville et des hameaux," for name in "abcd"
    ]
    listed = "Le club prête :\n\n" + "\n".join(items) + "\n- et tout ce que l'on demande."
    (hit,) = passages(made(tmp_path, f"{listed}\n\n{_YEARS}", 300))
    (said,) = quotes(hit, resting([hit], "- a que"), 160)
    assert said == listed


def test_runs_that_touch_are_one(tmp_path: Path) -> None:
    text = f"{_CLUB} {_PAYER} {_PRICE} {_PRICE.replace('Une', 'La')} {_YEARS} {_YEARS}"
    (hit,) = passages(made(tmp_path, text, 400))
    found = quotes(hit, resting([hit], _PAYER, _PRICE), 160)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("kind", "others", "said"),
    [
        ("ways", 3, [_CLUB, _YEARS]),
        # Too few rest on it, or a fact is asked for.
        ("ways", 4, [_CLUB]),
        ("place", 3, [_CLUB]),
    ],
)
def test_beside_a_short_answer_stands_what_fewer_rest_on(
    tmp_path: Path, kind: AnswerKind, others: int, said: list[str]
) -> None:
    assistant = made(tmp_path, f"{_CLUB}\n\n{_YEARS}", 60)
    hits = passages(assistant)
    assert len(hits) == 2
    near = resting(hits, _CLUB, *["nowhere"] * (others - 1), _YEARS)
    with assistant.reading() as index:
        part = Part("Que fait le club ?", kind)
        extracts = extract(index, assistant.models, part, hits, None, near, 400)
        bounded = extract(index, assistant.models, part, hits, None, near, 40)
    assert [one.quote for one in extracts] == said
    assert [one.quote for one in bounded] == [_CLUB]


class Told(Readings):
    """Readings by which one sentence answers."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    def of(self, hit: Hit) -> Reading:
        text = hit.document.text
        spans = units(text, hit.passage.start, hit.passage.end)
        return Reading(0.0, tuple(9.0 * text.startswith(self._sentence, a) for a, _ in spans))


@pytest.mark.parametrize(
    ("kind", "answers", "said"),
    [
        ("amount", _PRICE, [f"{_PRICE} {_PAYER} {_YEARS}", _CLUB]),
        ("amount", _CLUB, [f"{_CLUB} {_PRICE} {_PAYER} {_YEARS}"]),
        ("ways", _PRICE, [f"{_CLUB} {_PRICE} {_PAYER} {_YEARS}"]),
    ],
)
def test_what_asks_for_one_thing_gets_its_sentence_first(
    club: Assistant, kind: AnswerKind, answers: str, said: list[str]
) -> None:
    hits = passages(club)
    near = resting(hits, _CLUB, _PRICE, _YEARS)
    with club.reading() as index:
        part = Part("Combien coûte la carte ?", kind)
        extracts = extract(index, club.models, part, hits, Told(answers), near, 200)
    assert [one.quote for one in extracts] == said


def test_what_another_extract_takes_up_stays_as_it_is(tmp_path: Path) -> None:
    goes_on = f"Ces prix valent pour tous. {_YEARS}"
    assistant = made(tmp_path, f"{_CLUB} {_PRICE} {_PAYER}\n\n{goes_on}", 110)
    hits = passages(assistant)
    assert len(hits) == 2
    near = resting(hits, _CLUB, _PRICE, "Ces prix", _YEARS)
    with assistant.reading() as index:
        part = Part("Combien coûte la carte ?", "amount")
        both = extract(index, assistant.models, part, hits, Told(_PRICE), near, 200)
        alone = extract(index, assistant.models, part, hits[:1], Told(_PRICE), near, 200)
    assert [one.quote for one in both] == [f"{_CLUB} {_PRICE} {_PAYER}", goes_on]
    assert [one.quote for one in alone] == [_PRICE, _CLUB]


@pytest.mark.parametrize(
    ("goes_on", "said"),
    [
        ("Cet appel à dons reste ouvert.", None),
        ("Cette carte vaut un an.", [f"{_PRICE} Cette carte vaut un an.", _CLUB]),
    ],
)
def test_what_points_before_the_sentence_is_not_parted_from_it(
    tmp_path: Path, goes_on: str, said: list[str] | None
) -> None:
    text = f"{_CLUB} {_PRICE} {goes_on}"
    assistant = made(tmp_path, text, 300)
    hits = passages(assistant)
    with assistant.reading() as index:
        part = Part("Combien coûte la carte ?", "amount")
        extracts = extract(index, assistant.models, part, hits, Told(_PRICE), None, 200)
    assert [one.quote for one in extracts] == (said or [text])


def test_what_adds_to_the_sentence_before_it_does_not_come_first(tmp_path: Path) -> None:
    adds = "Le club prête également ses jeux pour huit euros par an."
    assistant = made(tmp_path, f"{_CLUB} {adds}", 300)
    hits = passages(assistant)
    with assistant.reading() as index:
        part = Part("Combien coûte un jeu ?", "amount")
        extracts = extract(index, assistant.models, part, hits, Told(adds), None, 200)
    assert [one.quote for one in extracts] == [f"{_CLUB} {adds}"]


_LEAD = "Le club demande trois pièces à chaque famille qui souhaite emprunter des jeux :"
_ITEMS = (
    "- une attestation de domicile de moins de trois mois ;\n- une assurance qui couvre les jouets "
    "abîmés ou perdus en chemin ;\n- la carte de l'année, signée par les deux parents."
)


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    text = f"{_CLUB} {_YEARS} {_LEAD}\n\n{_ITEMS}"
    return made(tmp_path_factory.mktemp("pieces"), text, 115)


def test_a_lead_in_whose_list_stands_in_the_next_passage_is_not_quoted_alone(
    pieces: Assistant,
) -> None:
    first, second = passages(pieces)
    assert first.document.text[: first.passage.end].endswith(_LEAD)
    with pieces.reading() as index:
        part = Part("Quelles pièces faut-il ?", "other")
        extracts = extract(index, pieces.models, part, [second], None, None, 200)
    assert [one.quote for one in extracts] == [f"{_YEARS} {_LEAD}", _ITEMS]
    assert quotes(first, resting([first], _LEAD), 160) == []


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (200, [f"{_CLUB} {_YEARS} {_LEAD}", _ITEMS]),
        (110, [f"{_CLUB} {_YEARS}", _LEAD, _ITEMS]),
        # The list would fit, its lead-in not.
        (95, [f"{_CLUB} {_YEARS}"]),
    ],
)
def test_a_list_is_quoted_with_its_lead_in_or_not_at_all(
    pieces: Assistant, most: int, said: list[str]
) -> None:
    hits = passages(pieces)
    assert len((f"{_CLUB} {_YEARS}" + _ITEMS).split()) <= 95
    near = resting(hits, _CLUB, _YEARS, "- une att", "- une ass", "- la carte")
    with pieces.reading() as index:
        part = Part("Quelles pièces faut-il ?", "other")
        extracts = extract(index, pieces.models, part, hits, None, near, most)
    assert [one.quote for one in extracts] == said


def test_a_short_passage_that_near_questions_rest_on_is_quoted(tmp_path: Path) -> None:
    assistant = made(tmp_path, f"{_CLUB} {_YEARS}\n\n{_PRICE}", 80)
    hits = passages(assistant)
    short = next(hit for hit in hits if hit.text == _PRICE)
    long = next(hit for hit in hits if hit.text.startswith(_CLUB))
    with assistant.reading() as index:
        part = Part("Combien coûte la carte ?", "other")
        near = resting(hits, _CLUB, _PRICE)
        told = extract(index, assistant.models, part, [long, short], None, near, 200)
        untold = extract(index, assistant.models, part, [long, short], None, None, 200)
    assert [one.hit.passage.passage_id for one in told] == [
        long.passage.passage_id,
        short.passage.passage_id,
    ]
    assert [one.hit.passage.passage_id for one in untold] == [long.passage.passage_id]


def test_passages_on_which_fewer_rest_are_not_quoted(pieces: Assistant) -> None:
    first, second = passages(pieces)
    near = resting([first, second], _CLUB, _YEARS, "- une att")
    assert near.rests_on(first)
    assert near.rests_on(second)
    few = {first.passage.passage_id: 0.5, second.passage.passage_id: 0.18}
    assert replace(near, passages=few).rests_on(second) is False
    none = {first.passage.passage_id: 0.1}
    assert replace(near, passages=none).rests_on(first) is None
    assert replace(near, known=frozenset()).rests_on(first) is None


@pytest.mark.parametrize(("kind", "firmest_first"), [("amount", True), ("reasons", False)])
def test_where_one_thing_is_asked_what_most_rest_on_comes_first(
    club: Assistant, kind: AnswerKind, firmest_first: bool
) -> None:
    hits = passages(club)
    near = resting(hits, _YEARS, _CLUB)
    with club.reading() as index:
        part = Part(_ASKED, kind)
        extracts = extract(index, club.models, part, hits, None, near, 400)
    assert [one.quote for one in extracts] == (
        [_YEARS, _CLUB] if firmest_first else [_CLUB, _YEARS]
    )


def test_the_firmest_sentences_get_what_room_there_is(pieces: Assistant) -> None:
    first, second = passages(pieces)
    near = resting([first, second], _YEARS, _CLUB)
    with pieces.reading() as index:
        part = Part(_ASKED, "ways")
        extracts = extract(index, pieces.models, part, [first, second], None, near, 40)
    assert [one.quote for one in extracts] == [_YEARS]


def test_where_no_sentence_is_firm_enough_the_best_passages_are_quoted(club: Assistant) -> None:
    hits = passages(club)
    near = replace(resting(hits, _CLUB), sentences={})
    with club.reading() as index:
        part = Part(_ASKED, "ways")
        (run,) = extract(index, club.models, part, hits, None, near, 400)
    assert run.quote == f"{_CLUB} {_PRICE} {_PAYER} {_YEARS}"


def test_what_lacks_the_date_that_is_asked_is_quoted_with_what_has_one(tmp_path: Path) -> None:
    dated = f"Le club est né en 1987 dans une ancienne école. {_YEARS}"
    assistant = made(tmp_path, f"{_CLUB}\n\n{dated}", 80)
    first, second = passages(assistant)
    near = resting([first, second], _CLUB, "Le club est né")
    near = replace(near, passages={first.passage.passage_id: 0.9})
    assert near.rests_on(second) is False
    with assistant.reading() as index:
        quoted = {
            kind: extract(
                index, assistant.models, Part(_ASKED, kind), [first, second], None, near, 400
            )
            for kind in ("date", "ways")
        }
    assert any("1987" in one.quote for one in quoted["date"])
    assert not any("1987" in one.quote for one in quoted["ways"])


def test_an_item_is_no_lead_in_and_the_best_one_is_quoted(tmp_path: Path) -> None:
    items = [
        f"- {name} de l'enfant, à remettre au bureau du club avant la rentrée des ateliers ;"
        for name in ("le certificat", "l'assurance", "la photo", "le carnet", "l'accord", "le bail")
    ]
    items[4] = "- une fiche sanitaire, signée par le médecin de famille ou par celui de l'école ;"
    text = f"{_LEAD}\n\n" + "\n".join(items)
    assistant = made(tmp_path, text, 400)
    (hit,) = passages(assistant)
    with assistant.reading() as index:
        part = Part("Faut-il une fiche sanitaire ?", "yes_no")
        run = quoted(index, assistant.models, part, hit, None, 80)
    assert "fiche sanitaire" in run.quote
    assert run.quote.startswith(_LEAD)


def test_a_list_of_which_little_would_be_left_out_is_not_cut() -> None:
    items = ["- un atelier de réparation ouvert le samedi,", "- une location de longue durée,"]
    text = "Le garage a trois activités :\n\n" + "\n\n".join([*items, "- une vente de véhicules."])
    spans = list(units(text))
    assert around(text, spans, 1, 14) == (0, len(spans) - 1)
    long = text + " Elle se tient dans la cour, sous la halle ou au marché." * 6
    assert around(long, list(units(long)), 1, 14)[1] < len(list(units(long))) - 1
