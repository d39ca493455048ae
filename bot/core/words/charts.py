"""Slack's own charts. What they say must stand in words too: a chart is not read aloud."""

from collections.abc import Mapping, Sequence

from babel.numbers import get_currency_precision

from bot.core.words.blocks import plain
from bot.core.words.language import Language
from bot.core.words.message import Block
from storage.tables import Metric, Unit

TITLE, LABEL, MOST_CATEGORIES = 50, 20, 20


def bar_chart(
    title: str, labels: Sequence[str], series: Mapping[str, Sequence[float]], metric: Metric, language: Language
) -> Block:
    """Bars of quantities of a metric for each label, one of each series beside another: 1 to 20 labels."""
    names = _distinct(labels[:MOST_CATEGORIES])
    return {
        "type": "data_visualization",
        "title": plain(title, TITLE)["text"],
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": plain(name, LABEL)["text"],
                    "data": [
                        {"label": label, "value": _number(value, metric, language)}
                        for label, value in zip(names, values, strict=False)
                    ],
                }
                for name, values in series.items()
            ],
            "axis_config": {"categories": names},
        },
    }


def _distinct(labels: Sequence[str]) -> list[str]:
    """The labels as short as Slack takes them, each another one: Slack tells points apart by them."""
    found: list[str] = []
    for label in labels:
        name, n = plain(label, LABEL)["text"], 1
        while name in found:
            n += 1
            name = f"{plain(label, LABEL - 3)['text']} {n}"
        found.append(name)
    return found


def _number(quantity: float, metric: Metric, language: Language) -> float:
    if metric.unit is Unit.COUNT:
        return round(quantity)
    return float(round(quantity) / 10 ** get_currency_precision(language.currency))
