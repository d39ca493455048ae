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
        sys.stderr.write("The sandbox listens on this machine only. Use --host 127.0.0.1\n")
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
        sys.stderr.write("--messages-a-minute needs a number above zero. To turn limits off, use --no-limits.\n")
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
    parser = argparse.ArgumentParser(prog="sandbox", description="A local Slack workspace for trying out an app.")
    parser.add_argument("--host", default="127.0.0.1", help="address on this machine (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8765, help="port (default: %(default)s)")
    parser.add_argument("--later-port", type=int, help="second port that answers after POST /control/open")
    parser.add_argument("--seed", type=Path, help="people and channels, JSON or YAML")
    parser.add_argument("--state", type=Path, help="file to save the workspace in between runs")
    parser.add_argument("--manifest", type=Path, help="the app's manifest.yml")
    parser.add_argument("--now", type=_instant, help="when the clock starts, ISO 8601")
    parser.add_argument("--bot-token", default="xoxb-sandbox")
    parser.add_argument("--app-token", default="xapp-sandbox")
    parser.add_argument("--signing-secret", default="sandbox-signing-secret")
    parser.add_argument("--request-url", help="send signed HTTP requests here instead of Socket Mode")
    parser.add_argument("--messages-a-minute", type=float, default=300.0, help="message limit for the workspace")
    parser.add_argument("--ack-seconds", type=float, default=3.0, help="how long to wait for an acknowledgement")
    parser.add_argument("--no-limits", action="store_true", help="turn rate limits off")
    return parser


def _instant(text: str) -> dt.datetime:
    instant = dt.datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)


if __name__ == "__main__":
    sys.exit(main())
