"""An HTTP server in a thread of its own."""

import socket
import threading
import time

import uvicorn
from starlette.types import ASGIApp

from bot.core.counters import Figures
from bot.core.hasty_protocol import HastyProtocol
from bot.core.settings import WrongSettings
from bot.core.supervisor import Supervisor

STOP_SECONDS = 3
KEPT_SECONDS = 75
"""A connection is kept open for the next request so long: longer than proxies keep theirs (60 seconds is usual), or one
would send a request at the moment at which it is closed here. What is refused is closed at once."""


class PortTaken(WrongSettings):
    """Something listens there already; the message names the setting."""


class ServerThread:
    """An HTTP server in a thread of its own. `setting` names the port's setting in what is said when it is taken.

    A server that ends is started again on the same port. Until then health fails: what is told to `figures` says why.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        host: str,
        port: int,
        name: str,
        setting: str = "PACER_PORT",
        figures: Figures | None = None,
    ) -> None:
        self._host, self._port, self._setting, self._name = host, port, setting, name
        self._app = app
        self._server = self._new_server()
        self._supervisor = Supervisor(figures or Figures())
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Listen; returns when requests are taken. Raises PortTaken."""
        self._socket = _listen(self._host, self._port, self._setting)
        self._port = self.port
        self._thread = self._supervisor.start(self._name, self._run, ended=self._closing)
        while not self._server.started and self._socket is not None:
            time.sleep(0.01)

    def close(self) -> None:
        """Answer what is under way and stop listening."""
        self._closing.set()
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(timeout=STOP_SECONDS + 2)
        if self._socket is not None:
            self._socket.close()

    @property
    def running(self) -> bool:
        """Whether it listens."""
        return self._server.started and not self._server.should_exit and self._socket is not None

    @property
    def port(self) -> int:
        """Where it listens; another than it was given when that was 0."""
        listening = self._socket
        return int(listening.getsockname()[1]) if listening is not None else self._port

    def _new_server(self) -> uvicorn.Server:
        return uvicorn.Server(
            uvicorn.Config(
                self._app,
                http=HastyProtocol,
                ws="none",
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=STOP_SECONDS,
                timeout_keep_alive=KEPT_SECONDS,
                log_config=None,  # what it logs comes out as everything does
            )
        )

    def _run(self) -> None:
        if self._socket is None:  # it was lost with the server before; whoever has the port now keeps this one waiting
            self._socket, self._server = _listen(self._host, self._port, self._setting), self._new_server()
            self._server.should_exit = self._closing.is_set()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            if not self._closing.is_set():
                self._socket.close()
                self._socket = None


def _listen(host: str, port: int, setting: str) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise PortTaken(f"{setting.replace('PORT', 'HOST')}: {host} isn't an address of this machine.") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        none = ", or to 0 for none" if setting == "PACER_HEALTH_PORT" else ""
        raise PortTaken(
            f"{setting}: can't listen on {host}, port {port}: {error.strerror}. Another program or another Pacer may "
            f"use it. Set {setting} to a free port{none}."
        ) from error
    return listener
