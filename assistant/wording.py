"""How sources are named to a French reader, the same everywhere."""

INTRODUCTION = "Introduction"
_KITS = {
    "municipaless": "Kit MunicipalESS",
    "departements": "Kit Départements & ESS",
    "regional": "Kit RégionalESS",
}


def source_name(title: str, kit: str, edition: str, fiche: int | None) -> str:
    """A fiche by its kit, edition, number and title; any other document by its title."""
    if fiche is None:
        return title
    where = f"{_KITS.get(kit, kit)} ({edition})" if edition else _KITS.get(kit, kit)
    return f"{where}, fiche {fiche} : {title}"


def own_heading(heading: str) -> str:
    """The last of a path of headings; « Introduction » where a passage stands under none."""
    return heading.split(" › ")[-1] or INTRODUCTION
