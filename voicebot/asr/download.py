"""Fetching one file of known size and checksum: goes on where it stopped, and trusts nothing unchecked."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import requests

from voicebot.errors import ModelError

_CHUNK: Final = 1 << 14
"""Bytes written at once: what a reset connection may lose at most."""
_PATIENCE_S: Final = (10, 60)
"""For a connection, and for the next bytes on it."""

Progress = Callable[[int], None]
"""Told how many bytes are there so far."""


def fetch(url: str, half: Path, size: int, sha256: str, progress: Progress = lambda done: None) -> None:
    """Bring `half` to the `size` bytes of that checksum; bytes that it holds already are not fetched again.

    Raises ModelError, and OSError where the disk does not take it. `half` stays where calling again can go on
    with it, and goes where it is wrong.
    """
    if half.exists() and half.stat().st_size > size:
        half.unlink()
    if not half.exists() or half.stat().st_size < size:
        with contextlib.closing(_ask(url, half)) as answer:
            _take(answer, url, half, size, progress)
    if (found := half.stat().st_size) < size:
        raise ModelError(
            f"{url}: the connection was cut at {found:,} of {size:,} bytes; call it again to go on from there"
        )
    try:
        check(half, size, sha256, url)
    except ModelError:
        half.unlink()
        raise


def check(archive: Path, size: int, sha256: str, name: str) -> None:
    """Raises ModelError, under that name, unless the file has this size and checksum."""
    try:
        found = archive.stat().st_size
        if found != size:
            raise ModelError(
                f"{name}: is not the published file ({found:,} bytes in place of {size:,}); take another copy"
            )
        with archive.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{name}: cannot be read ({error.strerror}); name a file or an address") from error
    if digest != sha256:
        raise ModelError(
            f"{name}: is not the published file (sha256 {digest[:12]}… in place of {sha256[:12]}…); "
            "take another copy, or pull again"
        )


def _ask(url: str, half: Path) -> requests.Response:
    """The server's answer, with the bytes that are missing still to come, or all of them."""
    have = half.stat().st_size if half.exists() else 0
    # Packed on the way, byte counts would be those of something else.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        answer = requests.get(url, headers=headers, stream=True, timeout=_PATIENCE_S)
    except requests.exceptions.InvalidURL as error:
        raise ModelError(f"{url}: is no address; write https://… or name a file") from error
    except requests.exceptions.SSLError as error:
        raise ModelError(
            f"{url}: the server's certificate is not trusted; set REQUESTS_CA_BUNDLE, or use --from FILE"
        ) from error
    except requests.exceptions.TooManyRedirects as error:
        raise ModelError(f"{url}: redirects in a circle; name another address with --from") from error
    except requests.exceptions.RequestException as error:
        raise ModelError(
            f"{url}: cannot be reached; check the network, or fetch the file elsewhere and use --from FILE"
        ) from error
    if answer.status_code == requests.codes.requested_range_not_satisfiable and have:
        answer.close()
        half.unlink()
        return _ask(url, half)
    if answer.status_code not in (requests.codes.ok, requests.codes.partial_content):
        answer.close()
        raise ModelError(
            f"{url}: the server answers {answer.status_code} {answer.reason}; name another source with --from"
        )
    return answer


def _take(answer: requests.Response, url: str, half: Path, size: int, progress: Progress) -> None:
    """Write what comes, behind what is there if that is what the server sends."""
    done = 0
    if answer.status_code == requests.codes.partial_content:
        done = _start(answer)
        if done != (half.stat().st_size if half.exists() else 0):
            raise ModelError(f"{url}: the server sends another part than was asked for; use --from")
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and done + int(announced) != size:
        # A page that asks for a login, or a newer file: what is there already is not spoilt with it.
        raise ModelError(
            f"{url}: is not the published file ({done + int(announced):,} bytes in place of {size:,}); "
            "name another source with --from"
        )
    # The bytes before a cut are wanted, not an error in their place: what is missing tells of the cut.
    answer.raw.enforce_content_length = False
    with half.open("ab" if done else "wb") as file:
        progress(done)
        with contextlib.suppress(requests.exceptions.RequestException):
            for piece in answer.iter_content(_CHUNK):
                done += len(piece)
                if done > size:
                    break
                file.write(piece)
                progress(done)
    if done > size:
        half.unlink()
        raise ModelError(
            f"{url}: sends more than the published {size:,} bytes; name another source with --from"
        )


def _start(answer: requests.Response) -> int:
    found = re.fullmatch(r"bytes (\d+)-\d+/(?:\d+|\*)", answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1
