"""Block elements and composition objects: what may stand where, and within which bounds.

Where an element may be used is Slack's own table: https://docs.slack.dev/reference/block-kit/block-elements
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.bounds import Json, hold_number, hold_objects, hold_string, hold_text, is_number, one_of, refused

MESSAGE, MODAL, HOME = "message", "modal", "home"
EVERYWHERE = frozenset({MESSAGE, MODAL, HOME})
SECTION, ACTIONS, INPUT = "section", "actions", "input"
_SECTION_OR_ACTIONS, _ALL = frozenset({SECTION, ACTIONS}), frozenset({SECTION, ACTIONS, INPUT})
_INPUT = frozenset({INPUT})
STYLES = frozenset({"primary", "danger"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DATE, _TIME = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class _Kind:
    check: Callable[[Json, str], None]
    places: frozenset[str]
    surfaces: frozenset[str] = EVERYWHERE


def check_element(element: object, where: str, *, place: str, surface: str) -> None:
    """Raise Refusal unless `element` may stand in a block of kind `place` on `surface`, within its bounds."""
    if not isinstance(element, dict):
        raise refused("must be an object", where)
    name = element.get("type")
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None or place not in kind.places:
        raise refused(f"unsupported type: {name}", f"{where}/type")
    if surface not in kind.surfaces:
        raise refused(f"{name} is not allowed in a {surface}", where)
    hold_string(element, "action_id", "action_id", where)
    hold_text(element, "placeholder", "placeholder", where, plain=True, needed=False)
    _check_confirm(element, where)
    kind.check(element, where)


def check_image(image: Json, where: str) -> None:
    """An image, as a block, an accessory or an element of a context."""
    hold_string(image, "alt_text", "image alt_text", where, needed=True)
    hold_string(image, "image_url", "image image_url", where)
    if (image.get("image_url") is None) == (image.get("slack_file") is None):
        raise refused("must have exactly one of image_url and slack_file", where)


def _check_confirm(element: Json, where: str) -> None:
    confirm, at = element.get("confirm"), f"{where}/confirm"
    if confirm is None:
        return
    if not isinstance(confirm, dict):
        raise refused("must be an object", at)
    hold_text(confirm, "title", "confirm title", at, plain=True)
    hold_text(confirm, "text", "confirm text", at)
    hold_text(confirm, "confirm", "confirm confirm", at, plain=True)
    hold_text(confirm, "deny", "confirm deny", at, plain=True)
    one_of(confirm, "style", STYLES, at)


def _check_button(button: Json, where: str) -> None:
    hold_text(button, "text", "button text", where, plain=True)
    hold_string(button, "value", "button value", where)
    hold_string(button, "url", "button url", where)
    hold_string(button, "accessibility_label", "button accessibility_label", where)
    one_of(button, "style", STYLES, where)


def _check_workflow_button(button: Json, where: str) -> None:
    _check_button(button, where)
    if not isinstance(button.get("workflow"), dict):
        raise refused("missing required field: workflow", where)


def _check_options(holder: Json, limit: str, where: str, *, plain: bool, url: bool = False) -> set[object]:
    options = hold_objects(holder, "options", limit, where)
    for at, option in enumerate(options):
        _check_option(option, f"{where}/options/{at}", plain=plain, url=url)
    return {option["value"] for option in options}


def _check_option(option: Json, where: str, *, plain: bool, url: bool) -> None:
    hold_text(option, "text", "option text", where, plain=plain)
    hold_string(option, "value", "option value", where, needed=True)
    hold_text(option, "description", "option description", where, plain=plain, needed=False)
    hold_string(option, "url", "option url", where)
    if option.get("url") is not None and not url:
        raise refused("url is only for the options of an overflow menu", f"{where}/url")


def _check_overflow(menu: Json, where: str) -> None:
    _check_options(menu, "overflow options", where, plain=True, url=True)


def _check_radio(group: Json, where: str) -> None:
    _check_initial(group, where, _check_options(group, "radio options", where, plain=False))


def _check_checkboxes(group: Json, where: str) -> None:
    _check_initial(group, where, _check_options(group, "checkbox options", where, plain=False))


def _check_static_select(select: Json, where: str) -> None:
    if (select.get("options") is None) == (select.get("option_groups") is None):
        raise refused("must have exactly one of options and option_groups", where)
    if select.get("options") is not None:
        _check_initial(select, where, _check_options(select, "select options", where, plain=True))
        return
    values: set[object] = set()
    for at, group in enumerate(hold_objects(select, "option_groups", "select option_groups", where)):
        inside = f"{where}/option_groups/{at}"
        hold_text(group, "label", "option group label", inside, plain=True)
        values |= _check_options(group, "select options", inside, plain=True)
    _check_initial(select, where, values)


def _check_initial(chooser: Json, where: str, values: set[object]) -> None:
    many = chooser.get("initial_options")
    chosen = [chooser.get("initial_option")] if many is None else many
    if not isinstance(chosen, list):
        raise refused("must be an array", f"{where}/initial_options")
    for option in chosen:
        if option is None:
            continue
        value = option.get("value") if isinstance(option, dict) else None
        if not isinstance(value, str) or value not in values:
            raise refused("an initial option must be one of the options", where)


def _check_anything(_element: Json, _where: str) -> None:
    """Beyond what every element has, nothing of it is bounded."""


def _check_datepicker(picker: Json, where: str) -> None:
    date = picker.get("initial_date")
    if date is not None and not (isinstance(date, str) and _DATE.fullmatch(date) and _is_date(date)):
        raise refused("must be a date as YYYY-MM-DD", f"{where}/initial_date")


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_timepicker(picker: Json, where: str) -> None:
    time = picker.get("initial_time")
    if time is not None and not (isinstance(time, str) and _TIME.fullmatch(time)):
        raise refused("must be a time as HH:mm, 24 hours", f"{where}/initial_time")


def _check_datetimepicker(picker: Json, where: str) -> None:
    instant = picker.get("initial_date_time")
    if instant is not None and not (is_number(instant) and isinstance(instant, int) and 10**9 <= instant < 10**10):
        raise refused("must be seconds since 1970, ten digits", f"{where}/initial_date_time")


def _check_text_input(field: Json, where: str) -> None:
    least = hold_number(field, "min_length", "text input min_length", where)
    most = hold_number(field, "max_length", "text input max_length", where)
    if least is not None and most is not None and least > most:
        raise refused("min_length must not be greater than max_length", where)


def _check_number_input(field: Json, where: str) -> None:
    if not isinstance(field.get("is_decimal_allowed"), bool):
        raise refused("missing required field: is_decimal_allowed", where)
    bounds = []
    for key in ("min_value", "max_value"):
        said = field.get(key)
        if said is None:
            continue
        if not isinstance(said, str) or not _NUMBER.fullmatch(said):
            raise refused("must be a number in a string", f"{where}/{key}")
        bounds.append(float(said))
    if bounds != sorted(bounds):
        raise refused("min_value must not be greater than max_value", where)


def _check_file_input(field: Json, where: str) -> None:
    hold_number(field, "max_files", "file input max_files", where)


_KINDS = {
    "button": _Kind(_check_button, _SECTION_OR_ACTIONS),
    "workflow_button": _Kind(_check_workflow_button, _SECTION_OR_ACTIONS, frozenset({MESSAGE})),
    "overflow": _Kind(_check_overflow, _SECTION_OR_ACTIONS),
    "image": _Kind(check_image, frozenset({SECTION})),
    "radio_buttons": _Kind(_check_radio, _ALL),
    "checkboxes": _Kind(_check_checkboxes, _ALL),
    **{f"{many}static_select": _Kind(_check_static_select, _ALL) for many in ("", "multi_")},
    **{
        f"{many}{what}_select": _Kind(_check_anything, _ALL)
        for many in ("", "multi_")
        for what in ("users", "channels", "conversations")
    },
    "datepicker": _Kind(_check_datepicker, _ALL),
    "timepicker": _Kind(_check_timepicker, _ALL),
    "datetimepicker": _Kind(_check_datetimepicker, frozenset({ACTIONS, INPUT}), frozenset({MESSAGE, MODAL})),
    "plain_text_input": _Kind(_check_text_input, _INPUT),
    "number_input": _Kind(_check_number_input, _INPUT, frozenset({MODAL})),
    "email_text_input": _Kind(_check_anything, _INPUT, frozenset({MODAL})),
    "url_text_input": _Kind(_check_anything, _INPUT, frozenset({MODAL})),
    "rich_text_input": _Kind(_check_anything, _INPUT, frozenset({MODAL, HOME})),
    "file_input": _Kind(_check_file_input, _INPUT, frozenset({MODAL})),
}
