"""A publisher of model archives on this machine, for tests: it can cut, redirect, forget and lie."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from voicebot.asr.pullable import PullableModel

NAME = "tiny-model"


@dataclass
class Publisher:
    """What the server holds, how it behaves, and what it was asked."""

    body: bytes
    url: str = ""
    ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    """After how many bytes the next answers break off."""
    redirects: int = 0
    silent: bool = False
    """Announces no length: the end of the connection is the end of the file."""
    asked: list[str] = field(default_factory=list)
    """The Range header of every request for the file, "" where there was none."""

    def model(self, **changes: object) -> PullableModel:
        """The archive as a manifest would name it."""
        entry: dict[str, object] = {
            "name": NAME,
            "language": "zh",
            "url": f"{self.url}/model.zip",
            "bytes": len(self.body),
            "sha256": hashlib.sha256(self.body).hexdigest(),
            "licence": "Apache-2.0",
            "about": "a model of a test",
        }
        return PullableModel(**(entry | changes))  # type: ignore[arg-type]


@contextmanager
def published(body: bytes) -> Iterator[Publisher]:
    """A server on a free port, gone afterwards."""
    publisher = Publisher(body)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/gone"):
                self.send_error(404)
            elif self.path.startswith("/circle"):
                self._redirect("/circle")
            elif publisher.redirects and not self.path.startswith("/moved"):
                self._redirect("/moved/model.zip")
            else:
                self._send()

        def _redirect(self, place: str) -> None:
            self.send_response(302)
            self.send_header("Location", place)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _send(self) -> None:
            wanted = self.headers.get("Range", "")
            publisher.asked.append(wanted)
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and publisher.ranges else 0
            if start >= len(publisher.body):
                self.send_error(416)
                return
            piece = publisher.body[start:]
            self.send_response(206 if start else 200)
            if start:
                end = len(publisher.body) - 1
                self.send_header("Content-Range", f"bytes {start}-{end}/{len(publisher.body)}")
            if not publisher.silent:
                self.send_header("Content-Length", str(len(piece)))
            self.end_headers()
            self.wfile.write(piece[: publisher.cuts.pop(0)] if publisher.cuts else piece)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    publisher.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def archive_of(folder: Path, around: str = "tiny-model-0.1/") -> bytes:
    """A folder's files as a zip, in one folder as publishers do."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(around, "") if around else None
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            archive.write(file, around + file.relative_to(folder).as_posix())
    return packed.getvalue()


def archive_with(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()
