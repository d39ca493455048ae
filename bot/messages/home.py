"""The Home tab: one's own goals."""

from bot.coach.progress import Progress
from bot.messages.language import Language
from bot.messages.message import Block
from bot.messages.standing_words import goal_table
from bot.messages.widgets import section

GOALS_SHOWN = 30


def home_view(progress: Progress, language: Language) -> Block:
    """The whole view, as Slack takes it."""
    if not progress.goals:
        text = language("You have no goal yet. Your manager sets one with `/goal`; logging works all the same.")
        return {"type": "home", "blocks": [section(text)]}
    title = language("*Where you stand* · {day}", day=language.day(progress.date))
    return {"type": "home", "blocks": [section(title), section(goal_table(progress.goals[:GOALS_SHOWN], language))]}
