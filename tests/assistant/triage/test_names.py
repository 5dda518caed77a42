"""Names of persons are marked in the many ways mails give them, and other capitals are left."""

import pytest

from assistant.triage.personal import masked


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Qui paie ?\nCordialement,\nMartine", "Qui paie ?\nCordialement,\n[nom]"),
        ("Qui paie ?\nBonne journée\n\nOlive", "Qui paie ?\nBonne journée\n\n[nom]"),
        ("Qui paie ? Bien à vous, Aurélie", "Qui paie ? Bien à vous, [nom]"),
        ("Qui paie ?\nMerci,\nSylvie et Marc", "Qui paie ?\nMerci,\n[nom] et [nom]"),
        ("Le maire Boulanger crée une régie.", "Le maire [nom] crée une régie."),
        ("Notre adjointe Le Gall suit le dossier.", "Notre adjointe [nom] suit le dossier."),
        ("La présidente Roux et Mme Petit signent.", "La présidente [nom] et Mme [nom] signent."),
        ("monsieur boulanger loue un garage", "monsieur [nom] loue un garage"),
        (
            "Le dossier est suivi par DUPONT Jean, à la direction des finances.",
            "Le dossier est suivi par [nom], à la direction des finances.",
        ),
        (
            "Notre interlocuteur est Jean DUPONT depuis mars.",
            "Notre interlocuteur est [nom] depuis mars.",
        ),
        (
            "M. Dupont nous demande un local.",
            "M. [nom] nous demande un local.",
        ),
        (
            "Mme Martin-Lopez a signé la convention.",
            "Mme [nom] a signé la convention.",
        ),
        (
            "Monsieur le maire, Karim Benziane, souhaite une réponse.",
            "Monsieur le maire, [nom], souhaite une réponse.",
        ),
        (
            "Bonjour,\nQui paie ?\n\nEwenn Guégan, DGS",
            "Bonjour,\nQui paie ?\n\n[nom], DGS",
        ),
        (
            "Merci de répondre à tifenn.kerguelen@mairie-oree.example.",
            "Merci de répondre à [courriel].",
        ),
        (
            "La présidente de l'association, Maëlys Quéméneur, refuse de signer.",
            "La présidente de l'association, [nom], refuse de signer.",
        ),
        (
            "Notre adjointe à la culture Ysaline Thoraval porte le projet.",
            "Notre adjointe à la culture [nom] porte le projet.",
        ),
        (
            "QUEFFÉLEC Nolwenn, DGS, est absente cette semaine.",
            "[nom], DGS, est absente cette semaine.",
        ),
        (
            "Bonjour Ewenn,\nPeut-on prêter la salle ?",
            "Bonjour [nom],\nPeut-on prêter la salle ?",
        ),
        (
            "Bonjour,\nQui signe ?\nBien à vous,\nTugdual Le Bihan\nDirecteur général des services",
            "Bonjour,\nQui signe ?\nBien à vous,\n[nom]\nDirecteur général des services",
        ),
        (
            "M. et Mme Kerdoncuff ont saisi la mairie.",
            "M. et Mme [nom] ont saisi la mairie.",
        ),
        (
            "Mr Benyahia et Mlle Ozdemir travaillent au café associatif.",
            "Mr [nom] et Mlle [nom] travaillent au café associatif.",
        ),
        (
            "monsieur dupont veut louer la halle",
            "monsieur [nom] veut louer la halle",
        ),
        (
            "Mme la maire Solenn Abgrall a donné son accord.",
            "Mme la maire [nom] a donné son accord.",
        ),
        (
            "Le trésorier (Wassim Haddouche) a démissionné.",
            "Le trésorier ([nom]) a démissionné.",
        ),
        (
            "Contact : Gwendal Riou, chargé de mission ESS, 02 99 00 12 34",
            "Contact : [nom], chargé de mission ESS, [téléphone]",
        ),
        (
            "Le bail a été signé par J. Morvan.",
            "Le bail a été signé par [nom].",
        ),
        (
            "J.-P. Lescure, directeur de la régie, en est d'accord.",
            "[nom], directeur de la régie, en est d'accord.",
        ),
        (
            "Le docteur Vasseur veut un bail dans la maison de santé.",
            "Le docteur [nom] veut un bail dans la maison de santé.",
        ),
        (
            "Nous avons reçu Sarah Delmotte et Enguerrand Sauvage de la coopérative.",
            "Nous avons reçu [nom] et [nom] de la coopérative.",
        ),
        (
            "MARTIN Sophie\nResponsable des marchés\nQui doit signer ?",
            "[nom]\nResponsable des marchés\nQui doit signer ?",
        ),
        (
            "Le Mar 3 mars 2026 à 10:12, Yann Trévidic <y.trevidic@cc-gue.example> a écrit :",
            "Le Mar 3 mars 2026 à 10:12, [nom] <[courriel]> a écrit :",
        ),
        (
            "De : Ewenn Guégan\nObjet : bail\n\nQui signe ?",
            "De : [nom]\nObjet : bail\n\nQui signe ?",
        ),
        (
            "De : GUÉGAN Ewenn <dgs@oree.example>\nÀ : contact",
            "De : [nom] <[courriel]>\nÀ : contact",
        ),
        (
            "M. le président Ludovic N'Diaye préside aussi la SCIC.",
            "M. le président [nom] préside aussi la SCIC.",
        ),
        (
            "Le gérant, Monsieur Abdelkrim El Khattabi, nous presse.",
            "Le gérant, Monsieur [nom], nous presse.",
        ),
        (
            "Le garage est tenu par Dylan O'Connor-Leroy.",
            "Le garage est tenu par [nom].",
        ),
        (
            "Notre maire, Tiphaine Roussel-Kerjean, élue en 2026, hésite.",
            "Notre maire, [nom], élue en 2026, hésite.",
        ),
        (
            "Pouvez-vous répondre à Mme. Delacroix-Petit avant lundi ?",
            "Pouvez-vous répondre à Mme. [nom] avant lundi ?",
        ),
        (
            "Notre DGA, Korrigan Malherbe, prépare la délibération.",
            "Notre DGA, [nom], prépare la délibération.",
        ),
        (
            "Je vous transmets la demande de TANGUY Mathilde.",
            "Je vous transmets la demande de [nom].",
        ),
        (
            "Le chef de projet Bertille Quinqueton nous a quittés.",
            "Le chef de projet [nom] nous a quittés.",
        ),
        (
            "Bien cordialement,\nL. Sanvoisin\nConseillère municipale",
            "Bien cordialement,\n[nom]\nConseillère municipale",
        ),
        (
            "Merci d'avance\n\nSegolène Attali | Chargée de mission ESS",
            "Merci d'avance\n\n[nom] | Chargée de mission ESS",
        ),
        (
            "M. BOUZIDI Rachid demande à acheter la grange.",
            "M. [nom] demande à acheter la grange.",
        ),
        (
            "Madame la Présidente, Oriane Delestre, nous a écrit.",
            "Madame la Présidente, [nom], nous a écrit.",
        ),
        (
            "Monsieur Pham et Madame Nguyen tiennent l'épicerie.",
            "Monsieur [nom] et Madame [nom] tiennent l'épicerie.",
        ),
        (
            "L'élue référente est Zoé Marchadour.",
            "L'élue référente est [nom].",
        ),
        (
            "Cc : Loeiz Penven ; Fanny Aubertin",
            "Cc : [nom] ; [nom]",
        ),
        (
            "Bonjour Madame Castaing,\nUne question.",
            "Bonjour Madame [nom],\nUne question.",
        ),
        (
            "Nous avons embauché Rozenn Castel comme coordinatrice.",
            "Nous avons embauché [nom] comme coordinatrice.",
        ),
        (
            "Le président du club, M Ferrand, est mon voisin.",
            "Le président du club, M [nom], est mon voisin.",
        ),
        (
            "Signé : Hyacinthe Vauban",
            "Signé : [nom]",
        ),
        (
            "Écrire à tifenn.kerguelen(at)mairie-oree.example ou t.k@mairie",
            "Écrire à [courriel] ou [courriel]",
        ),
        (
            "Nom : KERGUELEN\nPrénom : Tifenn",
            "Nom : [nom]\nPrénom : [nom]",
        ),
        (
            "MM. Riou et Penven ont signé.",
            "MM. [nom] et [nom] ont signé.",
        ),
    ],
)
def test_a_persons_name_is_marked(text: str, mark: str) -> None:
    assert masked(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "Que dit la loi Hamon des SCOP ?",
        "Emmaüs et Les Restos du Cœur peuvent-ils partager un local communal ?",
        "France Services peut-il accueillir une association ?",
        "La Croix-Rouge, le Secours Populaire et le Secours Catholique sont-ils aidés ?",
        "Nous lisons la fiche « Circuits courts alimentaires de proximité » du kit MunicipalESS.",
        "La SCIC Citiz Bourgogne et Enercoop Bretagne sont-elles des coopératives ?",
        "Fontenay-sous-Bois, Saint-Jean-de-Luz et Clermont-Ferrand ont-elles un pôle ESS ?",
        "Le pays de Redon et la communauté de communes du Val d'Ille-Aubigné s'interrogent.",
        "Que prévoit la loi NOTRe pour les départements ?",
        "Le Président du Conseil départemental du Finistère peut-il signer ?",
        "Monsieur le Maire et Madame la Présidente signent-ils ensemble ?",
        "Cordialement,\nService Vie Associative\nVille de Montfleury",
        "Bonjour,\nPeut-on louer ?\n\nCordialement\nLa Direction Générale",
        "Le Crédit Coopératif, la Nef et France Active prêtent-ils à une SCIC ?",
        "Le Code Général des Collectivités Territoriales l'interdit-il ?",
        "La rue Victor Hugo et le collège Simone Veil sont-ils dans le périmètre ?",
        "L'Agence de l'Eau Loire Bretagne et la Banque des Territoires aident-elles ?",
        "QUESTION URGENTE : peut-on subventionner une SCIC ?",
        "LE CONSEIL MUNICIPAL DOIT-IL DÉLIBÉRER ?",
        "La CRESS Bretagne, le RTES et l'AVISE publient-ils un guide ?",
        "Le PTCE Pôle Sud Aquitaine est-il une SCIC ?",
        "La Fondation Abbé Pierre loge-t-elle des familles à Seine-et-Marne Habitat ?",
        "De : Mairie de Montfleury\nObjet : Projet de Tiers-Lieu\n\nQui signe ?",
        "Contact : Maison des Associations, chargée de la vie locale",
        "L'association Les Jardins de Cocagne, présidée par la commune, peut-elle louer ?",
        "Le Label French Impact et le Label ESUS sont-ils cumulables ?",
        "La directrice, Maison de Quartier des Trois Moulins, demande une aide.",
        "En Île-de-France, Paris Habitat et Grand Paris Seine Ouest sont-ils concernés ?",
        "Le dispositif Territoires Zéro Chômeur de Longue Durée vaut-il à Villeurbanne ?",
        "L'Union Régionale des Scop, Coop de France et Familles Rurales nous ont écrit.",
        "L'ADMR, la Ligue de l'Enseignement et Léo Lagrange gèrent-elles des centres ?",
        "La loi Warsmann et la loi Sapin s'appliquent-elles ?",
        "Bien cordialement,\nPôle Économie Sociale et Solidaire",
        "Notre maire, Monsieur le Président de l'EPCI, et le Préfet sont d'accord.",
        "Le Pôle Emploi de Saint-Étienne, Cap Emploi et la Mission Locale orientent-ils ?",
        "La Métropole Aix-Marseille-Provence et Brest Métropole sont-elles des EPCI ?",
        "L'association, Terre de Liens Normandie, veut un bail rural.",
        "Contact : Mairie Annexe, responsable des salles",
        "Le président, Conseil Régional, signe-t-il seul ?",
        "BESOIN D'AIDE SVP sur un MARCHÉ RÉSERVÉ, article L. 2113-12",
        "La fiche Monnaies Locales et la fiche Finance Solidaire sont-elles à jour ?",
        "Objet : Demande de Subvention Association Sportive",
        "Notre directeur, DGS, et la responsable, DAF, hésitent.",
        "À Bourg-en-Bresse, Habitat et Humanisme loue-t-il à la commune ?",
        "Bonjour Madame, Bonjour Monsieur, Bonjour à Tous,",
        "Le petit marché accueille un boulanger bio, une marchande et le meunier du moulin.",
        "Monsieur le boulanger et madame la bouchère veulent un local.",
        "La directrice Économie sociale et le responsable Mobilité répondent.",
        "L'élu Vert et le maire Sans Étiquette ont voté.",
        "Qui paie ?\nCordialement,\nLa mairie",
        "Qui paie ?\nMerci d'avance,\nPôle Solidarités",
    ],
)
def test_capitals_of_places_bodies_fiches_and_laws_are_left(text: str) -> None:
    assert masked(text) == text
