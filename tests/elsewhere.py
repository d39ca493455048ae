"""A server on this machine where Pacer has no business: it counts who comes."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Elsewhere:
    """Its address, and the first lines of what was asked there; a connection on which nothing is asked counts too."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextlib.contextmanager
def elsewhere(answer: str = "HTTP/1.1 200 OK") -> Iterator[Elsewhere]:
    """Answer whatever comes with this status line and these headers, and no body."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = Elsewhere(f"http://127.0.0.1:{listener.getsockname()[1]}")

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    said = b""
                    while b"\r\n\r\n" not in said and (more := connection.recv(65536)):
                        said += more
                    place.asked.append(said.decode("latin-1").partition("\r\n")[0])
                    connection.sendall(f"{answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
                    # What is not read yet would break the connection off, and the answer with it.
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield place
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)
