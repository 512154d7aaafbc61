"""A news desk's own server: its articles with their review pages, saved as they are edited, and a translation API.

The pages are those of the files, the API is LibreTranslate's. Nothing of a request is taken for a path, a host or a
size it may not have: articles are looked up by name among those there are, bodies are bounded, and a page of another
site can write nothing. There is no log-in: who reaches the port may read and edit, hence 127.0.0.1 unless told
otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mt.config import Config
from mt.errors import MtError
from mt.serving.desk import Desk
from mt.serving.libretranslate import Refused, Translator

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

LIMIT = 2 * 1024 * 1024  # bytes of a request; a long article's edits have a tenth
LOCAL = ("127.0.0.1", "localhost", "[::1]")

Handler = Callable[["Request"], Awaitable["Response"]]


def application(folder: Path, config: Config, memory: Path, *, hosts: tuple[str, ...] = LOCAL) -> Starlette:
    """The server's ASGI application.

    Args:
        folder: outputs of `mt translate`.
        config: how POST /translate translates; the model is loaded with the first such request.
        memory: the translation memory that approved segments go to.
        hosts: names under which it may be asked, against DNS rebinding; ("*",) for any.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.base import BaseHTTPMiddleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Route

    desk, translator = Desk(folder, memory), Translator(config)
    routes = [
        Route("/", _page(lambda _: desk.index())),
        Route("/translate", _api(translator.translate), methods=["POST"]),
        Route("/detect", _api(translator.detect), methods=["POST"]),
        Route("/languages", _api(translator.languages), methods=["GET", "POST"]),
        Route("/{article:path}.edits.json", _save(desk), methods=["POST"]),
        Route("/{article:path}.html", _page(desk.page)),
        Route("/{file:path}", _file(desk)),
    ]
    guards = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(BaseHTTPMiddleware, dispatch=_guarded),
    ]
    return Starlette(routes=routes, middleware=guards)


async def _guarded(request: Request, proceed: Handler) -> Response:
    """Refuse what another site's page sends; say to the browser that a text is no script."""
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    foreign = (origin is not None and origin != own) or request.headers.get("sec-fetch-site") == "cross-site"
    if foreign and request.method not in ("GET", "HEAD"):
        return _error(403, "a page of another site may not write here")
    response = await proceed(request)
    response.headers.update(
        {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
    )
    return response


async def _body(request: Request) -> bytes:
    """The whole body, never more than `LIMIT` of it in memory.

    Raises:
        Refused: if it is longer.
    """
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LIMIT:
            raise Refused(413, f"a request may have {LIMIT:,} bytes")
    return bytes(content)


def _page(render: Callable[[str], str | None]) -> Handler:
    async def handler(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import HTMLResponse

        try:
            page = await run_in_threadpool(render, request.path_params.get("article", ""))
        except MtError as error:
            return _error(500, str(error))
        return _error(404, "there is no such article") if page is None else HTMLResponse(page)

    return handler


def _file(desk: Desk) -> Handler:
    async def handler(request: Request) -> Response:
        from starlette.responses import FileResponse

        path = desk.file(request.path_params["file"])
        if path is None:
            return _error(404, "there is no such file")
        return FileResponse(path, filename=path.name)

    return handler


def _save(desk: Desk) -> Handler:
    async def handler(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse

        if not request.headers.get("content-type", "").startswith("application/json"):
            return _error(415, "edits are JSON")
        try:
            saved = await run_in_threadpool(desk.save, request.path_params["article"], await _body(request))
        except Refused as error:
            return _error(error.status, str(error))
        except MtError as error:
            return _error(400, str(error))
        return _error(404, "there is no such article") if saved is None else JSONResponse(saved)

    return handler


def _api(answer: Callable[[dict[str, Any]], Any]) -> Handler:
    async def handler(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse

        try:
            given = _parameters(await _body(request), request.headers.get("content-type", ""))
            return JSONResponse(await run_in_threadpool(answer, given))
        except Refused as error:
            return _error(error.status, str(error))
        except MtError as error:
            return _error(500, str(error))

    return handler


def _parameters(body: bytes, kind: str) -> dict[str, Any]:
    """The parameters of a request: JSON, or a form of either kind; LibreTranslate's own client sends forms.

    Raises:
        Refused: if it is neither.
    """
    from urllib.parse import parse_qs

    try:
        if kind.startswith("application/json"):
            given = json.loads(body or b"{}")
            if isinstance(given, dict):
                return given
            raise ValueError("no object")
        if kind.startswith("multipart/form-data"):
            return _parts(body, kind)
        form = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100)
        return {key: values[0] if len(values) == 1 else values for key, values in form.items()}
    except (ValueError, RecursionError) as error:
        raise Refused(400, "the body is neither JSON nor a form in UTF-8") from error


def _parts(body: bytes, kind: str) -> dict[str, Any]:
    """The fields of a form that a browser or curl -F has made; a file counts as its text.

    Raises:
        ValueError: if a field is no UTF-8.
    """
    from email import message_from_bytes
    from email.policy import HTTP

    form: dict[str, list[str]] = {}
    for part in message_from_bytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + body, policy=HTTP).walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            form.setdefault(name, []).append(content.decode("utf-8"))
    return {name: values[0] if len(values) == 1 else values for name, values in form.items()}


def _error(status: int, message: str) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse({"error": message}, status_code=status)
