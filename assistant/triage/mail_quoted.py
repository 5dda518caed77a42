"""What the mails say that a mail quotes or hands on."""

from collections.abc import Iterator

from assistant.triage.mail_body import before_closing, from_closing, lines_of
from assistant.triage.mail_html import plain
from assistant.triage.mail_lines import is_header, is_small_print, leads_to_another, subject_of


def quotes_another(text: str) -> bool:
    """Whether a mail quotes another one."""
    return bool(quoted_mails(text))


def quoted_mails(text: str) -> list[str]:
    """The mails that a mail quotes, the nearest first, with no header but the subject."""
    return ["\n".join(mail).strip() for mail in _quoted(lines_of(plain(text)))]


def quoted_in(text: str) -> str:
    """The words of the mails that a mail quotes, without their headers and signatures.

    Empty where it quotes none.
    """
    said: list[str] = []
    for mail in _quoted(lines_of(plain(text))):
        said += [*before_closing(mail)[0], *from_closing(mail)]
    return "\n".join(said)


def _quoted(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each quoted mail, its subject among them."""
    inside = below = False
    mail: list[str] = []
    unmarked = [line.lstrip("> ") for line in lines]
    for number, line in enumerate(unmarked):
        if leads_to_another(unmarked, number):
            yield from filter(None, [mail])
            inside, below, mail = True, False, []
        elif is_small_print(line):
            # A banner stands above what is said, small print below it.
            below = any(mail)
        elif below or not (inside or lines[number].startswith(">")):
            continue
        elif subject_of(line) is not None or not is_header(line):
            mail.append(line)
    yield from filter(None, [mail])
