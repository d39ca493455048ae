"""Settings from the environment, checked at the start; a wrong or missing one is one clear sentence."""

import datetime as dt
import ipaddress
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


@dataclass(frozen=True)
class Keep:
    """How long things are kept after they ended."""

    deliveries: dt.timedelta
    versions: dt.timedelta
    audit: dt.timedelta


COMMAND_NAME = re.compile(r"/[\w-]{1,32}")


class WrongSettings(Exception):
    """A setting is missing or wrong; the message names it and says what to write."""


class _Written(BaseSettings):
    """What stands in the environment, empty or not."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    database_url: str = Field(default="not set", repr=False)


class Settings(BaseSettings):
    """What `pacer run` is told by its environment (or a file `.env` in its directory)."""

    # Neither a message about a wrong setting nor the settings as text show a secret.
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    slack_bot_token: str = Field(default="", repr=False)
    slack_app_token: str = Field(default="", repr=False)
    slack_signing_secret: str = Field(default="", repr=False)
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = Field(default="sqlite:///pacer.sqlite", repr=False)
    pacer_clock_url: str = ""
    pacer_host: str = "127.0.0.1"
    pacer_port: int = 3000
    """Where Slack's requests are taken in HTTP mode."""
    pacer_health_port: int = 9090
    """Health and figures; 0 switches them off."""
    pacer_health_host: str = "127.0.0.1"
    """Anybody who reaches this address may read them: they hold counts and troubles, and nothing of a person."""
    pacer_keep_deliveries_days: int = Field(default=400, ge=35)
    """So long a delivery is kept after it was due; the message itself stays in Slack."""
    pacer_keep_versions_days: int = Field(default=800, ge=35)
    """So long it is kept who changed an entry, and what it said before."""
    pacer_keep_audit_days: int = Field(default=400, ge=35)
    """So long it is kept who did what to whom, looks at figures and refusals among it."""
    pacer_api_port: int = 0
    """Where other programs reach the HTTP API; 0 switches it off."""
    pacer_api_host: str = "127.0.0.1"
    pacer_api_url: str = ""
    """The public address of the API before a TLS proxy, https://pacer.example.com: what HubSpot signs."""
    pacer_hubspot_secret: str = Field(default="", repr=False)
    """The client secret of the HubSpot app whose webhooks are taken."""
    pacer_crm_stages: str = ""
    """Which stage of a CRM is which of ours, for its webhooks: `pipedrive:2=qualifying,contractsent=closing`."""
    pacer_crm_inbound: bool = False
    """Whether calls and e-mails that came in count for those who took them."""
    pacer_crm_missed: bool = False
    """Whether calls that reached nobody count."""
    pacer_crm_keep_deleted: bool = False
    """Whether a deal that is deleted in the CRM stays here."""
    pacer_crm_move_won: bool = False
    """Whether what was won goes to whoever owns the deal in the CRM later."""
    pacer_log_command: str = "/log"
    pacer_goal_command: str = "/goal"
    pacer_progress_command: str = "/progress"
    pacer_team_command: str = "/team"
    pacer_deal_command: str = "/deal"
    pacer_away_command: str = "/away"
    pacer_kudos_command: str = "/kudos"
    pacer_coach_command: str = "/coach"
    pacer_log_format: str = "json"

    @model_validator(mode="after")
    def _addresses(self) -> Self:
        if not self.slack_api_url.endswith("/"):
            self.slack_api_url += "/"
        if self.pacer_clock_url and not is_loopback(self.slack_api_url):
            raise ValueError(
                "Remove PACER_CLOCK_URL. It moves the clock and only works with the sandbox, but SLACK_API_URL is "
                f"{self.slack_api_url}, which isn't on this machine."
            )
        for name in (field for field in type(self).model_fields if field.endswith("_command")):
            said = getattr(self, name)
            if not said.startswith("/"):
                raise ValueError(f"{name.upper()} must start with a slash: /{said}")
            if not COMMAND_NAME.fullmatch(said):
                raise ValueError(
                    f"{name.upper()} can have up to 32 letters, digits, - and _ after its slash, not {said}"
                )
        return self

    def command_name(self, usual: str) -> str:
        """The name here of the command that is usually called `usual`: /log, say."""
        return str(getattr(self, f"pacer_{usual.removeprefix('/')}_command"))

    @property
    def renamed_commands(self) -> str:
        """The commands that have another name here, as a workspace keeps them: log=/did deal=/sale."""
        usual = {name: field.default for name, field in type(self).model_fields.items() if name.endswith("_command")}
        return " ".join(
            f"{name.removeprefix('pacer_').removesuffix('_command')}={getattr(self, name)}"
            for name, default in usual.items()
            if getattr(self, name) != default
        )

    @property
    def keep(self) -> Keep:
        """How long ended things are kept."""
        return Keep(
            deliveries=dt.timedelta(days=self.pacer_keep_deliveries_days),
            versions=dt.timedelta(days=self.pacer_keep_versions_days),
            audit=dt.timedelta(days=self.pacer_keep_audit_days),
        )

    @property
    def socket_mode(self) -> bool:
        """True when Slack is reached by Socket Mode, False when it calls an HTTP address."""
        return bool(self.slack_app_token)


def is_loopback(url: str) -> bool:
    """True when the address is on this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings() -> Settings:
    """The settings of the environment. Raises WrongSettings with one sentence."""
    if not _Written().database_url.strip():
        # Whoever left it empty by mistake would go on, unnoticed, in another database than theirs.
        raise WrongSettings(
            "DATABASE_URL is empty. Set it to sqlite:///pacer.sqlite or postgresql://user:password@host/name, or "
            "remove it to use sqlite:///pacer.sqlite."
        )
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else ""
        text = str(first.get("ctx", {}).get("error", first["msg"]))
        raise WrongSettings(f"{name}: {text}" if name else text) from error


def require_slack(settings: Settings) -> None:
    """Raise WrongSettings unless the settings suffice to talk to Slack."""
    if not settings.slack_bot_token:
        raise WrongSettings(
            "SLACK_BOT_TOKEN isn't set. Copy the Bot User OAuth Token (xoxb-…) from your app's page "
            '"OAuth & Permissions".'
        )
    if not settings.slack_bot_token.startswith("xoxb-"):
        raise WrongSettings("SLACK_BOT_TOKEN must be a bot token, which starts with xoxb-.")
    if settings.slack_app_token and not settings.slack_app_token.startswith("xapp-"):
        raise WrongSettings("SLACK_APP_TOKEN must be an app-level token, which starts with xapp-.")
    if not settings.slack_app_token and not settings.slack_signing_secret:
        raise WrongSettings(
            "Set SLACK_APP_TOKEN (xapp-…, for Socket Mode, which needs no public address) or SLACK_SIGNING_SECRET "
            "(for HTTP)."
        )
