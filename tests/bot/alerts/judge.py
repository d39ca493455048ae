"""What holds of every managers' alert, whatever it is about: `faults_of` says what is wrong with one."""

import re

from bot.alerts.alert import Alert
from bot.core.words.message import Message
from metrics.priorities import most_named
from tests.bot.words.voice import sent_faults

AT_RISK = re.compile("may fall short on|may miss")
MENTION = re.compile(r"<@[A-Z0-9]+>")


def faults_of(alert: Alert, message: Message) -> list[str]:
    """What a reader would object to: the first line says the point and begins with who, a rep has one part that begins
    with their name, nobody is called behind twice, and no more are named than a morning may name.
    """
    found = sent_faults(message)
    first, _, _ = message.text.partition("\n")
    behind = [row for row in alert.rows if row.behind]
    head = message.blocks[0]
    if head["type"] != "header" or not head["text"]["text"].strip():
        found.append("the first block is no headline")
    if (behind or alert.notes) and not AT_RISK.search(first):
        found.append("the first line does not say the point")
    if behind and not alert.notes and not first.startswith((behind[0].member.name or "U")[:3]):
        found.append("the first line does not begin with who needs help most")
    parts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    names = [part for part in parts if MENTION.search(part)]
    for part in names:
        if not part.startswith("*<@"):
            found.append(f"a part does not begin with a name: {part[:40]}")
    reps = [MENTION.findall(part)[0] for part in names]
    if len(reps) != len(set(reps)):
        found.append("a rep has two parts")
    if len(behind) > most_named(alert.team_size):
        found.append("it names more than a morning may")
    if alert.notes and not behind and names and not any(not row.open for row in alert.rows):
        found.append("it is about the team and names somebody")
    return found
