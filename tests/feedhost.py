"""A real HTTPS host with a certificate of its own authority, that can also misbehave."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

Misbehave = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers from the host's files; what can be called in their place misbehaves."""

    protocol_version = "HTTP/1.1"
    host: "Host"

    def do_GET(self) -> None:
        self.host.asked.append((self.path, dict(self.headers)))
        answer = self.host.files.get(self.path)
        if callable(answer):
            self.close_connection = True
            answer(self)
        elif answer is None:
            self.answer(b"not here", 404)
        else:
            self.answer(answer)

    def answer(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        """Send a whole answer; `length` is what is said, where that differs from what is sent."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.host.sent += len(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Host:
    """What the host has, by path, and what it was asked."""

    def __init__(self, port: int, authority: Path) -> None:
        self.files: dict[str, Any] = {}  # bytes, or what misbehaves in their place
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent = 0
        self.port = port
        self.authority = authority  # a PEM file, for REQUESTS_CA_BUNDLE
        self.url = f"https://127.0.0.1:{port}/"


@contextmanager
def serving(folder: Path) -> Iterator[Host]:
    """Serve on a free port while the block runs."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)

    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneHost", (Handler,), {}))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who hangs up is no trouble
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    host = Host(server.server_port, folder / "authority.pem")
    server.RequestHandlerClass.host = host  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
