"""`python -m sandbox`: a local Slack workspace, on this machine only."""

import argparse
import datetime as dt
import ipaddress
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from sandbox.app import Options, build_sandbox
from sandbox.keeping import UnusableFile, default_seed, read_structure
from sandbox.opening import LaterPort, server_config


def main(argv: Sequence[str] | None = None) -> int:
    """Run the sandbox until Ctrl-C or SIGTERM; the exit code."""
    said = _parser().parse_args(argv)
    if said.host != "localhost" and not ipaddress.ip_address(said.host).is_loopback:
        sys.stderr.write("The sandbox listens on this machine only: --host 127.0.0.1\n")
        return 2
    try:
        options = Options(
            bot_token=said.bot_token,
            app_token=said.app_token,
            signing_secret=said.signing_secret,
            request_url=said.request_url,
            now=said.now,
            seed=read_structure(said.seed) if said.seed else default_seed(),
            manifest=read_structure(said.manifest) if said.manifest else None,
            state_file=said.state,
            messages_a_minute=said.messages_a_minute,
            limits=not said.no_limits,
            ack_seconds=said.ack_seconds,
        )
    except UnusableFile as unusable:
        sys.stderr.write(f"{unusable}\n")
        return 2
    if said.messages_a_minute <= 0:
        sys.stderr.write("--messages-a-minute is a number above zero; --no-limits switches the limits off.\n")
        return 2
    sandbox = build_sandbox(options)
    url = f"http://{said.host}:{said.port}"
    sandbox.listen_at(url)
    if said.later_port:
        try:
            sandbox.opens_later(LaterPort(said.host, said.later_port))
        except OSError as taken:
            sys.stderr.write(f"Port {said.later_port} can't be used: {taken.strerror}. Choose another with --port.\n")
            return 1
    sys.stdout.write(f"The sandbox is at {url}\n")
    sys.stdout.flush()
    uvicorn.Server(server_config(sandbox.app, host=said.host, port=said.port)).run()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sandbox", description="A local Slack workspace for trying an app.")
    parser.add_argument("--host", default="127.0.0.1", help="an address of this machine (default %(default)s)")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--later-port", type=int, help="a second port, which answers after POST /control/open")
    parser.add_argument("--seed", type=Path, help="people and channels, JSON or YAML")
    parser.add_argument("--state", type=Path, help="file in which the workspace is kept between runs")
    parser.add_argument("--manifest", type=Path, help="the app's manifest: its commands, shortcuts and scopes")
    parser.add_argument("--now", type=_instant, help="the instant at which the clock starts, ISO 8601")
    parser.add_argument("--bot-token", default="xoxb-sandbox")
    parser.add_argument("--app-token", default="xapp-sandbox")
    parser.add_argument("--signing-secret", default="sandbox-signing-secret")
    parser.add_argument("--request-url", help="deliver over signed HTTP to this address, not by Socket Mode")
    parser.add_argument("--messages-a-minute", type=float, default=300.0, help="the workspace's limit")
    parser.add_argument(
        "--ack-seconds", type=float, default=3.0, help="how long an acknowledgement is waited for; more while debugging"
    )
    parser.add_argument("--no-limits", action="store_true", help="refuse nothing for its frequency")
    return parser


def _instant(text: str) -> dt.datetime:
    instant = dt.datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)


if __name__ == "__main__":
    sys.exit(main())
