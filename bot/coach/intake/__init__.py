"""What other programs bring by the API: several items at once, all of them or none."""

from bot.coach.intake.items import ItemProblem, Taken, WrongItems

__all__ = ["ItemProblem", "Taken", "WrongItems"]
