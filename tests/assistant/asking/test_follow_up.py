"""A question that leaves out what was said before it is read with the earlier questions."""

import pytest

from assistant.asking.follow_up import is_change
from assistant.question import understand

GARAGES = "Comment ma commune peut-elle soutenir les garages solidaires ?"

# Earlier questions, what is asked, and how it is understood.
DIALOGUES = [
    (
        [GARAGES],
        "et pour un département ?",
        "Comment un département peut-il soutenir les garages solidaires ?",
    ),
    ([GARAGES], "et pour le vélo ?", "Comment ma commune peut-elle soutenir le vélo ?"),
    (
        [GARAGES],
        "donne un exemple à la campagne",
        "Soutenir les garages solidaires : un exemple à la campagne ?",
    ),
    ([GARAGES], "combien ça coûte ?", "Soutenir les garages solidaires : combien ça coûte ?"),
    (
        ["Où se trouve la recyclerie de Die ?"],
        "et les horaires ?",
        "La recyclerie de Die : les horaires ?",
    ),
    (
        ["Une commune peut-elle entrer au capital d'une SCIC ?"],
        "pourquoi ?",
        "Une commune peut-elle entrer au capital d'une SCIC, et pourquoi ?",
    ),
    (
        ["Qu'est-ce que le label Territoires durables ?"],
        "qui le gère ?",
        "Le label Territoires durables : qui le gère ?",
    ),
    (
        ["Quelles aides existent pour les tiers-lieux ?"],
        "et pour les recycleries ?",
        "Quelles aides existent pour les recycleries ?",
    ),
    (
        ["Combien de salariés travaillent dans l'ESS en France ?"],
        "et en Bretagne ?",
        "Combien de salariés travaillent dans l'ESS en Bretagne ?",
    ),
    (["Qu'est-ce qu'une SCIC ?"], "et une SCOP ?", "Qu'est-ce qu'une SCOP ?"),
    (
        ["Comment un département peut-il soutenir l'autopartage ?"],
        "Et s'agissant d'une région ?",
        "Comment une région peut-elle soutenir l'autopartage ?",
    ),
    (
        ["Comment soutenir l'autopartage ?"],
        "Et si on préfère le vélo ?",
        "Comment soutenir le vélo ?",
    ),
    (
        ["Comment soutenir l'autopartage ?"],
        "non, je parlais de garage solidaire",
        "Comment soutenir garage solidaire ?",
    ),
    (
        ["Peut-on subventionner une SCIC ?"],
        "qui est le responsable à Lyon ?",
        "Subventionner une SCIC : qui est le responsable à Lyon ?",
    ),
    (
        ["Peut-on subventionner une association ?"],
        "et si les comptes ne sont pas publiés ?",
        "Subventionner une association : si les comptes ne sont pas publiés ?",
    ),
    (
        ["Comment soutenir les garages solidaires ?"],
        "Qui sont les acteurs de Bretagne ?",
        "Soutenir les garages solidaires : qui sont les acteurs de Bretagne ?",
    ),
    (
        ["Citiz c'est une coopérative ?"],
        "des collectivités sont dedans ?",
        "Citiz : des collectivités sont dedans ?",
    ),
    (
        ["Qu'est-ce qu'une SCIC ?"],
        "et la coopérative d'activité ?",
        "Qu'est-ce que la coopérative d'activité ?",
    ),
    (
        ["Quel budget Lyon consacre-t-elle à l'ESS ?"],
        "et Lille ?",
        "Quel budget Lille consacre-t-elle à l'ESS ?",
    ),
    (
        ["Comment réserver un marché à une entreprise d'insertion ?"],
        "c'est obligatoire ?",
        "Réserver un marché à une entreprise d'insertion : c'est obligatoire ?",
    ),
    (
        ["Qu'est-ce qu'un PTCE ?", "et un exemple ?"],
        "en Occitanie ?",
        "Un PTCE : un exemple en Occitanie ?",
    ),
    (
        ["Comment une commune peut-elle soutenir un tiers-lieu ?", "et pour une région ?"],
        "et pour un garage solidaire ?",
        "Comment une région peut-elle soutenir un garage solidaire ?",
    ),
    (
        ["Comment ma commune peut-elle lutter contre la précarité alimentaire ?"],
        "quels sont les partenaires possibles ?",
        "Lutter contre la précarité alimentaire : quels sont les partenaires possibles ?",
    ),
    (
        ["Quel est le rôle de la CRESS ?"],
        "et du département ?",
        "Quel est le rôle du département ?",
    ),
    (
        ["Quel est le rôle de la région dans la mobilité ?"],
        "et les communes ?",
        "Quel est le rôle des communes dans la mobilité ?",
    ),
    (
        ["Comment créer un atelier vélo ?"],
        "à qui s'adresser ?",
        "Créer un atelier vélo : à qui s'adresser ?",
    ),
    (["Qui préside le RTES ?"], "depuis quand ?", "Qui préside le RTES, et depuis quand ?"),
    (
        ["Comment monter une crèche associative ?"],
        "quelles sont les étapes ?",
        "Monter une crèche associative : quelles sont les étapes ?",
    ),
    (
        ["Que peut faire ma commune pour le réemploi ?"],
        "et la communauté de communes ?",
        "Que peut faire la communauté de communes pour le réemploi ?",
    ),
    (["Qu'est-ce que le DLA ?", "merci"], "Qui le finance ?", "Le DLA : qui le finance ?"),
    (
        ["Qu'est-ce qu'un tiers-lieu ?"],
        "une commune peut-elle en gérer un ?",
        "Un tiers-lieu : une commune peut-elle en gérer un ?",
    ),
    (
        ["Comment soutenir une AMAP ?"],
        "et dans un quartier prioritaire ?",
        "Comment soutenir une AMAP dans un quartier prioritaire ?",
    ),
    (
        ["Comment former les élus à l'ESS ?"],
        "plus de détails",
        "Former les élus à l'ESS : plus de détails ?",
    ),
    (
        ["Comment soutenir la mobilité solidaire ?"],
        "et pour les seniors ?",
        "Comment soutenir la mobilité solidaire pour les seniors ?",
    ),
    (
        ["How can my town support solidarity garages?"],
        "and for a region?",
        "How can a region support solidarity garages?",
    ),
    (["What is a SCIC?"], "who can join it?", "A SCIC: who can join it?"),
    (
        ["comment soutenir un lieu culturel dans une petite commune"],
        "qui peut nous aider à le monter ?",
        "Soutenir un lieu culturel dans une petite commune : qui peut nous aider à le monter ?",
    ),
    (
        ["comment recenser les acteurs de l'ESS de ma commune ?"],
        "une fois qu'on les connait on fait quoi ?",
        "Recenser les acteurs de l'ESS de ma commune : une fois qu'on les connait on fait quoi ?",
    ),
    (
        ["comment recenser les associations de notre village", "et une fois qu'on les a ?"],
        "comment les réunir ensuite ?",
        "Recenser les associations de notre village : comment les réunir ensuite ?",
    ),
    (
        ["Pourquoi nommer un élu référent à l'ESS ?"],
        "comment le former ?",
        "Nommer un élu référent à l'ESS : comment le former ?",
    ),
    (
        ["est ce que notre syndicat peut entrer dans une SCIC de covoiturage ?"],
        "à quelle hauteur ?",
        "Entrer dans une SCIC de covoiturage : à quelle hauteur ?",
    ),
    (
        ["une sarl peut elle être considérée comme ess"],
        "et a quelles conditions precises",
        "une sarl peut elle être considérée comme ess, et a quelles conditions precises ?",
    ),
    (
        ["comment trouver un repreneur pour l'épicerie du village", "si personne ne la reprend ?"],
        "on pourrait en faire une coopérative ?",
        "Trouver un repreneur pour l'épicerie du village : on pourrait en faire une coopérative ?",
    ),
    (
        ["La commune peut-elle subventionner une plateforme de mobilité ?"],
        "même si elle est privée ?",
        "Subventionner une plateforme de mobilité : même si elle est privée ?",
    ),
    (
        ["quelle différence entre une SCOP et une SCIC ?"],
        "laquelle permet à la commune d'entrer au capital ?",
        "Une SCOP et une SCIC : laquelle permet à la commune d'entrer au capital ?",
    ),
    (
        ["c'est quoi la différence entre une SCOP et une SCIC ?"],
        "est ce que la mairie peut entrer au capital ?",
        "Une SCOP et une SCIC : est ce que la mairie peut entrer au capital ?",
    ),
    (
        ["Quelles sont les différences entre femmes et hommes dans l'ESS ?"],
        "comment les réduire ?",
        "Les différences entre femmes et hommes dans l'ESS : comment les réduire ?",
    ),
    (
        ["Quelle est la différence entre une SCOP et une SCIC ?"],
        "une commune peut-elle entrer au capital de l'une ou de l'autre ?",
        "Une SCOP et une SCIC : une commune peut-elle entrer au capital de l'une ou de l'autre ?",
    ),
    (
        ["comment organiser une fête de l'ESS dans notre commune"],
        "qui inviter ?",
        "Organiser une fête de l'ESS dans notre commune : qui inviter ?",
    ),
    (
        ["comment lutter contre la fracture numérique"],
        "quels acteurs mobiliser ?",
        "Lutter contre la fracture numérique : quels acteurs mobiliser ?",
    ),
    (
        ["Comment soutenir une compagnie de cirque en milieu rural ?"],
        "tu connais un cas ?",
        "Soutenir une compagnie de cirque en milieu rural : un cas ?",
    ),
    (
        ["quelles sont les dates importantes de l'ESS"],
        "et avant 1900 ?",
        "Quelles sont les dates importantes de l'ESS avant 1900 ?",
    ),
    (
        ["comment préempter un terrain agricole avec la safer"],
        "dans quel délai ?",
        "Préempter un terrain agricole avec la safer : dans quel délai ?",
    ),
    (
        ["comment aider les agriculteurs à s'installer", "combien de temps ça prend ?"],
        "quelles terres leur proposer ?",
        "Aider les agriculteurs à s'installer : quelles terres leur proposer ?",
    ),
    (["What is a third place?"], "any examples?", "A third place: any examples?"),
    (
        ["How can a region fund cooperatives?"],
        "what about associations?",
        "How can a region fund associations?",
    ),
    (
        ["How can a region fund cooperatives?"],
        "why?",
        "How can a region fund cooperatives, and why?",
    ),
    (
        ["Quelles sont les obligations d'une commune en matière de clauses sociales ?"],
        "et pour une association ?",
        "Quelles sont les obligations d'une association en matière de clauses sociales ?",
    ),
    (
        ["Comment une mairie peut-elle aider une épicerie solidaire ?"],
        "Et si on est une intercommunalité ?",
        "Comment une intercommunalité peut-elle aider une épicerie solidaire ?",
    ),
    (
        ["Comment une mairie peut-elle aider une épicerie solidaire ?"],
        "quels financements existent ?",
        "Aider une épicerie solidaire : quels financements existent ?",
    ),
    (
        ["Comment une mairie peut-elle aider une épicerie solidaire ?"],
        "Tu peux me donner des exemples ?",
        "Aider une épicerie solidaire : des exemples ?",
    ),
    (
        ["Comment une mairie peut-elle aider une épicerie solidaire ?"],
        "est-ce légal ?",
        "Aider une épicerie solidaire : est-ce légal ?",
    ),
    (
        ["Comment une mairie peut-elle aider une épicerie solidaire ?"],
        "Quelle est la différence avec une épicerie sociale ?",
        ("Aider une épicerie solidaire : quelle est la différence avec une épicerie sociale ?"),
    ),
    (["Qu'est-ce que le DLA ?"], "comment en bénéficier ?", "Le DLA : comment en bénéficier ?"),
    (["Qu'est-ce que le DLA ?"], "et le DASESS ?", "Qu'est-ce que le DASESS ?"),
    (
        ["Qu'est-ce que le DLA ?"],
        "Quelles associations peuvent le demander ?",
        "Le DLA : quelles associations peuvent le demander ?",
    ),
    (
        ["Combien d'emplois représente l'ESS en Île-de-France ?"],
        "et la culture ?",
        "Combien d'emplois représente la culture en Île-de-France ?",
    ),
    (
        ["Les départements peuvent-ils financer des tiers-lieux ?"],
        "et une commune ?",
        "Les communes peuvent-elles financer des tiers-lieux ?",
    ),
    (
        ["Quelles villes ont un budget participatif ?"],
        "et les départements ?",
        "Quels départements ont un budget participatif ?",
    ),
    (
        ["Peut-on réserver un marché à une entreprise adaptée ?"],
        "Et à un ESAT ?",
        "Peut-on réserver un marché à un ESAT ?",
    ),
    (
        ["Peut-on réserver un marché à une entreprise adaptée ?"],
        "quel article du code ?",
        "Réserver un marché à une entreprise adaptée : quel article du code ?",
    ),
    (
        [
            "Quelles solutions d'autopartage existent ?",
            "Est-ce que ça marche aussi pour le covoiturage ?",
        ],
        "un exemple à la campagne ?",
        "Le covoiturage : un exemple à la campagne ?",
    ),
    (
        ["Comment co-construire une politique culturelle ?"],
        "qui contacter ?",
        "Co-construire une politique culturelle : qui contacter ?",
    ),
    (["garage solidaire"], "horaires", "Garage solidaire : horaires ?"),
    (["c'est quoi un pat"], "qui s'en occupe", "Un pat : qui s'en occupe ?"),
    (
        ["Une commune peut-elle prêter un local à une association ?"],
        "gratuitement ?",
        "Une commune peut-elle prêter un local à une association gratuitement ?",
    ),
    (
        ["Comment soutenir une AMAP ?"],
        "et rapidement ?",
        "Comment soutenir une AMAP rapidement ?",
    ),
    (
        ["Une commune peut-elle aider une crèche ?"],
        "financièrement ?",
        "Une commune peut-elle aider une crèche financièrement ?",
    ),
    (
        ["Qui peut financer un tiers-lieu ?"],
        "et l'Europe ?",
        "Qui peut financer un tiers-lieu, et l'Europe ?",
    ),
    (
        ["La région peut-elle financer un tiers-lieu ?"],
        "et l’État ?",
        "La région peut-elle financer un tiers-lieu, et l’État ?",
    ),
    (
        ["Qu'est-ce que Citiz ?"],
        "c'est les collectivités qui l'ont créé ?",
        "Citiz : c'est les collectivités qui l'ont créé ?",
    ),
    (["What is the role of a CRESS?"], "and of the regions?", "What is the role of the regions?"),
    (
        ["How do towns support housing cooperatives?"],
        "and in rural areas?",
        "How do towns support housing cooperatives in rural areas?",
    ),
    (
        ["Comment faire naître un PTCE sur notre territoire ?"],
        "Et quel est l'avantage par rapport à une simple subvention ?",
        "Faire naître un PTCE sur notre territoire : quel est l'avantage par rapport à une simple "
        "subvention ?",
    ),
    (
        ["Quelle part du matériel informatique on doit acheter en réemploi ?"],
        "quelle loi ?",
        "Le matériel informatique en réemploi : quelle loi ?",
    ),
    (
        ["Quelle part du matériel informatique faut-il acheter en réemploi ?"],
        "c'est obligatoire ?",
        "Le matériel informatique en réemploi : c'est obligatoire ?",
    ),
    (
        ["Quelle part du matériel informatique doit venir du réemploi ?"],
        "quelle loi ?",
        "Le matériel informatique du réemploi : quelle loi ?",
    ),
    (
        [
            "Quelle part du matériel informatique on doit acheter en réemploi ?",
            "depuis quand ?",
            "et pour un EPCI ?",
        ],
        "quelle loi ?",
        "Le matériel informatique en réemploi : quelle loi ?",
    ),
    (
        ["Quelle part de la restauration collective doit-on acheter en bio ?"],
        "quel texte ?",
        "La restauration collective en bio : quel texte ?",
    ),
    (
        ["Quelle part du budget la commune doit-elle consacrer à l'ESS ?"],
        "quelle loi ?",
        "Consacrer à l'ESS : quelle loi ?",
    ),
    (
        ["Que dit l'étude sur les tiers-lieux ?"],
        "combien ont répondu au questionnaire ?",
        "L'étude sur les tiers-lieux : combien ont répondu au questionnaire ?",
    ),
    (
        ["C'est quoi une SCIC ?"],
        "une commune peut entrer au capital ?",
        "Une SCIC : une commune peut entrer au capital ?",
    ),
    (
        ["Comment monter un garage solidaire ?"],
        "ça coûte cher ?",
        "Monter un garage solidaire : ça coûte cher ?",
    ),
    (
        ["Comment monter un garage solidaire ?"],
        "ça prend du temps ?",
        "Monter un garage solidaire : ça prend du temps ?",
    ),
    (
        ["Comment monter un garage solidaire ?"],
        "faut un marché public ?",
        "Monter un garage solidaire : faut un marché public ?",
    ),
    (
        ["Comment monter un garage solidaire ?"],
        "est-ce qu'il faut une délibération ?",
        "Monter un garage solidaire : est-ce qu'il faut une délibération ?",
    ),
    (
        ["Comment monter un garage solidaire ?"],
        "la commune doit délibérer ?",
        "Monter un garage solidaire : la commune doit délibérer ?",
    ),
    (
        ["Comment monter un garage solidaire ?"],
        "vous avez un modèle de convention ?",
        "Monter un garage solidaire : vous avez un modèle de convention ?",
    ),
    (
        ["Qu'est-ce que l'ESS ?"],
        "quelles structures en font partie ?",
        "L'ESS : quelles structures en font partie ?",
    ),
    (
        ["Comment adhérer au RTES ?"],
        "quel est le tarif pour une commune de 8000 habitants ?",
        "Adhérer au RTES : quel est le tarif pour une commune de 8000 habitants ?",
    ),
    (
        ["C'est quoi une SCIC ?"],
        "dans une petite commune, comment la financer ?",
        "Une SCIC : dans une petite commune, comment la financer ?",
    ),
    (
        ["C'est quoi le DLA ?"],
        "une association peut l'avoir ?",
        "Le DLA : une association peut l'avoir ?",
    ),
    (
        ["C'est quoi une SCIC ?"],
        "au début, qui la finance ?",
        "Une SCIC : au début, qui la finance ?",
    ),
    (
        ["Que peut faire une commune pour les garages solidaires ?"],
        "non je parlais des départements",
        "Que peut faire un département pour les garages solidaires ?",
    ),
    (
        ["Que peut faire une commune pour les garages solidaires ?"],
        "non, je parlais du vélo",
        "Que peut faire une commune pour le vélo ?",
    ),
    (
        ["Que peut faire une commune pour les garages solidaires ?"],
        "pardon je voulais dire l'autopartage",
        "Que peut faire une commune pour l'autopartage ?",
    ),
    (
        ["Que peut faire une commune pour les garages solidaires ?"],
        "plutôt pour le vélo",
        "Que peut faire une commune pour le vélo ?",
    ),
    (
        ["Que peut faire une commune pour les garages solidaires ?"],
        "en fait c'est pour un département",
        "Que peut faire un département pour les garages solidaires ?",
    ),
    (
        [GARAGES],
        "quel intérêt plutôt qu'une aide au permis ?",
        "Soutenir les garages solidaires : quel intérêt plutôt qu'une aide au permis ?",
    ),
    (
        ["Quelle différence entre une subvention et un marché ?"],
        "laquelle des deux demande un vote ?",
        "Une subvention et un marché : laquelle des deux demande un vote ?",
    ),
    (
        ["Quelles formes de coopération existent entre deux villages ?"],
        "laquelle convient à un bourg ?",
        "Formes de coopération entre deux villages : laquelle convient à un bourg ?",
    ),
    (
        ["À quoi servent les logiciels libres ?"],
        "quel rapport avec l'ESS ?",
        "Les logiciels libres : quel rapport avec l'ESS ?",
    ),
    (
        ["Comment soutenir l'agriculture durable ?"],
        "plus de détails sur le foncier",
        "Soutenir l'agriculture durable : plus de détails sur le foncier ?",
    ),
    (
        ["Comment soutenir l'agriculture durable ?"],
        "un exemple en montagne, si possible ?",
        "Soutenir l'agriculture durable : un exemple en montagne, si possible ?",
    ),
    (
        ["Qu'est-ce qu'une convention d'objectifs ?"],
        "quels avantages pour l'association ?",
        "Une convention d'objectifs : quels avantages pour l'association ?",
    ),
    (
        ["Peut-on insérer une clause sociale dans un marché ?"],
        "comment vérifier qu'elle est respectée ?",
        "Insérer une clause sociale dans un marché : comment vérifier qu'elle est respectée ?",
    ),
    (
        ["Depuis quelle année le RTES existe-t-il ?"],
        "lesquels en sont membres ?",
        "Le RTES : lesquels en sont membres ?",
    ),
    (
        ["C'est quoi une métropole ?"],
        "combien en existe-t-il ?",
        "Une métropole : combien en existe-t-il ?",
    ),
    (
        ["Y a-t-il des villes qui ont fermé leur garage solidaire ?"],
        "pour quelles raisons ?",
        "Y a-t-il des villes qui ont fermé leur garage solidaire, et pour quelles raisons ?",
    ),
]

STANDING_ALONE = [
    "plus de détails sur les PTCE",
    "Quels avantages pour la commune d'adhérer au RTES ?",
    "L'habitat participatif, c'est quoi ?",
    "Quels avantages pour un garage solidaire ?",
    "Laquelle des coopératives gère le parc de vélos ?",
    "Je cherche des exemples de monnaies locales",
    "Je voudrais des informations sur les SIAE",
    "Nous avons un projet de ressourcerie",
    "Je voudrais créer une épicerie solidaire",
    "Comment créer une SCIC ?",
    "Quelles aides pour les tiers-lieux ?",
    "ratatouille ?",
    "recyclerie",
    "Comment une association peut-elle diversifier ses ressources ?",
    "Quelle est la différence entre une SCOP et une SCIC ?",
    "Existe-t-il un label pour les collectivités engagées dans l'ESS ?",
    "L'open data est-il obligatoire pour les communes ?",
    "Comment le maire peut-il soutenir les commerces ?",
    "Faut-il un agrément pour ouvrir une crèche ?",
    "Comment le foncier agricole est-il protégé ?",
    "C'est quoi une monnaie locale ?",
    "Y a-t-il des fermes municipales en Bretagne ?",
    "How can a town support cooperatives?",
    "Qui finance les conseillers numériques ?",
    "En quoi consiste un budget participatif ?",
    "Qu'est-ce qu'une convention ?",
    "Quelle loi définit l'économie sociale et solidaire ?",
    "Quelles actions une mairie peut-elle mener contre l'illectronisme ?",
    "Comment monter une AMAP ?",
    "la mairie peut elle donner ses vieux vélos à une association ?",
    "Est-ce qu'il est possible de prêter un local à une association ?",
    "Est-il légal de prêter un local à une association ?",
    "Notre épicerie ferme, comment on la sauve ?",
    "Pouvez-vous citer des cas où une commune a créé une coopérative ?",
    "Combien font 12 fois 37 ?",
    "Citiz c'est les collectivités qui l'ont créé ?",
    "La recyclerie, c'est la mairie qui la finance ?",
    "recrutement ?",
    "Quel est l'avantage d'une SCIC par rapport à une association ?",
    "Par rapport à une association, quels sont les avantages d'une SCIC ?",
    "Plutôt qu'une subvention, peut-on passer un marché public ?",
    "Qui est le maire de Lyon ?",
    # The noun of the pronoun stands in a clause before it.
    "On a un festival de musique chaque été, comment le rendre plus écologique ?",
    "L'autopartage, comment le développer ?",
    "L'autopartage comment le développer ?",
    "Nos agents sont mal à l'aise avec le numérique. Qui peut les former ?",
    "Notre cinéma ferme. Comment le sauver ?",
    "On veut donner nos vieux ordinateurs, à qui peut-on les donner ?",
    "On a 12 hectares de friche à la sortie du bourg, est-ce qu'on peut les louer ?",
    "Pour les conseillers numériques comment on fait pour en avoir un ?",
    "Combien d'associations comptent les villages ?",
    "Plutôt une SCOP ou une association ?",
    "On parle de l'ESS dans quel texte ?",
    "Faut-il un agrément pour un tiers-lieu ?",
    "Quel temps fera-t-il demain à Rennes ?",
    "Que vaut-il mieux choisir, une SCIC ou une association ?",
    "Que se passe-t-il en novembre pour l'ESS ?",
    "Y a-t-il des exemples de monnaies locales ?",
    "Donne-moi des chiffres sur l'emploi dans l'ESS",
]


@pytest.mark.parametrize(("history", "asked", "understood"), DIALOGUES)
def test_a_follow_up_is_a_whole_question(history: list[str], asked: str, understood: str) -> None:
    question = understand(asked, history)
    assert question.understood_as == understood
    assert [part.text for part in question.parts] == [understood]
    assert question.text == asked


# A message with several questions or a frame before, an aspect, a name, a size: what cannot be
# told from another subject is said of the earlier one.
OTHERS = [
    (
        ["Comment faire un diagnostic des associations ?"],
        "une fois que j'ai cette liste, comment les réunir ?",
        "Faire un diagnostic des associations : une fois que j'ai cette liste, comment les "
        "réunir ?",
    ),
    (
        ["Qu'est-ce que l'agrément ESUS et comment l'obtenir ?"],
        "c'est valable combien de temps ?",
        "L'agrément ESUS : c'est valable combien de temps ?",
    ),
    (["C'est quoi une SCIC et qui peut y entrer ?"], "et une SCOP ?", "C'est quoi une SCOP ?"),
    (
        [
            (
                "Dans le cadre d'une note pour mon maire, je cherche à savoir quelles communes "
                "doivent publier leurs données."
            ),
        ],
        "et les EPCI ?",
        "Quels EPCI doivent publier leurs données ?",
    ),
    (
        ["bonjour, comment ma commune peut-elle soutenir le vélo ?"],
        "et pour une petite commune ?",
        "Comment une petite commune peut-elle soutenir le vélo ?",
    ),
    (
        [
            (
                "Notre intercommunalité veut créer un poste de chargé de mission ESS. Quelles "
                "sont ses missions ? Et combien ça coûte ?"
            ),
        ],
        "et à mi-temps ?",
        (
            "Notre intercommunalité veut créer un poste de chargé de mission ESS. Quelles "
            "sont ses missions à mi-temps ?"
        ),
    ),
    (
        ["Comment monter un garage solidaire ?"],
        "on a le droit ?",
        "Monter un garage solidaire : on a le droit ?",
    ),
    (
        ["Comment créer une ressourcerie ?"],
        "on a déjà un local",
        "Créer une ressourcerie : on a déjà un local ?",
    ),
    (
        ["Comment lancer un appel à projets ESS ?"],
        "et un concours ?",
        "Comment lancer un concours ?",
    ),
    (
        ["Quel est le budget de l'appel à projets de Plaine Commune ?"],
        "et l'année d'avant ?",
        "Quel est le budget de l'appel à projets de Plaine Commune, et l'année d'avant ?",
    ),
    (
        ["Qui finance l'aide à domicile ?"],
        "et la petite enfance ?",
        "Qui finance la petite enfance ?",
    ),
    (
        ["Quel est le rôle de l'élu référent ESS ?"],
        "et dans une petite commune ?",
        "Quel est le rôle de l'élu référent ESS dans une petite commune ?",
    ),
    (["Qui forme les élus à l'ESS ?"], "et en région ?", "Qui forme les élus à l'ESS en région ?"),
    (
        ["Comment créer une ressourcerie ?"],
        "et après ?",
        "Comment créer une ressourcerie, et après ?",
    ),
    (
        ["Comment créer une ressourcerie ?"],
        "et ensuite ?",
        "Comment créer une ressourcerie, et ensuite ?",
    ),
    (
        ["Comment créer une ressourcerie ?"],
        "et côté juridique ?",
        "Créer une ressourcerie : et côté juridique ?",
    ),
    (
        ["Comment créer une ressourcerie ?"],
        "et niveau budget ?",
        "Créer une ressourcerie : et niveau budget ?",
    ),
    (
        ["Comment créer une ressourcerie ?"],
        "et les locaux ?",
        "Créer une ressourcerie : et les locaux ?",
    ),
    (
        ["Comment créer une ressourcerie ?"],
        "et les assurances ?",
        "Créer une ressourcerie : et les assurances ?",
    ),
    (["C'est quoi une SCIC ?"], "et pour la gouvernance ?", "Une SCIC : et pour la gouvernance ?"),
    (
        ["vous avez un modèle de convention ?"],
        "et pour la bibliothèque ?",
        "Un modèle de convention : et pour la bibliothèque ?",
    ),
    (
        ["Comment ma commune peut-elle soutenir les garages solidaires ?"],
        "et nous ?",
        "Comment ma commune peut-elle soutenir les garages solidaires, et nous ?",
    ),
    (
        ["Comment financer un tiers-lieu ?"],
        "à long terme ?",
        "Comment financer un tiers-lieu à long terme ?",
    ),
    (
        ["C'est quand le mois de l'ESS ?"],
        "d'autres évènements du même genre ?",
        "Le mois de l'ESS : d'autres évènements du même genre ?",
    ),
    (
        ["Comment financer un tiers-lieu ?"],
        "d'autres idées ?",
        "Financer un tiers-lieu : d'autres idées ?",
    ),
    (
        ["Combien de salariés dans l'ESS ?"],
        "et de bénévoles ?",
        "Combien de bénévoles dans l'ESS ?",
    ),
    (
        ["Combien de salariés dans l'ESS ?"],
        "et les bénévoles ?",
        "Combien de bénévoles dans l'ESS ?",
    ),
    (
        ["Quelles structures font partie de l'ESS ?"],
        "et les mutuelles ?",
        "L'ESS : et les mutuelles ?",
    ),
    (
        ["Peut-on confier la gestion du cinéma à une coopérative ?"],
        "et si c'est une association ?",
        "Confier la gestion du cinéma à une coopérative : si c'est une association ?",
    ),
    (
        ["Peut-on confier la gestion du cinéma à une coopérative ?"],
        "et si on est une petite commune ?",
        "Peut-on confier la gestion du cinéma à une coopérative pour une petite commune ?",
    ),
    (
        ["Comment les communes peuvent-elles soutenir le vélo ?"],
        "et une petite commune ?",
        "Comment les communes peuvent-elles soutenir le vélo, et une petite commune ?",
    ),
    (
        ["L'open data est-il obligatoire pour les communes ?"],
        "même pour une petite commune ?",
        "L'open data est-il obligatoire pour une petite commune ?",
    ),
    (
        ["L'open data est-il obligatoire pour les communes ?"],
        "et pour une commune de 2000 habitants ?",
        "L'open data est-il obligatoire pour une commune de 2000 habitants ?",
    ),
    (
        ["L'open data est-il obligatoire pour les communes ?"],
        "même pour une commune de 2000 habitants ?",
        "L'open data est-il obligatoire pour une commune de 2000 habitants ?",
    ),
    (["Qui est Mahel Coppey ?"], "et Jérôme Saddier ?", "Qui est Jérôme Saddier ?"),
    (["C'est quoi Citiz ?"], "et Mobicoop ?", "C'est quoi Mobicoop ?"),
    (
        ["Quelles sont les missions d'une CRESS ?"],
        "et pour la Bretagne ?",
        "Une CRESS : et pour la Bretagne ?",
    ),
    (
        ["Que fait la Ville de Lille pour l'ESS ?"],
        "et à Lyon ?",
        "Que fait la Ville de Lyon pour l'ESS ?",
    ),
    (
        ["Que fait la Ville de Lille pour l'ESS ?"],
        "et la région ?",
        "Que fait la région pour l'ESS ?",
    ),
    (
        ["Que fait la Ville de Lille pour l'ESS ?"],
        "et en Ille et Vilaine ?",
        "L'ESS : et en Ille et Vilaine ?",
    ),
    (
        ["Quelles sont les communes concernées par l'open data ?"],
        "et les départements ?",
        "Quels sont les départements concernés par l'open data ?",
    ),
    (
        ["Un exemple de commune qui a créé une SCIC ?"],
        "et un département ?",
        "Un exemple de département qui a créé une SCIC ?",
    ),
    (
        ["Un exemple de ville qui a créé une SCIC ?"],
        "et du département ?",
        "Un exemple de département qui a créé une SCIC ?",
    ),
    (
        ["How can a town support solidarity garages?"],
        "and for a small town?",
        "How can a small town support solidarity garages?",
    ),
    (["What is a SCIC?"], "and a SCOP?", "What is a SCOP?"),
    (
        ["How can a town support solidarity garages?", "any examples?"],
        "and the cost?",
        "Support solidarity garages: the cost?",
    ),
    (
        ["Comment financer une crèche ?"],
        "et la cantine ?",
        "Comment financer une crèche, et la cantine ?",
    ),
    (
        ["Qui finance un tiers-lieu ?"],
        "à court terme ?",
        "Qui finance un tiers-lieu à court terme ?",
    ),
    (
        ["Quel est le rôle du maire ?"],
        "et dans un village ?",
        "Quel est le rôle du maire dans un village ?",
    ),
    (["Quelles aides pour l'ESS ?"], "et les coopératives ?", "L'ESS : et les coopératives ?"),
    (
        ["Quels sont les départements engagés ?"],
        "et les communes ?",
        "Quelles sont les communes engagées ?",
    ),
    (["Que fait la Ville de Nantes ?"], "et à Brest ?", "Que fait la Ville de Brest ?"),
    (
        ["Comment monter un café associatif ?"],
        "nous avons trois bénévoles",
        "Monter un café associatif : nous avons trois bénévoles ?",
    ),
    (
        ["Qui instruit l'appel à manifestation d'intérêt ?"],
        "et l'agrément ESUS ?",
        "Qui instruit l'agrément ESUS ?",
    ),
    (["What is a CRESS?"], "and a PTCE?", "What is a PTCE?"),
    (
        ["Comment financer un tiers-lieu ?"],
        "Merci, je parle du vélo",
        "Comment financer un tiers-lieu, et le vélo ?",
    ),
    (
        ["Comment financer un tiers-lieu ?"],
        "Je cherche des exemples",
        "Financer un tiers-lieu : je cherche des exemples ?",
    ),
]


@pytest.mark.parametrize(
    ("asked", "is_so"),
    [
        ("jusqu'à combien ?", True),
        ("en dehors de l'été ?", True),
        ("et pour le théâtre ?", False),
    ],
)
def test_of_a_question_with_its_thing_only_what_goes_on_is_a_change(
    asked: str, *, is_so: bool
) -> None:
    assert is_change(asked, "La ludothèque : une commune peut y entrer en juin ?") == is_so


@pytest.mark.parametrize(("history", "asked", "understood"), OTHERS)
def test_a_follow_up_invents_no_wording(history: list[str], asked: str, understood: str) -> None:
    assert understand(asked, history).understood_as == understood


# What corrects, what stands for a thing that was named, what is asked by tone; keywords, stories
# and notions as earlier questions.
TYPED_AFTER = [
    (
        "Quelles compétences municipales permettent d'aider une ludothèque ?",
        "et pour une région ?",
        "Quelles compétences d'une région permettent d'aider une ludothèque ?",
    ),
    (
        "Quels sont les liens entre ESS et théâtre ?",
        "et la lecture ?",
        "Quels sont les liens entre ESS et la lecture ?",
    ),
    (
        "Peut-on poser des conditions sociales dans nos marchés ?",
        "et environnementales ?",
        "Poser des conditions sociales dans nos marchés : environnementales ?",
    ),
    (
        "Maison de Papier, que font-ils avec les écoles ?",
        "et la MGEN ?",
        "La MGEN, que font-ils avec les écoles ?",
    ),
    (
        "La MGEN, à quoi ça sert ?",
        "et la ludothèque ?",
        "La ludothèque, à quoi ça sert ?",
    ),
    (
        "Quelle part des clubs sportifs relève de l'ESS en France ?",
        "et pour la presse ?",
        "Quelle part de la presse relève de l'ESS en France ?",
    ),
    (
        "Comment la Région peut soutenir l'ESS dans le bâtiment, la rénovation ?",
        "Et le sport ?",
        "Comment la Région peut soutenir l'ESS dans le sport ?",
    ),
    (
        "Comment la Région peut soutenir l'ESS dans le bâtiment ?",
        "Et les coopératives ?",
        "Comment la Région peut soutenir les coopératives dans le bâtiment ?",
    ),
    (
        "Comment une ludothèque peut-elle accueillir un atelier de couture ?",
        "plutôt pour les retraités",
        "Comment une ludothèque peut-elle accueillir un atelier de couture pour les retraités ?",
    ),
    (
        "Le bulletin de la commune parle de quoi alors ?",
        "combien de pages ?",
        "Le bulletin de la commune : combien de pages ?",
    ),
    (
        "Comment la Région peut soutenir l'ESS dans le bâtiment ?",
        "et les ressourceries ?",
        "Comment la Région peut soutenir les ressourceries dans le bâtiment ?",
    ),
    (
        "Comment loger les étudiants ?",
        "plutôt pour les retraités",
        "Comment loger les retraités ?",
    ),
    (
        "La chambre régionale de l'ESS, à quoi sert-elle ?",
        "et pour une commune ?",
        "La chambre régionale de l'ESS, à quoi sert-elle pour une commune ?",
    ),
    (
        "Comment soutenir la mobilité solidaire ?",
        "et musée ?",
        "Comment soutenir musée ?",
    ),
    (
        "D'accord. Et ce SAGE, est-ce qu'une commune peut s'en écarter ?",
        "qui le vote ?",
        "SAGE : qui le vote ?",
    ),
    (
        "Quelqu'un m'a parlé des ludothèques partagées.",
        "ça coûte combien ?",
        "Ludothèques partagées : ça coûte combien ?",
    ),
    (
        "Comment une commune peut-elle soutenir un tiers-lieu ?",
        "Non, je parlais d'une intercommunalité, pas d'une commune.",
        "Comment une intercommunalité peut-elle soutenir un tiers-lieu ?",
    ),
    (
        "Quel soutien apporter à un festival associatif en difficulté ?",
        "Je voulais dire un soutien non financier.",
        "Quel soutien non financier apporter à un festival associatif en difficulté ?",
    ),
    (
        "Nous voulons du bio et du local dans nos cantines. Quelles coopératives nous y aident ?",
        "Non, je ne parlais pas des producteurs mais de celles qui livrent.",
        "Le bio et du local dans nos cantines : celles qui livrent ?",
    ),
    (
        "Comment associer les acteurs de l'ESS aux décisions de la commune ?",
        "Non, je parlais des habitants, pas des structures",
        "Comment associer les habitants aux décisions de la commune ?",
    ),
    (
        "Quelle différence entre une SCOP et une SCIC ?",
        "La commune pourrait entrer au capital de la deuxième ?",
        "La commune pourrait entrer au capital de la SCIC ?",
    ),
    (
        "Comment intégrer l'ESS dans notre compétence déchets ?",
        "Et la petite enfance ?",
        "Comment intégrer l'ESS dans notre compétence petite enfance ?",
    ),
    (
        "Que fait l'ESS dans le domaine de la petite enfance ?",
        "Et pour les personnes âgées ?",
        "Que fait l'ESS dans le domaine des personnes âgées ?",
    ),
    (
        "Quels liens y a-t-il entre l'ESS et la culture ?",
        "et le sport ?",
        "Quels liens y a-t-il entre l'ESS et le sport ?",
    ),
    (
        "Quel est le poids de l'ESS dans l'emploi culturel ?",
        "Même question pour le sport.",
        "Quel est le poids de l'ESS dans le sport ?",
    ),
    (
        "Quels dispositifs de médiation numérique une commune peut-elle appuyer ?",
        "Et pour la culture ?",
        "Quels dispositifs de médiation numérique une commune peut-elle appuyer pour la culture ?",
    ),
    (
        "Nous avons un vieux cinéma associatif, que peut faire la communauté de communes ?",
        "Il existe des cas où les habitants l'ont repris ?",
        "Un vieux cinéma associatif : il existe des cas où les habitants l'ont repris ?",
    ),
    (
        "C'est quoi une CUMA ?",
        "On peut la subventionner nous, la com com ?",
        "Une CUMA : on peut la subventionner nous, la com com ?",
    ),
    (
        "Comment installer un maraîcher bio sur un terrain communal ?",
        "un département l'a déjà fait ?",
        "Installer un maraîcher bio sur un terrain communal : un département l'a déjà fait ?",
    ),
    (
        "Faut-il nommer un élu référent ESS ?",
        "pourquoi pas celui à l'éco tout simplement",
        "Nommer un élu référent ESS : pourquoi pas celui à l'éco tout simplement ?",
    ),
    (
        "Pourquoi s'intéresser au numérique libre ?",
        "comment on s'y met ?",
        "S'intéresser au numérique libre : comment on s'y met ?",
    ),
    (
        "Comment approvisionner nos cantines en produits locaux ?",
        "et les collèges ? c'est le département qui gère",
        "Comment approvisionner les collèges en produits locaux ?",
    ),
    (
        "Clauses sociales dans nos marchés, comment faire ?",
        "c obligatoire ?",
        "Clauses sociales dans nos marchés : c obligatoire ?",
    ),
    (
        "tiers lieux, comment les soutenir ?",
        "Et quelles aides de l'État ?",
        "Tiers lieux : quelles aides de l'État ?",
    ),
    (
        "inclusion numérique qui peut aider nos habitants",
        "donne un exemple de ville",
        "Inclusion numérique : un exemple de ville ?",
    ),
    (
        "On me parle d'« hybridation des ressources » pour les associations.",
        "c'est quoi exactement ?",
        "« hybridation des ressources » pour les associations : c'est quoi exactement ?",
    ),
    (
        "Quels sont les exemples d'espaces-tests soutenus par des collectivités ?",
        "c'est quoi la différence avec une couveuse ?",
        "Espaces-tests soutenus par des collectivités : c'est quoi la différence avec une "
        "couveuse ?",
    ),
    (
        "Quelles solutions de mobilité portées par l'ESS peut-on soutenir ?",
        "et pour les gens qui n'ont pas le permis ?",
        "Quelles solutions de mobilité portées par l'ESS peut-on soutenir pour les gens qui n'ont "
        "pas le permis ?",
    ),
    (
        "Quelles sont les compétences du département utiles pour l'ESS ?",
        "Sur la culture en particulier, je veux dire",
        "Quelles sont les compétences du département utiles pour l'ESS sur la culture ?",
    ),
    (
        "Comment soutenir une association de réemploi ?",
        "Et une convention pluriannuelle, ce serait mieux pour elle ?",
        "Soutenir une association de réemploi : une convention pluriannuelle, ce serait mieux pour "
        "elle ?",
    ),
    (
        "Quel statut pour un café ?",
        "je ne parlais pas d'un café mais plutôt d'un jardin",
        "Quel statut pour un jardin ?",
    ),
    (
        "Quelle différence entre l'agrément et l'habilitation ?",
        "combien coûte la deuxième ?",
        "combien coûte l'habilitation ?",
    ),
    (
        "Comment financer les médiateurs ?",
        "et le conseiller numérique ?",
        "Comment financer le conseiller numérique ?",
    ),
    (
        "Pendant combien de temps une commune peut-elle prêter un local ?",
        "et un terrain ?",
        "Pendant combien de temps une commune peut-elle prêter un terrain ?",
    ),
    (
        "Au titre de quelle compétence un département peut-il aider une épicerie ?",
        "et un garage ?",
        "Au titre de quelle compétence un département peut-il aider un garage ?",
    ),
    (
        "Comment intégrer l'ESS dans notre compétence déchets ?",
        "et pour les habitants ?",
        "Comment intégrer l'ESS dans notre compétence déchets pour les habitants ?",
    ),
    # What names enough of its own.
    (
        "Quel statut pour un café ?",
        "la SCIC elle a des salariés ?",
        "la SCIC elle a des salariés ?",
    ),
    (
        "Quel statut pour un café ?",
        "Et comment créer une régie de quartier alors ?",
        "Comment créer une régie de quartier alors ?",
    ),
    (
        "Quelles aides une commune peut-elle apporter à une AMAP ?",
        "Et les communes, elles ont le droit de créer un conseil de l'ESS avec les citoyens ?",
        "Les communes, elles ont le droit de créer un conseil de l'ESS avec les citoyens ?",
    ),
    (
        "C'est quoi un modèle économique pour une association ?",
        "Et la mairie, elle peut donner des salles et un minibus à une association ?",
        "La mairie, elle peut donner des salles et un minibus à une association ?",
    ),
    (
        "Quelle différence entre un tiers-lieu et un PTCE ?",
        "Quel est le calendrier du label du RTES ?",
        "Quel est le calendrier du label du RTES ?",
    ),
]


@pytest.mark.parametrize(("earlier", "asked", "understood"), TYPED_AFTER)
def test_what_is_typed_after_a_question_is_said_of_its_subject(
    earlier: str, asked: str, understood: str
) -> None:
    assert understand(asked, [earlier]).understood_as == understood


@pytest.mark.parametrize("asked", STANDING_ALONE)
def test_a_question_with_a_subject_of_its_own_takes_none_from_before(asked: str) -> None:
    assert understand(asked, [GARAGES]).understood_as == asked


@pytest.mark.parametrize("asked", [asked for history, asked, _ in DIALOGUES])
def test_without_an_earlier_question_nothing_is_added(asked: str) -> None:
    assert understand(asked).understood_as == asked


def test_a_question_of_its_own_loses_the_and_that_ties_it_to_what_was_said() -> None:
    assert understand("Et comment créer une AMAP ?", [GARAGES]).understood_as == (
        "Comment créer une AMAP ?"
    )


def test_thanks_are_no_subject_and_take_none() -> None:
    assert understand("merci beaucoup", [GARAGES]).understood_as == "merci beaucoup"
    assert understand("qui le gère ?", [GARAGES, "ok, merci"]).understood_as == (
        "Soutenir les garages solidaires : qui le gère ?"
    )


def test_a_follow_up_keeps_the_level_that_was_spoken_of() -> None:
    assert understand("combien ça coûte ?", [GARAGES]).level == "commune"
    assert understand("combien ça coûte ?", [GARAGES, "et pour une région ?"]).level == "region"
    assert understand("Comment créer une AMAP ?", [GARAGES]).level is None


def test_a_short_follow_up_is_in_the_language_of_the_conversation() -> None:
    assert understand("why?", ["What is a SCIC?"]).language == "en"
    assert understand("pourquoi ?", [GARAGES]).language == "fr"


def test_each_part_of_a_follow_up_takes_the_earlier_subject() -> None:
    question = understand("qui le gère et combien ça coûte ?", [GARAGES])
    assert [part.text for part in question.parts] == [
        "Soutenir les garages solidaires : qui le gère ?",
        "Soutenir les garages solidaires : combien ça coûte ?",
    ]
