"""Data into files that can be imported again."""

from bot.coach.exports.kinds import KINDS, Exported, rows_of
from bot.coach.exports.table import write_table

__all__ = ["KINDS", "Exported", "rows_of", "write_table"]
