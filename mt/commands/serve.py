"""`mt serve`: articles and their review pages for a desk, and a translation API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    folder: Annotated[Path, typer.Argument(help="Outputs of mt translate.")] = Path("outputs"),
    host: Annotated[str, typer.Option(help="Address to listen on. There is no log-in: think before you open it.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535)] = 5000,
    config: Annotated[Path | None, typer.Option(help="Settings, e.g. configs/news.toml.")] = None,
    memory: Annotated[Path | None, typer.Option(help="Translation memory, if not the user's own.")] = None,
) -> None:
    """Serve the review pages of a folder, saved as they are edited, and LibreTranslate's API over the same pipeline."""
    from mt import config as configuration
    from mt import serving
    from mt.errors import ConfigError
    from mt.memory import default_path

    try:
        import uvicorn
    except ImportError as error:
        raise ConfigError("mt serve needs starlette and uvicorn: pip install 'mt[serve]'") from error
    hosts = serving.LOCAL if host in ("127.0.0.1", "localhost", "::1") else ("*",)
    application = serving.application(folder, configuration.load(config), memory or default_path(), hosts=hosts)
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"http://{shown}:{port}/ serves {folder}; stop it with Ctrl+C")
    uvicorn.run(application, host=host, port=port, log_level="warning", server_header=False)
