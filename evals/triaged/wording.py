"""How are the decisions of the triage put to a French reader? By short names."""

DECISIONS = {
    "reponse_fiche": "Réponse des fiches",
    "reponse_partielle": "Réponse partielle",
    "juriste": "Juriste",
    "hors_perimetre": "Hors périmètre",
    "doublon": "Doublon",
    "never": "Juriste, sujet réservé",
    "doublon_autre": "Doublon d’une autre question",
}
PAIRS = {"duplicate": "même question", "lookalike": "questions qui se ressemblent seulement"}
