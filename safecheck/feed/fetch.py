"""Fetch files over HTTPS: bounded in time, held to hosts that were named, saying nothing of who asks."""

import time
from collections.abc import Collection, Iterator
from http.cookiejar import DefaultCookiePolicy
from queue import Empty, Full, Queue
from threading import Event, Thread
from urllib.parse import urljoin, urlsplit

import requests

from safecheck.feed.refusal import Reason, Refused

SECONDS = 120.0  # for all files of an update together
_CONNECT, _READ = 10.0, 20.0  # seconds
_PIECE = 16 * 1024  # bytes
_MOST_REDIRECTS = 3
_OK, _NO_ACCESS, _NOT_FOUND = 200, 403, 404
_HEADERS = {  # nothing that names this program, and nothing packed
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "User-Agent": "Mozilla/5.0",
}

_Piece = bytes | Exception | None  # None ends a file


class Absent(Exception):  # noqa: N818 - some files may be absent
    """The host answered that it has no such file."""


class _Session(requests.Session):
    """Asks for one address: requests itself would read the whole of an answer that leads elsewhere, and unpack it."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Lead nowhere."""


class Line:
    """A connection to the hosts of a feed, with the time that is left for all that is fetched over it."""

    def __init__(self, hosts: Collection[str], proxy: str = "", seconds: float = SECONDS) -> None:
        """Prepare; nothing is sent before a file is asked for. `proxy` goes before the environment's."""
        self._hosts = frozenset(hosts)
        self._proxies = {"http": proxy, "https": proxy} if proxy else None
        self._until = time.monotonic() + seconds
        self._session = _Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self._session.auth = lambda request: request  # otherwise ~/.netrc is looked into
        self._session.headers.clear()
        self._session.headers.update(_HEADERS)

    def stream(self, url: str) -> Iterator[bytes]:
        """Give the pieces of a file as they come; raises Refused, or Absent where the host has no such file.

        A thread of its own reads, so that nothing (a name that is not resolved, a byte a minute) outlasts the time.
        """
        pieces: Queue[_Piece] = Queue(maxsize=8)
        left = Event()
        Thread(target=self._read, args=(url, pieces, left), daemon=True).start()
        try:
            while True:
                left_over = self._until - time.monotonic()
                try:
                    piece = pieces.get(timeout=left_over) if left_over > 0 else Refused(Reason.SLOW)
                except Empty:
                    raise Refused(Reason.SLOW) from None
                if isinstance(piece, Exception):
                    raise piece
                if piece is None:
                    return
                yield piece
        finally:
            left.set()

    def read(self, url: str, most: int) -> bytes:
        """Give a whole file of at most `most` bytes; raises as `stream` does."""
        data = bytearray()
        for piece in self.stream(url):
            data += piece
            if len(data) > most:
                raise Refused(Reason.LARGE)
        return bytes(data)

    def _read(self, url: str, pieces: "Queue[_Piece]", left: Event) -> None:
        """Put what comes, or what went wrong, into the queue, for as long as somebody waits for it."""
        try:
            with self._opened(url) as answer:
                for piece in answer.iter_content(_PIECE):
                    if not _put(piece, pieces, left):
                        return
            _put(None, pieces, left)
        except (Refused, Absent) as refusal:
            _put(refusal, pieces, left)
        except requests.RequestException as error:
            _put(_named(error), pieces, left)
        except Exception as error:  # noqa: BLE001 - the one who waits must hear of it
            _put(error, pieces, left)

    def _opened(self, url: str) -> requests.Response:
        """Ask for a file, and follow where the host leads as long as that is to hosts that were named."""
        for _ in range(_MOST_REDIRECTS + 1):
            url = _asked(url)
            address = urlsplit(url)
            if address.scheme != "https" or address.hostname not in self._hosts:
                raise Refused(Reason.ELSEWHERE, host=address.hostname or url)
            try:
                answer = self._session.get(
                    url, stream=True, allow_redirects=False, timeout=(_CONNECT, _READ), proxies=self._proxies
                )
            except TypeError as error:  # urllib3's word for a proxy without a host
                raise Refused(Reason.OFFLINE) from error
            refusal = _refusal(answer)
            if refusal is None:
                return answer
            answer.close()
            if not answer.is_redirect:
                raise refusal
            url = _joined(url, answer.headers["Location"])
        raise Refused(Reason.MISSING, status=answer.status_code)


def _asked(url: str) -> str:
    """Give an address as requests will ask for it: where readers of addresses differ, its own reading counts."""
    try:
        return requests.Request("GET", url).prepare().url or ""
    except ValueError as error:  # requests' own errors of that kind are ValueErrors
        raise Refused(Reason.ELSEWHERE, host=url) from error


def _joined(url: str, location: str) -> str:
    """Give the address that an answer leads to."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Refused(Reason.ELSEWHERE, host=location) from error


def _put(piece: _Piece, pieces: "Queue[_Piece]", left: Event) -> bool:
    """Put a piece into the queue; False when nobody waits for it any more."""
    while not left.is_set():
        try:
            pieces.put(piece, timeout=0.2)
        except Full:
            continue
        return True
    return False


def _refusal(answer: requests.Response) -> Exception | None:
    """Say what is wrong with an answer; None for a file."""
    if answer.status_code in {_NO_ACCESS, _NOT_FOUND}:  # stores of plain files give 403 for what is not there
        return Absent()
    if answer.status_code != _OK:
        return Refused(Reason.MISSING, status=answer.status_code)
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        return Refused(Reason.PACKED)
    return None


def _named(error: requests.RequestException) -> Refused:
    """Say what went wrong on the way."""
    if isinstance(error, requests.exceptions.SSLError):
        return Refused(Reason.INSPECTED)
    if isinstance(error, requests.exceptions.Timeout):
        return Refused(Reason.SLOW)
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return Refused(Reason.CUT)
    return Refused(Reason.OFFLINE)
