"""A message is cut where it really asks a second thing, and each question stands by itself."""

import re

import pytest

from assistant.asking.parts import (
    beginnings,
    begins_anew,
    by_itself,
    led_by_clause,
    marked,
    parted,
)
from assistant.question import understand
from assistant.types import Part

SEVERAL = [
    (
        "Quel est le rôle de la CRESS et l'adhésion est-elle payante ?",
        ["Quel est le rôle de la CRESS ?", "L'adhésion est-elle payante ?"],
    ),
    (
        "la commune peut elle entrer au capital d'une scic et jusqu'à quel %",
        [
            "La commune peut elle entrer au capital d'une scic ?",
            "Entrer au capital d'une scic : jusqu'à quel % ?",
        ],
    ),
    (
        "Qu'est-ce qu'une SCIC et combien en compte-t-on ?",
        ["Qu'est-ce qu'une SCIC ?", "Une SCIC : combien en compte-t-on ?"],
    ),
    (
        "Quel est le budget et qui préside le RTES ?",
        ["Le RTES : quel est le budget ?", "Qui préside le RTES ?"],
    ),
    (
        "L'agrément ESUS, comment l'obtenir et quel avantage pour un petit théâtre ?",
        [
            "L'agrément ESUS, comment l'obtenir ?",
            "L'agrément ESUS : quel avantage pour un petit théâtre ?",
        ],
    ),
    (
        "Une friche, à quel prix la racheter et quel portage avec l'EPF ?",
        ["Une friche, à quel prix la racheter ?", "Une friche : quel portage avec l'EPF ?"],
    ),
    (
        "Le garage solidaire, comment le soutenir ? Qui préside le RTES ?",
        ["Le garage solidaire, comment le soutenir ?", "Qui préside le RTES ?"],
    ),
    (
        "Pour les habitants, comment les associer et quelle gouvernance choisir dans une SCIC ?",
        [
            "Pour les habitants, comment les associer ?",
            "Quelle gouvernance choisir dans une SCIC ?",
        ],
    ),
    (
        "Comment créer un tiers-lieu ? Combien ça coûte ?",
        ["Comment créer un tiers-lieu ?", "Créer un tiers-lieu : combien ça coûte ?"],
    ),
    (
        "Comment ma commune peut-elle soutenir une recyclerie ; et quel budget prévoir ?",
        [
            "Comment ma commune peut-elle soutenir une recyclerie ?",
            "Soutenir une recyclerie : quel budget prévoir ?",
        ],
    ),
    (
        "Qui sont les CRESS et que font-elles ?",
        ["Qui sont les CRESS ?", "Les CRESS : que font-elles ?"],
    ),
    (
        "C'est quoi au juste le DLA, et à qui s'adresse-t-il ?",
        ["C'est quoi au juste le DLA ?", "Le DLA : à qui s'adresse-t-il ?"],
    ),
    (
        "C'est quoi le DLA et à qui s'adresse-t-il ?",
        ["C'est quoi le DLA ?", "Le DLA : à qui s'adresse-t-il ?"],
    ),
    ("Qu'est-ce qu'une SCOP ? Et une CAE ?", ["Qu'est-ce qu'une SCOP ?", "Qu'est-ce qu'une CAE ?"]),
    (
        "Quand a été votée la loi ESS et que change-t-elle pour les communes ?",
        ["Quand a été votée la loi ESS ?", "La loi ESS : que change-t-elle pour les communes ?"],
    ),
    (
        "Où se trouve le garage solidaire et quels sont les horaires ?",
        ["Où se trouve le garage solidaire ?", "Le garage solidaire : quels sont les horaires ?"],
    ),
    ("What is a PTCE and who funds it?", ["What is a PTCE?", "A PTCE: who funds it?"]),
    (
        "Comment identifier les acteurs de l'ESS et comment les mobiliser ?",
        [
            "Comment identifier les acteurs de l'ESS ?",
            "Identifier les acteurs de l'ESS : comment les mobiliser ?",
        ],
    ),
    (
        "Quelles aides existent pour une AMAP, et comment les demander ?",
        ["Quelles aides existent pour une AMAP ?", "Une AMAP : comment les demander ?"],
    ),
    (
        "Faut-il un agrément pour une crèche associative et combien de temps dure-t-il ?",
        [
            "Faut-il un agrément pour une crèche associative ?",
            "Un agrément pour une crèche associative : combien de temps dure-t-il ?",
        ],
    ),
    (
        "Une région peut-elle financer une SCIC ? Si oui, à quelles conditions ?",
        [
            "Une région peut-elle financer une SCIC ?",
            "Une région peut-elle financer une SCIC, et à quelles conditions ?",
        ],
    ),
    (
        "Qu'est-ce qu'une ressourcerie et quelle différence avec une déchèterie ?",
        [
            "Qu'est-ce qu'une ressourcerie ?",
            "Une ressourcerie : quelle différence avec une déchèterie ?",
        ],
    ),
    ("Qui a créé le RTES et quand ?", ["Qui a créé le RTES ?", "Qui a créé le RTES, et quand ?"]),
    (
        "Quel est le montant du fonds de revitalisation et qui peut en bénéficier ?",
        [
            "Quel est le montant du fonds de revitalisation ?",
            "Le fonds de revitalisation : qui peut en bénéficier ?",
        ],
    ),
    (
        "Comment soutenir un atelier vélo, et avez-vous un exemple ?",
        ["Comment soutenir un atelier vélo ?", "Soutenir un atelier vélo : un exemple ?"],
    ),
    (
        "How many cooperatives are there in France, and how can a town support them?",
        [
            "How many cooperatives are there in France?",
            "Cooperatives: how can a town support them?",
        ],
    ),
    (
        "Qu'est-ce qu'une SCOP et qu'est-ce qu'une SCIC ?",
        ["Qu'est-ce qu'une SCOP ?", "Qu'est-ce qu'une SCIC ?"],
    ),
    (
        (
            "Bonjour, comment ouvrir une épicerie solidaire ? Avec quels "
            "financements ? Merci d'avance."
        ),
        [
            "Comment ouvrir une épicerie solidaire ?",
            "Ouvrir une épicerie solidaire : avec quels financements ?",
        ],
    ),
    (
        "Qu'est-ce qu'un PAT ? Qui le pilote ? Combien en existe-t-il ?",
        ["Qu'est-ce qu'un PAT ?", "Un PAT : qui le pilote ?", "Un PAT : combien en existe-t-il ?"],
    ),
    (
        "Qu'est-ce qu'une foncière et ma commune de 900 habitants peut-elle y entrer ?",
        [
            "Qu'est-ce qu'une foncière ?",
            "Une foncière : ma commune de 900 habitants peut-elle y entrer ?",
        ],
    ),
    (
        "Le cinéma associatif : combien d'emplois, quelle part des recettes et quel statut ?",
        [
            "Le cinéma associatif : combien d'emplois ?",
            "Le cinéma associatif : quelle part des recettes ?",
            "Le cinéma associatif : quel statut ?",
        ],
    ),
    (
        "L'emploi : combien de postes et quelle part, quel statut ?",
        ["L'emploi : combien de postes ?", "L'emploi : quelle part ?", "L'emploi : quel statut ?"],
    ),
    (
        "Terres en friche : quels articles du code, combien de mois pour les cultiver ?",
        [
            "Terres en friche : quels articles du code ?",
            "Terres en friche : combien de mois pour les cultiver ?",
        ],
    ),
    (
        "comment monter une amap et combien ca coute",
        ["Comment monter une amap ?", "Monter une amap : combien ca coute ?"],
    ),
    (
        "C'est quoi un tiers-lieu, et comment en ouvrir un dans un village ?",
        ["C'est quoi un tiers-lieu ?", "Un tiers-lieu : comment en ouvrir un dans un village ?"],
    ),
    (
        "Qui finance les conseillers numériques et jusqu'à quand ?",
        [
            "Qui finance les conseillers numériques ?",
            "Qui finance les conseillers numériques, et jusqu'à quand ?",
        ],
    ),
    (
        "Qui sont les adhérents du RTES, combien sont-ils et où se trouve le siège ?",
        [
            "Qui sont les adhérents du RTES ?",
            "Les adhérents du RTES : combien sont-ils ?",
            "Les adhérents du RTES : où se trouve le siège ?",
        ],
    ),
    (
        "Peut-on prêter du matériel à une association et faut-il une convention ?",
        [
            "Peut-on prêter du matériel à une association ?",
            "Prêter du matériel à une association : faut-il une convention ?",
        ],
    ),
    (
        "Expliquez ce qu'est une monnaie locale et comment la lancer.",
        ["Ce qu'est une monnaie locale ?", "Une monnaie locale : comment la lancer ?"],
    ),
    # Requests as agents word them, with what is to be sent or said besides.
    (
        "Résumez-nous ce que la loi dit du foncier, et précisez la date limite du dossier.",
        ["Ce que la loi dit du foncier ?", "La loi dit du foncier : la date limite du dossier ?"],
    ),
    (
        "Pouvez-vous rappeler les familles de l'ESS et nous fournir un modèle de statuts ?",
        ["Les familles de l'ESS ?", "Les familles de l'ESS : un modèle de statuts ?"],
    ),
    (
        "Quels leviers pour une ludothèque ? Nous cherchons également un modèle de bail.",
        ["Quels leviers pour une ludothèque ?", "Nous cherchons également un modèle de bail ?"],
    ),
    (
        "Covoiturage solidaire : exemples de communes + délai du dossier Fonds vert ?",
        [
            "Covoiturage solidaire : exemples de communes ?",
            "Covoiturage solidaire : délai du dossier Fonds vert ?",
        ],
    ),
    (
        "Nous voudrions connaître les aides aux ludothèques ainsi que le budget de la Creuse.",
        ["Nous voudrions connaître les aides aux ludothèques ?", "Le budget de la Creuse ?"],
    ),
    (
        "Comment soutenir un atelier vélo ; faut-il une autorisation ?",
        [
            "Comment soutenir un atelier vélo ?",
            "Soutenir un atelier vélo : faut-il une autorisation ?",
        ],
    ),
    (
        "Quelles aides pour une ressourcerie ainsi que les conditions d'éligibilité ?",
        [
            "Quelles aides pour une ressourcerie ?",
            "Une ressourcerie : les conditions d'éligibilité ?",
        ],
    ),
    (
        "Comment préempter avec la SAFER, quel délai ?",
        ["Comment préempter avec la SAFER ?", "Préempter avec la SAFER : quel délai ?"],
    ),
    (
        "Comment créer une SCIC, délai ?",
        ["Comment créer une SCIC ?", "Créer une SCIC : délai ?"],
    ),
    (
        "Peut-on prêter une salle à une association, et pour combien de temps ?",
        [
            "Peut-on prêter une salle à une association ?",
            "Prêter une salle à une association : pour combien de temps ?",
        ],
    ),
    (
        "Quelles actions culturelles une mairie peut-elle mener, vous avez des chiffres ?",
        [
            "Quelles actions culturelles une mairie peut-elle mener ?",
            "Actions culturelles : des chiffres ?",
        ],
    ),
    (
        "What is the SSE law and when was it passed?",
        ["What is the SSE law?", "The SSE law: when was it passed?"],
    ),
    (
        "Comment les associations agissent-elles dans l'aide à domicile et ce qu'un département "
        "peut faire pour elles ?",
        [
            "Comment les associations agissent-elles dans l'aide à domicile ?",
            "Les associations : ce qu'un département peut faire pour elles ?",
        ],
    ),
    (
        "Quand a lieu la fête des voisins et qu'est-ce qu'une mairie peut organiser à cette "
        "occasion ?",
        [
            "Quand a lieu la fête des voisins ?",
            "La fête des voisins : qu'est-ce qu'une mairie peut organiser à cette occasion ?",
        ],
    ),
    (
        "Combien y a-t-il de garages solidaires et quels publics y ont accès ?",
        [
            "Combien y a-t-il de garages solidaires ?",
            "Garages solidaires : quels publics y ont accès ?",
        ],
    ),
    (
        "Pourquoi une mairie devrait-elle aider une recyclerie ? Avez-vous trois arguments ?",
        [
            "Pourquoi une mairie devrait-elle aider une recyclerie ?",
            "Aider une recyclerie : avez-vous trois arguments ?",
        ],
    ),
    # What is asked beside it, without a verb or of a thing of its own.
    (
        "Peut-on ouvrir une halle à des maraîchers, avec quel loyer et pour combien d'années ?",
        [
            "Peut-on ouvrir une halle à des maraîchers ?",
            "Ouvrir une halle à des maraîchers : avec quel loyer ?",
            "Ouvrir une halle à des maraîchers : pour combien d'années ?",
        ],
    ),
    (
        "Une ville peut-elle entrer dans une SCIC d'énergie, jusqu'à quel pourcentage ?",
        [
            "Une ville peut-elle entrer dans une SCIC d'énergie ?",
            "Entrer dans une SCIC d'énergie : jusqu'à quel pourcentage ?",
        ],
    ),
    (
        "Qu'est-ce qu'une épicerie solidaire, qui la tient et y en a-t-il dans le Jura ?",
        [
            "Qu'est-ce qu'une épicerie solidaire ?",
            "Une épicerie solidaire : qui la tient ?",
            "Une épicerie solidaire : y en a-t-il dans le Jura ?",
        ],
    ),
    (
        "c'est quoi une régie de quartier, y en a combien en bretagne",
        [
            "C'est quoi une régie de quartier ?",
            "Une régie de quartier : y en a combien en bretagne ?",
        ],
    ),
    (
        "Une ressourcerie est-elle une entreprise de l'ESS, et les recettes sont-elles taxées ?",
        [
            "Une ressourcerie est-elle une entreprise de l'ESS ?",
            "Les recettes sont-elles taxées ?",
        ],
    ),
    (
        "Combien y a-t-il de cafés associatifs, leur nombre baisse-t-il ?",
        [
            "Combien y a-t-il de cafés associatifs ?",
            "Cafés associatifs : leur nombre baisse-t-il ?",
        ],
    ),
    (
        "J'aimerais savoir quelles villes ont créé une monnaie locale et ce que ça a coûté.",
        [
            "Quelles villes ont créé une monnaie locale ?",
            "Une monnaie locale : ce que ça a coûté ?",
        ],
    ),
    (
        "Quelle convention signer avec un festival (et pour combien d'années) ?",
        [
            "Quelle convention signer avec un festival ?",
            "Signer avec un festival : pour combien d'années ?",
        ],
    ),
    (
        "Existe-t-il des crèches coopératives, combien par département ?",
        [
            "Existe-t-il des crèches coopératives ?",
            "Des crèches coopératives : combien par département ?",
        ],
    ),
    (
        "Agrément ESUS : qui le délivre, et que faut-il fournir ?",
        ["Agrément ESUS : qui le délivre ?", "Agrément ESUS : que faut-il fournir ?"],
    ),
    (
        "L'espace-test est porté par qui ? Et le foncier, il reste à la commune ?",
        [
            "L'espace-test est porté par qui ?",
            "L'espace-test : le foncier, il reste à la commune ?",
        ],
    ),
    (
        "Quelle différence entre prêt et garantie, et lequel coûte le moins à la ville ?",
        [
            "Quelle différence entre prêt et garantie ?",
            "Prêt et garantie : lequel coûte le moins à la ville ?",
        ],
    ),
    (
        "Quelles formes d'aide existent pour un fournil, et laquelle est la plus simple ?",
        [
            "Quelles formes d'aide existent pour un fournil ?",
            "Formes d'aide pour un fournil : laquelle est la plus simple ?",
        ],
    ),
]

ONE = [
    "Tu peux m'aider ? Comment créer une SCIC ?",
    "Notre association, qui emploie dix salariés, la commune peut-elle la subventionner ?",
    "Qui est responsable si un bénévole se blesse, la commune peut-elle être condamnée ?",
    "Comment on sait quand et comment demander l'agrément ESUS ?",
    "Quels leviers, hors subvention, la commune peut-elle activer pour un club ?",
    "Quel bail, quel loyer ?",
    # What stands between a question word and its verb, relative clauses, what is compared.
    "À quelles conditions, au regard de la loi, la commune peut-elle subventionner une SCIC ?",
    "Comment, sans augmenter les impôts, la commune peut-elle aider un café associatif ?",
    "Est-il vrai qu'en montagne, la commune peut créer une SCIC ?",
    "Comment les collectivités, qui en ont les moyens, peuvent-elles financer une recyclerie ?",
    "Comment aider le gérant de l'épicerie, qui la tient depuis vingt ans, à la céder ?",
    "Pourquoi les communes, qui y sont pourtant favorables, ne créent-elles pas de SCIC ?",
    "Comment expliquer la différence entre ce que fait une régie et ce que fait une SCIC ?",
    "Comment préciser dans un marché ce qui est attendu et ce qui est interdit ?",
    "Pourquoi l'État, les régions, et les départements financent-ils l'ESS ?",
    "Comment confier un garage à une association, ou, à défaut, à une SCIC ?",
    "Quelles sont les règles des subventions, lesquelles sont fixées par la loi de 2000 ?",
    "Peut-on prêter des locaux à des associations, lesquelles assurent leur entretien ?",
    "Les élus se demandent en quoi un tiers-lieu diffère d'une maison de quartier. Que dire ?",
    # Two things of one subject, and what is said of the one who asks.
    "Comment évaluer les effets ainsi que les résultats d'une politique de l'ESS ?",
    "Comment rédiger les statuts ainsi que le règlement intérieur d'une SCIC ?",
    "Peut-on cumuler un modèle associatif + modèle coopératif ?",
    "Faut-il publier le montant ainsi que la durée de la subvention ?",
    "Nous souhaitons avoir un tiers-lieu dans le bourg. Comment le financer ?",
    "Combien coûte l'adhésion au RTES ? Nous voudrions savoir.",
    "Quel rôle l'EPCI et la commune peuvent-ils jouer ?",
    "Comment la commune et les associations peuvent-elles coopérer ?",
    "Comment soutenir les associations et les coopératives ?",
    "Quels sont les avantages et les inconvénients d'une SCIC ?",
    "Quelles aides pour les communes et départements ?",
    "Pourquoi et comment soutenir l'agriculture urbaine ?",
    ("Quelles sont les associations qui gèrent des crèches et qui emploient des salariés ?"),
    ("Une commune peut-elle prêter un local et verser une subvention à la même association ?"),
    "Comment créer et faire vivre un tiers-lieu ?",
    "Notre épicerie ferme, que peut faire la commune ?",
    "Comment aider une association qui cherche un local et un véhicule ?",
    ("Comment s'assurer que l'association respecte la loi et que ses comptes sont sincères ?"),
    "Quelle est la différence entre une SCOP et une SCIC ?",
    "How can towns and regions support cooperatives and associations?",
    "Dans une commune où il n'y a plus de commerce et où la poste a fermé, que faire ?",
    "Une SCIC peut-elle recevoir des dons, ou doit-elle créer une association ?",
    "Nous sommes une commune de 800 habitants. Comment soutenir une épicerie ?",
    "Quel est le rôle des départements et des régions ?",
    "Comment agir quand on est un village et quand on n'a pas de budget ?",
    "Comment évaluer l'utilité sociale d'une association et valoriser ses résultats ?",
    "Où et quand a lieu le forum de l'ESS ?",
    "Dois-je passer un marché ou verser une subvention ?",
    "Quelle est la part des femmes dans l'ESS et celle des jeunes ?",
    "Comment une coopérative d'activité et d'emploi peut-elle aider un agriculteur ?",
    "Comment faire pour que les agents connaissent l'ESS et qu'ils l'intègrent ?",
    "On a un café associatif qui veut s'agrandir, comment la mairie peut l'aider ?",
    "Quand une association rend une salle, dans quel délai la mairie doit-elle répondre ?",
    "Nous avons un four à pain qui ne sert plus. Quelles associations peuvent le reprendre ?",
]


@pytest.mark.parametrize(("asked", "parts"), SEVERAL)
def test_each_thing_asked_is_a_question_by_itself(asked: str, parts: list[str]) -> None:
    question = understand(asked)
    assert [part.text for part in question.parts] == parts


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "On me propose un garage solidaire. À combien revient le démarrage, et "
            "quel coup de main une commune peut-elle donner ?",
            [
                "On me propose un garage solidaire. À combien revient le démarrage ?",
                "On me propose un garage solidaire. Quel coup de main une commune "
                "peut-elle donner ?",
            ],
        ),
        (
            "Notre cinéma ferme en juin. Qu'est-ce qu'une SCIC ? Qui peut en être membre ?",
            [
                "Notre cinéma ferme en juin. Qu'est-ce qu'une SCIC ?",
                "Notre cinéma ferme en juin. Une SCIC : qui peut en être membre ?",
            ],
        ),
        (
            "Le cinéma ferme. Qui peut le reprendre ? L'épicerie aussi ferme. Qui la sauverait ?",
            [
                "Le cinéma ferme. Qui peut le reprendre ?",
                "L'épicerie aussi ferme. Qui la sauverait ?",
            ],
        ),
        (
            "On nous propose un garage solidaire. Qui le finance ? Et qui peut en être client ?",
            [
                "On nous propose un garage solidaire. Qui le finance ?",
                "On nous propose un garage solidaire. Qui peut en être client ?",
            ],
        ),
        (
            "Je suis élue à Rezé. Qu'est-ce qu'une SCIC ? Quelle part du matériel informatique "
            "doit venir du réemploi ?",
            [
                "Je suis élue à Rezé. Qu'est-ce qu'une SCIC ?",
                "Quelle part du matériel informatique doit venir du réemploi ?",
            ],
        ),
        (
            "On aide une fanfare. Faut-il un marché ? Et y a-t-il des exemples de villes ?",
            [
                "On aide une fanfare. Faut-il un marché ?",
                "On aide une fanfare. Y a-t-il des exemples de villes ?",
            ],
        ),
        (
            "We run a library. What is a SCIC? Thanks. Who can be a member of it?",
            [
                "We run a library. What is a SCIC?",
                "We run a library. A SCIC: who can be a member of it?",
            ],
        ),
        (
            "We run an old library. What is a tiers-lieu and who pays for the building?",
            [
                "We run an old library. What is a tiers-lieu?",
                "We run an old library. Who pays for the building?",
            ],
        ),
    ],
)
def test_each_question_keeps_what_is_told_before_the_first(asked: str, parts: list[str]) -> None:
    assert [part.text for part in understand(asked).parts] == parts


def test_a_long_story_is_kept_by_its_end_alone() -> None:
    long = f"Nous avons {', '.join(f'un lavoir {n}' for n in range(40))}."
    asked = "Le cinéma ferme. Qui finance les salles ? Quel bail signer ?"
    first, second = (part.text for part in understand(f"{long} {asked}").parts)
    assert first.startswith("Nous avons")
    assert second.startswith("Le cinéma ferme. ")
    first, second = (part.text for part in understand(f"{asked[:17]}{long}{asked[16:]}").parts)
    assert first.startswith("Le cinéma ferme. Nous avons")
    assert "lavoir" not in second


def test_a_story_that_is_kept_does_not_make_it_read_otherwise() -> None:
    asked = "La commune vend le presbytère. Qui fixe le prix ? Un avis est-il obligatoire ?"
    assert understand(asked).understood_as == asked
    again = understand(
        "La commune vend une halle. Qu'est-ce qu'une SCIC et qui peut en être membre ?"
    )
    assert again.understood_as == (
        "La commune vend une halle. Qu'est-ce qu'une SCIC ? Une SCIC : qui peut en être membre ?"
    )


def test_how_several_questions_were_read_is_said_unless_they_were_only_cut() -> None:
    asked = "Comment créer un tiers-lieu ? Combien ça coûte ?"
    assert understand(asked).understood_as == (
        "Comment créer un tiers-lieu ? Créer un tiers-lieu : combien ça coûte ?"
    )
    asked = "Bonjour, qu'est-ce qu'une SCIC et comment soutenir les garages solidaires ?"
    assert understand(asked).understood_as == asked


@pytest.mark.parametrize(
    "said",
    [
        "La région nous a donné une subvention. Peut-on la reverser à une association ?",
        "Notre commune a donné un terrain à une association. Comment faire un jardin partagé ?",
        "On nous a cité la ville de Lyon en exemple. Que fait-elle pour l'ESS ?",
        "Je dois expliquer l'ESS demain soir. Vous pouvez me donner une définition simple ?",
        "L'aide nous a été expliquée. Peut-on la cumuler avec un prêt ?",
    ],
)
def test_what_was_given_or_must_be_explained_is_no_question(said: str) -> None:
    assert [part.text for part in understand(said).parts] == [said]


@pytest.mark.parametrize(
    "asked", ["Donnez-moi un modèle", "merci de citer une loi", "tu peux expliquer la SCIC"]
)
def test_what_is_to_be_given_is_a_question(asked: str) -> None:
    assert len(understand(f"{asked}. Qui finance les AMAP ?").parts) == 2


@pytest.mark.parametrize(
    ("asked", "second"),
    [
        (
            "Je suis maire d'un village dans le Lot, on veut faire un diagnostic ESS, comment s'y "
            "prendre et combien ça coûte ?",
            "Faire un diagnostic ESS : combien ça coûte ?",
        ),
        (
            "Hier au conseil on m'a demandé combien d'emplois représente l'ESS et je n'ai pas su "
            "répondre. Vous avez le chiffre ?",
            "L'ESS : vous avez le chiffre ?",
        ),
        (
            "Élu dans le Jura, je veux ouvrir une crèche, comment faire et combien ça coûte ?",
            "Ouvrir une crèche : combien ça coûte ?",
        ),
    ],
)
def test_where_one_is_and_who_meets_are_no_subject(asked: str, second: str) -> None:
    assert understand(asked).parts[1].text == second


@pytest.mark.parametrize("asked", ONE)
def test_an_enumeration_or_a_clause_is_no_second_question(asked: str) -> None:
    assert [part.text for part in understand(asked).parts] == [asked]


def test_each_part_has_its_own_kind() -> None:
    question = understand("Qu'est-ce qu'une SCIC, combien en compte-t-on et qui les finance ?")
    assert [part.kind for part in question.parts] == ["definition", "count", "body"]


def test_a_text_with_more_questions_than_a_message_has_is_read_whole() -> None:
    text = " ".join(f"Qui finance le projet {n} ?" for n in range(40))
    assert len(understand(text).parts) == 1


@pytest.mark.parametrize(
    ("asked", "second"),
    [
        (
            "c'est quoi le règlement de minimis et quel est le plafond en 2024",
            "Le règlement de minimis : quel est le plafond en 2024 ?",
        ),
        (
            "Qu'est-ce qu'une VAE et quel montant d'aide ?",
            "Une VAE : quel montant d'aide ?",
        ),
        (
            "C'est quoi un arrêté de déport et avez-vous un modèle ?",
            "Un arrêté de déport : avez-vous un modèle ?",
        ),
        # What names its own subject is not said of the other.
        (
            "C'est quoi l'ESS et comment soutenir les garages solidaires ?",
            "Comment soutenir les garages solidaires ?",
        ),
        ("Qu'est-ce qu'une SCIC et qu'est-ce qu'une SCOP ?", "Qu'est-ce qu'une SCOP ?"),
        (
            "La CRESS, c'est quoi, et l'adhésion est-elle payante ?",
            "La CRESS : l'adhésion est-elle payante ?",
        ),
        ("le mois de l'ess c quand et qui coordonne", "Le mois de l'ess : qui coordonne ?"),
        ("la loi ess elle date de quand et qui l'a votée", "La loi ess : qui l'a votée ?"),
        (
            "Le DLA, c'est gratuit pour l'association ? Et qui le finance ?",
            "Le DLA : qui le finance ?",
        ),
        (
            "Qu'entend-on par « commun numérique » et pouvez-vous me donner un exemple ?",
            "« commun numérique » : un exemple ?",
        ),
        (
            "Projet alimentaire : qui le porte, une commune peut-elle s'y joindre ?",
            "Projet alimentaire : une commune peut-elle s'y joindre ?",
        ),
        (
            "Qui emploie les musiciens, et le département y trouve-t-il un intérêt ?",
            "Les musiciens : le département y trouve-t-il un intérêt ?",
        ),
        (
            "Peut-on confier la bibliothèque à une association, si oui sous quelle forme ?",
            "Confier la bibliothèque à une association : sous quelle forme ?",
        ),
        (
            "Nombre d'associations dans la culture ? Et combien emploient un salarié ?",
            "Combien emploient un salarié ?",
        ),
        (
            "Qu'est-ce qu'on entend exactement par ludothèque, et quelles aides demander ?",
            "Ludothèque : quelles aides demander ?",
        ),
        (
            "Et pour Rézo Pouce, comment un village peut-il l'adopter ? Qui l'a déjà fait ?",
            "Rézo Pouce : qui l'a déjà fait ?",
        ),
        (
            "Navette ou taxi partagé, que choisir pour une petite ville ? Qui peut le gérer ?",
            "Navette ou taxi partagé : qui peut le gérer ?",
        ),
        (
            "Quels sont les critères au sens de la loi de 2014 ? Quel article ?",
            "La loi de 2014 : quel article ?",
        ),
        (
            "Quelles solutions de mobilité avec l'ESS à la campagne ? Qui peut les porter ?",
            "Solutions de mobilité : qui peut les porter ?",
        ),
        (
            "Mobilité des seniors : quels freins et quelles solutions de l'ESS pour les villages ?",
            "Mobilité des seniors : quelles solutions de l'ESS pour les villages ?",
        ),
        (
            "C'est quoi une SCIC ? MedNum, ils forment qui ?",
            "MedNum, ils forment qui ?",
        ),
        (
            "Comment soutenir une épicerie ? Svp on peut avoir un exemple ?",
            "Soutenir une épicerie : svp on peut avoir un exemple ?",
        ),
        (
            "Qui paie le chantier ? Et pour les allocataires du RSA, il y a des aides au permis ?",
            "Pour les allocataires du RSA, il y a des aides au permis ?",
        ),
    ],
)
def test_after_what_a_thing_is_what_is_asked_is_of_that_thing(asked: str, second: str) -> None:
    assert [part.text for part in understand(asked).parts][1:] == [second]


def test_what_is_counted_and_what_stands_in_brackets_is_no_subject() -> None:
    asked = "Un conseil de quartier est-il obligatoire, et à partir de combien d'habitants ?"
    assert [part.text for part in understand(asked).parts] == [
        "Un conseil de quartier est-il obligatoire ?",
        "Un conseil de quartier : à partir de combien d'habitants ?",
    ]
    asked = "1D Touch, ça intéresse quelles médiathèques ? et qui le propose ?"
    assert understand(asked).parts[1].text == "1D Touch : qui le propose ?"
    asked = "Ce schéma, une commune peut-elle s'en écarter, et qui le vote ?"
    assert understand(asked).parts[1].text == "Schéma : qui le vote ?"
    asked = "Le préfet dit non, la commune peut-elle aider une SCIC ? et à quelle hauteur ?"
    assert understand(asked).parts[1].text == "Aider une SCIC : à quelle hauteur ?"
    asked = "Qui distribue les microcrédits (Adie, Initiative…) et comment les faire venir ?"
    assert understand(asked).parts[1].text == "Les microcrédits : comment les faire venir ?"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Qui gère un garage |et pour combien ?", ["Qui gère un garage", "pour combien ?"]),
        ("Un bail |et, surtout, le coût ?", ["Un bail", "surtout, le coût ?"]),
        ("Un garage + |un contact", ["Un garage", "un contact"]),
        ("Le statut ? + |le coût - |le délai", ["Le statut ?", "le coût", "le délai"]),
        ("1) le statut |2) le coût |3) le délai", ["le statut", "le coût", "le délai"]),
        ("Je voudrais : - le statut - |le coût", ["Je voudrais : le statut", "le coût"]),
        (
            "Qui le gère (|et combien de temps ça prend) ?",
            ["Qui le gère", "combien de temps ça prend ?"],
        ),
        ("Qui gère (une mairie, |une association) ?", ["Qui gère une mairie", "une association ?"]),
        ("Un garage, « |avec quel budget »", ["Un garage", "avec quel budget"]),
        ("Peut-on l'aider |et si oui comment ?", ["Peut-on l'aider", "et si oui comment ?"]),
        ("Combien y en a |et où ?", ["Combien y en a", "où ?"]),
        ("What is a SCIC and |who runs it?", ["What is a SCIC", "who runs it?"]),
        ("SCIC / qui y entre / |le coût", ["SCIC : qui y entre", "le coût"]),
        ("Le statut d'un tiers-lieu / |le coût", ["Le statut d'un tiers-lieu", "le coût"]),
        ("Aides commune / région ? / |le coût", ["Aides commune / région ?", "le coût"]),
        ("Un modèle (de bail) |puis le coût", ["Un modèle (de bail)", "le coût"]),
        ("Que dit l'article 3. |Qui paie ?", ["Que dit l'article 3.", "Qui paie ?"]),
        ("La loi (titre 1) |et 2.000 € suffisent ?", ["La loi (titre 1)", "2.000 € suffisent ?"]),
    ],
)
def test_a_message_is_parted_without_what_ties_its_pieces(text: str, pieces: list[str]) -> None:
    whole = text.replace("|", "")
    ends = [match.start() - number for number, match in enumerate(re.finditer(r"\|", text))]
    assert parted(whole, ends) == pieces


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Qui aide les associations, |qui ont du mal à payer ?", True),
        ("Qui aide les associations, |qui ne s'en sortent plus ?", True),
        ("Qui aide les associations, |qui les paie ?", False),
        ("Qui aide les associations, |qui peuvent-elles voir ?", False),
        ("Combien ça coûte, |qui vont payer ?", False),
        ("Quelles communes en ont, |qui ont aidé ?", False),
        ("Qui aide les associations et |qui peuvent-elles voir ?", False),
    ],
)
def test_what_goes_on_with_a_noun_asks_nothing(text: str, *, is_one: bool) -> None:
    assert (beginnings(text.replace("|", ""), [text.index("|")]) == ()) == is_one


def test_a_word_that_ends_a_sentence_begins_no_question() -> None:
    text = "Combien en avons-nous et où. Comment les aider ?"
    assert beginnings(text, [25, 29]) == beginnings(text, [25]) == (29,)
    assert beginnings("Lequel des deux. Qui paie ?", [17]) == (17,)


@pytest.mark.parametrize(
    ("piece", "anew"),
    [
        ("Qui est Rézo Pouce ?", True),
        ("qui est chargé de ça ?", False),
        ("Qui est Président ?", False),
        ("La ville, combien elle y met ?", False),
        ("Rézo Pouce, comment on y adhère ?", True),
        ("la CAF, combien elle verse ?", False),
        ("Reparlons du vélo : qui paie ?", True),
        ("Passons sur le vélo : qui paie ?", False),
    ],
)
def test_a_question_may_say_itself_what_it_is_about(piece: str, *, anew: bool) -> None:
    assert begins_anew(piece) == anew


def test_a_message_of_many_questions_is_left_whole() -> None:
    text = "a b c d e f g"
    assert parted(text, []) == [text]
    assert len(parted(text, [2, 4, 6, 8, 10])) == 6
    assert parted(text, [2, 4, 6, 8, 10, 12]) == [text]


@pytest.mark.parametrize(
    ("whole", "by_clause"),
    [
        ("L'ESS font de l'inclusion numérique : avec quels financements ?", True),
        ("Nous n'avons plus de car. L'ESS marchent chez nous : qui les finance ?", True),
        ("Quand les subventions baissent : qui aider ?", True),
        ("Un garage solidaire : qui le finance ?", False),
        ("Un agent de proximité : quel salaire ?", False),
        ("Les associations peinent ici : plus de local. Quel délai ?", False),
        ("Le département s'en va. Les associations : qui les finance ?", False),
        ("Qui peut financer un garage ?", False),
    ],
)
def test_a_clause_is_no_thing_to_ask_about(whole: str, *, by_clause: bool) -> None:
    assert led_by_clause(whole) == by_clause


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Nous avons une gendarmerie vide. Comment soutenir un tiers-lieu associatif ?",
            "Comment soutenir un tiers-lieu associatif ?",
        ),
        ("Comment soutenir un tiers-lieu associatif ?", ""),
        ("Un maraîcher cherche des terres. Comment aider son installation avec l'ESS ?", ""),
        ("On nous propose un garage solidaire. Qui peut le financer en ville ?", ""),
        ("Un garage solidaire ouvre. Ces ateliers mobiles, qui les finance ?", ""),
        ("60 % de nos recettes viennent de marchés. Est-ce une tendance nationale ?", ""),
        ("Nous avons une gendarmerie vide. Comment commencer ?", ""),
        (
            "On ferme la piscine, combien de salariés compte l'ESS ?",
            "Combien de salariés compte l'ESS ?",
        ),
        ("On ferme la piscine, comment la reprendre en régie ?", ""),
        ("Nous sommes 20 000. Comment soutenir l'ESS ?", "Comment soutenir l'ESS ?"),
        ("Quelle aide à la piscine, combien de salariés compte l'ESS ?", ""),
    ],
)
def test_what_needs_nothing_of_its_story_stands_by_itself(text: str, asked: str) -> None:
    assert by_itself(Part(text, "other")) == asked


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("que fait la ressourcerie de Trélazé ?", "que fait la ressourcerie de Trélazé ?"),
        ("et qui la finance en ville ?", ""),
        ("et le budget ?", ""),
    ],
)
def test_what_needs_nothing_of_its_topic_stands_by_itself(own: str, asked: str) -> None:
    assert by_itself(Part(f"Un garage solidaire : {own}", "other", own=own)) == asked


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (
            "trop long. la mednum alors. ca coute quoi et qui paye",
            "Trop long. La mednum alors. Ca coute quoi et qui paye ?",
        ),
        (
            "l ecole est vide. qu est ce que je peux en faire",
            "L'ecole est vide. Qu'est ce que je peux en faire ?",
        ),
        ("trop long. la mednum ? ca coute quoi", None),
        ("Trop long. La mednum alors. ca coute quoi", None),
        ("voir art. premier, qui le dit", None),
        ("un garage solidaire, qui le finance", None),
    ],
)
def test_sentences_without_capitals_or_marks_are_told_apart(typed: str, read: str | None) -> None:
    assert marked(typed) == (read or typed)
