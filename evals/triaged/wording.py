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
TUNED = (
    "Les modèles du triage ont été réglés sur des lignes de cette moitié\u00a0: "
    "les chiffres y sont flatteurs."
)
PAIRS = {"duplicate": "même question", "lookalike": "questions qui se ressemblent seulement"}
