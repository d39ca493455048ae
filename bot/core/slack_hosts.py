"""Addresses that came from outside: Pacer sends something there when they are Slack's, and only then.

A response_url comes with a click, an upload address with an answer. Whoever could choose one would have Pacer call
whatever it reaches, so each is judged here before it is called, and no redirect is followed.
"""

import functools
import json
import re
from collections.abc import Mapping
from typing import IO, Any

import httpx

from bot.core.settings import is_loopback

DOMAINS = ("slack.com", "slack-gov.com")
"""Slack's own, and what it runs for the government of the United States. Everything under them is Slack's."""
PLAIN = re.compile(r"[!-\[\]-~]{1,4000}")
"""ASCII without blanks and backslashes: readers of addresses disagree on everything else."""
NAMED = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^/?#@]+(?:[/?#].*)?")
"""With a host, and without a user before it."""
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9-]+")
THIS_MACHINE = frozenset({b"localhost", b"127.0.0.1", b"::1"})


class NotSent(OSError):
    """Slack did not get it, or nobody knows."""


class NotSlacks(NotSent):
    """The address is not Slack's; nobody was called."""


def is_slacks(address: object, api_url: str) -> bool:
    """Whether something may be sent to an address that came from outside.

    It is Slack's by https on its usual port. Where `api_url`, the setting SLACK_API_URL, is on this machine, the same
    host and port are as good: that is the sandbox.
    """
    if not isinstance(address, str) or not PLAIN.fullmatch(address) or not NAMED.fullmatch(address):
        return False
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return False
    return _is_under_slack(url) or (is_loopback(api_url) and _is_same_place(url, httpx.URL(api_url)))


def post_to_slack(
    address: object,
    *,
    api_url: str,
    content: bytes,
    content_type: str = "application/octet-stream",
    timeout: float,
) -> httpx.Response:
    """Post to an address that came from outside; the answer, a redirect among them, is the caller's to judge.

    `timeout` in seconds. Raises NotSlacks, NotSent.
    """
    if not is_slacks(address, api_url):
        raise NotSlacks("the address is not Slack's")
    try:
        return _client().post(str(address), content=content, headers={"content-type": content_type}, timeout=timeout)
    except httpx.HTTPError as error:
        raise NotSent(type(error).__name__) from error


def post_reply(address: object, body: Mapping[str, Any], *, api_url: str, timeout: float) -> httpx.Response:
    """Post a message to a response_url. Raises NotSlacks, NotSent."""
    return post_to_slack(
        address,
        api_url=api_url,
        content=json.dumps(body).encode(),
        content_type="application/json; charset=utf-8",
        timeout=timeout,
    )


def get_from_slack(
    address: object, *, api_url: str, token: str, to: IO[bytes], most: int, timeout: float
) -> httpx.Response:
    """Get a file from an address that Slack gave, into `to`; the answer without its bytes, which the caller judges.

    What is longer than `most` bytes is given up: the answer's `num_bytes_downloaded` is larger then. The token goes to
    Slack's hosts alone. Raises NotSlacks, NotSent.
    """
    if not is_slacks(address, api_url):
        raise NotSlacks("the address is not Slack's")
    try:
        # Nothing is unpacked on the way, so that few bytes are not many.
        headers = {"authorization": f"Bearer {token}", "accept-encoding": "identity"}
        with _client().stream("GET", str(address), headers=headers, timeout=timeout) as answer:
            if answer.is_success:
                for some in answer.iter_raw():
                    to.write(some)
                    if answer.num_bytes_downloaded > most:
                        break
            return answer
    except httpx.HTTPError as error:
        raise NotSent(type(error).__name__) from error


def _is_under_slack(url: httpx.URL) -> bool:
    host = url.raw_host.decode("ascii")
    if url.scheme != "https" or url.port is not None:  # the usual port is None, written or not
        return False
    return bool(HOST.fullmatch(host)) and any(host == domain or host.endswith(f".{domain}") for domain in DOMAINS)


def _is_same_place(url: httpx.URL, known: httpx.URL) -> bool:
    same_host = url.raw_host == known.raw_host or {url.raw_host, known.raw_host} <= THIS_MACHINE
    return same_host and (url.scheme, url.port) == (known.scheme, known.port)


@functools.cache
def _client() -> httpx.Client:
    # One for all: reading the certificates anew takes longer than a reply. No connection is kept, because one that
    # was closed meanwhile would lose what is sent on it.
    return httpx.Client(follow_redirects=False, limits=httpx.Limits(max_keepalive_connections=0))
