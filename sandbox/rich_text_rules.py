"""The rich_text block: boxes of styled pieces. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""

from sandbox.bounds import Json, as_objects, listed, one_of, refused

BOXES = frozenset({"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"})
LIST_STYLES = frozenset({"bullet", "ordered"})
PIECES = {
    "text": "text",
    "link": "url",
    "emoji": "name",
    "user": "user_id",
    "usergroup": "usergroup_id",
    "channel": "channel_id",
    "team": "team_id",
    "broadcast": "range",
    "color": "value",
    "date": "timestamp",
}
"""The kinds of pieces, and the field that each must have."""


def check_rich_text(block: Json, where: str) -> None:
    """Raise Refusal unless it is made of sections, lists, quotes and preformatted texts of known pieces."""
    for at, box in enumerate(as_objects(listed(block, "elements", where), f"{where}/elements")):
        inside = f"{where}/elements/{at}"
        one_of(box, "type", BOXES, inside, needed=True)
        if box["type"] != "rich_text_list":
            _check_pieces(box, inside)
            continue
        one_of(box, "style", LIST_STYLES, inside, needed=True)
        for number, item in enumerate(as_objects(listed(box, "elements", inside), f"{inside}/elements")):
            if item.get("type") != "rich_text_section":
                raise refused("a list is made of sections", f"{inside}/elements/{number}")
            _check_pieces(item, f"{inside}/elements/{number}")
    if not block.get("elements"):
        raise refused("no less than 1 items allowed", f"{where}/elements")


def _check_pieces(box: Json, where: str) -> None:
    for at, piece in enumerate(as_objects(listed(box, "elements", where), f"{where}/elements")):
        kind = piece.get("type")
        field = PIECES.get(kind) if isinstance(kind, str) else None
        if field is None:
            raise refused(f"unsupported type: {kind}", f"{where}/elements/{at}/type")
        if not piece.get(field):
            raise refused(f"missing required field: {field}", f"{where}/elements/{at}")
