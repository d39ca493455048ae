"""The HTTP connections of Pacer's servers, which strangers may reach: they are not held open by saying nothing."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 10.0
"""From connecting, or from a request's first byte, to the end of its headers. Slack and proxies take milliseconds."""


class HastyProtocol(H11Protocol):
    """Uvicorn's own, which waits for headers as long as somebody likes, with an end to its patience."""

    header_seconds = HEADER_SECONDS

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connected."""
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes came."""
        try:
            super().data_received(data)
        except h11.LocalProtocolError:
            # They were answered before the end of their body, and what came then was no HTTP: nothing is left to say.
            self.transport.abort()
            return
        if self.conn.their_state is h11.IDLE:
            self._wait_for_headers()
        else:
            self._stop_waiting()

    def _should_upgrade(self) -> bool:
        # Nothing of ours speaks WebSocket here, and uvicorn would log how to install it, whoever asks.
        return False

    def _wait_for_headers(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(self.header_seconds, self._hang_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _hang_up(self) -> None:
        self._patience = None
        self.transport.abort()
