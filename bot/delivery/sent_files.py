"""Gets the files that people sent to Pacer from Slack: from Slack's hosts alone, and no more than is allowed."""

from collections.abc import Callable
from typing import IO

import structlog

from bot.core.settings import Settings
from bot.core.slack_hosts import NotSent, NotSlacks, get_from_slack
from bot.delivery.gateway import SlackGateway
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from bot.exchange.files.background_imports import NotFetched

log = structlog.get_logger(__name__)

TIMEOUT = 30.0
"""Seconds without a byte."""
GONE = frozenset({"file_not_found", "file_deleted"})


class SlackFiles:
    """Asks for a file by its id each time: its address may change, and it may be gone."""

    def __init__(
        self, settings: Settings, observe: Callable[[str, str], None] = lambda _method, _outcome: None
    ) -> None:
        self._gateway = SlackGateway(settings, observe)
        self._token, self._api_url = settings.slack_bot_token, settings.slack_api_url

    def __call__(self, slack_file_id: str, to: IO[bytes], *, most: int) -> None:
        """Write the bytes of a file. Raises NotFetched."""
        try:
            file = self._gateway.file(slack_file_id)
        except Refused as refused:
            raise NotFetched("gone" if refused.error in GONE else "not given") from refused
        except (Throttled, OutcomeUnknown, NotDone, TokenRevoked) as trouble:
            raise NotFetched("not given", later=True) from trouble
        if file.get("mode") == "tombstone":
            raise NotFetched("gone")
        if int(file.get("size") or 0) > most:
            raise NotFetched("too large")
        try:
            answer = get_from_slack(
                file.get("url_private_download") or file.get("url_private"),
                api_url=self._api_url,
                token=self._token,
                to=to,
                most=most,
                timeout=TIMEOUT,
            )
        except NotSlacks as elsewhere:
            # A file of another program, only linked from Slack.
            raise NotFetched("not given") from elsewhere
        except NotSent as trouble:
            raise NotFetched("not given", later=True) from trouble
        if answer.num_bytes_downloaded > most:
            raise NotFetched("too large")
        said = answer.headers.get("content-type", "")
        # Whom Slack does not let read a file it sends to its login page.
        if not answer.is_success or (said.startswith("text/html") and file.get("mimetype") != "text/html"):
            log.warning("file not given", status=answer.status_code)
            raise NotFetched("gone" if answer.status_code == 404 else "not given", later=answer.status_code >= 500)
