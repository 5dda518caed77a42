"""How are numbers put to a French reader? With their noun, and with a comma."""


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: « 1 question », « 3 questions »."""
    return f"{number:,}".replace(",", "\u202f") + f"\u00a0{one if number < 2 else many}"


def decimal(value: float, digits: int) -> str:
    """A number with so many digits after its comma: « 9,2 »."""
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "\N{MINUS SIGN}")
