"""Data from files: each file is taken whole or not at all, and the same file again changes nothing.

A kind of file is a module here: its columns, what makes a row of a line, and what stores the rows. The rest is shared:
table.py reads CSV of any program, reading.py collects what is wrong line by line, values.py and who.py read cells,
ids.py knows a line again, cells.py keeps spreadsheets from carrying out what a cell says.
"""

from bot.coach.imports.activities import import_activities
from bot.coach.imports.problems import WrongFile, WrongLine
from bot.coach.imports.reading import Imported, read_rows
from bot.coach.imports.table import PLAIN, Column, Layout, Line

__all__ = [
    "PLAIN",
    "Column",
    "Imported",
    "Layout",
    "Line",
    "WrongFile",
    "WrongLine",
    "import_activities",
    "read_rows",
]
