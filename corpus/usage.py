"""How wrong usage of a command is said: one French line, and exit status 2."""

import os
import sys
from typing import Any

import click


class Command(click.Command):
    """A command that says in French how it was called wrongly; no path is empty.

    Python takes an empty path for the folder that a command is run in.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; UsageError where one that is a path is empty."""
        paths = [one for one in self.params if isinstance(one.type, click.Path)]
        given = self.make_parser(ctx).parse_args([*args])[0] if paths else {}
        for one in paths:
            value = given.get(one.name)
            if value == "" or (isinstance(value, (list, tuple)) and "" in value):
                raise click.UsageError(f"La valeur de {_named(one)} est vide : donnez un chemin")
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run it and leave the program with its exit status."""
        try:
            sys.exit(super().main(*args, **extra | {"standalone_mode": False}))
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
        except click.UsageError as error:
            unreadable = _unreadable(error)
            if unreadable:
                click.echo(unreadable, err=True)
                sys.exit(1)
            click.echo(f"{' '.join(_wrong(error).split())} (aide : --help).", err=True)
        except click.Abort:
            click.echo("Interrompu.", err=True)
            sys.exit(1)
        sys.exit(2)


class Group(Command, click.Group):
    """A group of such commands."""


def check_apart(target: str, **read: str | None) -> None:
    """Raise UsageError where what is read, by its option's name, is the file to be written.

    By whatever path, link or redirection it is reached; `-` is stdin, or stdout as the target.
    """
    for option, source in read.items():
        if source is not None and _same_file(source, target):
            raise click.UsageError(
                f"--{option} et --output désignent le même fichier : donnez-en un autre"
            )


def _same_file(source: str, target: str) -> bool:
    one, other = (0 if source == "-" else source), (1 if target == "-" else target)
    try:
        # A terminal is both read and written.
        return os.path.isfile(other) and os.path.samefile(one, other)
    except OSError:
        return False


def _unreadable(error: click.UsageError) -> str:
    """What is said of a file or folder that is there but may not be read; empty for all else."""
    match error:
        case click.BadParameter(param=click.Parameter(type=click.Path()) as one):
            if error.message.endswith("is not readable."):
                return f"Ce que désigne {_named(one)} ne peut pas être lu : vérifiez ses droits."
    return ""


def _wrong(error: click.UsageError) -> str:
    """What is wrong, without the dot at its end."""
    match error:
        case click.NoSuchOption():
            return f"L'option « {error.option_name} » n'existe pas{_near(error.possibilities)}"
        case click.exceptions.NoSuchCommand():
            return f"La commande « {error.command_name} » n'existe pas{_near(error.possibilities)}"
        case click.MissingParameter(param=click.Parameter() as one):
            return f"Il manque {_named(one)}"
        case click.BadParameter(param=click.Parameter() as one):
            return f"La valeur de {_named(one)} ne convient pas{_wanted(one.type)}"
        case click.BadOptionUsage() if "requires" in error.message:
            return f"L'option « {error.option_name} » attend une valeur"
        case click.BadOptionUsage():
            return f"L'option « {error.option_name} » ne prend pas de valeur"
    extra = error.message.partition("Got unexpected extra argument")[2].partition("(")[2]
    return f"Il y a des arguments de trop : {extra.rstrip(')')}" if extra else error.message


def _near(possibilities: Any) -> str:
    return f" ; il y a {', '.join(possibilities)}" if possibilities else ""


def _named(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return f"l'option « {parameter.opts[0]} »"
    return f"l'argument « {parameter.human_readable_name} »"


def _wanted(kind: click.ParamType[Any]) -> str:
    """What a parameter of this kind must be, after a colon; empty where that is not known."""
    match kind:
        case click.Choice():
            return f" : choisissez entre {', '.join(map(str, kind.choices))}"
        case click.IntRange() | click.FloatRange() if kind.max is not None:
            return f" : donnez un nombre entre {kind.min} et {kind.max}"
        case click.IntRange():
            return f" : donnez un nombre entier d'au moins {kind.min}"
        case click.Path():
            return f" : donnez un {'fichier' if kind.file_okay else 'dossier'} qui existe"
    return ""
