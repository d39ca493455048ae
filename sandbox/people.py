"""users.* and team.info."""

from sandbox.conversations import page_of
from sandbox.rules import Refusal
from sandbox.state import Json, SlackState


def _with_locale(arguments: Json) -> bool:
    return str(arguments.get("include_locale")).lower() in ("true", "1")


def _list(state: SlackState, arguments: Json) -> Json:
    page, cursor = page_of(list(state.users.values()), arguments)
    shown = [state.user_view(user, with_locale=_with_locale(arguments)) for user in page]
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def _info(state: SlackState, arguments: Json) -> Json:
    user = state.users.get(str(arguments.get("user") or ""))
    if user is None:
        raise Refusal("user_not_found", "")
    return {"user": state.user_view(user, with_locale=_with_locale(arguments))}


def _profile(state: SlackState, arguments: Json) -> Json:
    user = state.users.get(str(arguments.get("user") or ""))
    if user is None:
        raise Refusal("user_not_found", "")
    return {"profile": user["profile"]}


def _team(state: SlackState, _arguments: Json) -> Json:
    return {"team": state.team}


PEOPLE = {"users.list": _list, "users.info": _info, "users.profile.get": _profile, "team.info": _team}
