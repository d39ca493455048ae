"""users.*, usergroups.* and team.info."""

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


def _truly(arguments: Json, name: str) -> bool:
    return str(arguments.get(name)).lower() in ("true", "1")


def _groups(state: SlackState, arguments: Json) -> Json:
    rows = []
    for group in state.usergroups.values():
        if group["date_delete"] and not _truly(arguments, "include_disabled"):
            continue
        shown = dict(group)
        if not _truly(arguments, "include_users"):
            shown.pop("users")
        if not _truly(arguments, "include_count"):
            shown.pop("user_count")
        rows.append(shown)
    return {"usergroups": rows}


def _users_of_group(state: SlackState, arguments: Json) -> Json:
    group = state.usergroups.get(str(arguments.get("usergroup") or ""))
    if group is None or (group["date_delete"] and not _truly(arguments, "include_disabled")):
        raise Refusal("no_such_subteam", "")
    return {"users": list(group["users"])}


PEOPLE = {
    "users.list": _list,
    "users.info": _info,
    "users.profile.get": _profile,
    "team.info": _team,
    "usergroups.list": _groups,
    "usergroups.users.list": _users_of_group,
}
