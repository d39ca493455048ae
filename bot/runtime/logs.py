"""Structured logs: ids of workspaces, members and deliveries; never a message's text, a token or personal data."""

import io
import logging
import sys
from typing import TextIO, cast

import structlog


class SafeStream(io.TextIOBase):
    """Writes to another stream, and never raises: a log on a full disk, or one that was closed, stops nothing.

    What could not be written is counted in `lost`.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.lost = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Write what can be written; the length of all."""
        try:
            if self._stream is not None:  # there is none where a program was started without a stderr
                self._stream.write(text)
        except (OSError, ValueError):  # ValueError: it was closed, or a letter cannot be written in its encoding
            self.lost += 1
        return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        try:
            if self._stream is not None:
                self._stream.flush()
        except (OSError, ValueError):
            self.lost += 1


def configure_logs(form: str, stream: TextIO | None = None) -> SafeStream:
    """Log to stderr (or `stream`) as one JSON object a line, or as text for people (`form` is json or text).

    What the libraries log comes out in the same form, from warnings on. The stream that is written to is returned: it
    knows what could not be written.
    """
    sink = SafeStream(stream or sys.stderr)
    last: structlog.typing.Processor
    last = structlog.dev.ConsoleRenderer(colors=False) if form == "text" else structlog.processors.JSONRenderer()
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            stamp,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, sink)),
    )
    handler = logging.StreamHandler(sink)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, stamp],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # Bolt finds SLACK_BOT_TOKEN in the environment by itself, and says that it does not need it.
    logging.getLogger("slack_bolt.App").addFilter(lambda record: "will be unused" not in record.getMessage())
    # What a record throws that cannot be written is not said on stderr: that may be what cannot be written to.
    logging.raiseExceptions = False
    return sink
