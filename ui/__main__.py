"""`python -m ui`: serve the web chat."""

from pathlib import Path

import click

from corpus.console import command, index_option
from corpus.errors import AssistantError

# Seconds that what is under way has to end once the server is told to stop.
_STOPPING = 10


@command()
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(0, 65535))
def main(index: Path | None, host: str, port: int) -> int:
    """Serve the web chat; without a login, on this machine only."""
    import contextlib
    import socket

    from corpus.address import is_loopback

    if not is_loopback(host):
        raise AssistantError(
            f"L'adresse « {host} » serait visible d'autres postes et aucune connexion par mot de "
            "passe n'est configurée : servez sur 127.0.0.1, au besoin derrière un serveur qui "
            "authentifie."
        )
    from assistant.answer import Assistant
    from corpus.settings import settings

    folder = index or settings().index
    assistant = Assistant(folder, settings())
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        raise AssistantError(
            f"Le port {port} de {host} n'est pas libre : fermez l'autre programme ou choisissez-en "
            "un autre avec --port."
        ) from error
    import uvicorn

    from ui.app import build
    from ui.queue.desk import open_desk

    app = build(assistant, open_desk(assistant, settings(), folder), settings().hosts)
    assistant.search("économie sociale et solidaire", 1)
    shown = f"[{host}]" if ":" in host else host
    where = f"http://{shown}:{listener.getsockname()[1]}"
    click.echo(f"L'assistant répond sur {where} (ce poste seulement ; Ctrl+C pour arrêter).")
    # An open page holds a connection for as long as it is open: the server does not wait for it.
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_STOPPING)
    server = uvicorn.Server(config)
    # uvicorn stops in order at Ctrl+C, then raises it anew: a wanted stop is no failure.
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return 0


if __name__ == "__main__":
    main()
