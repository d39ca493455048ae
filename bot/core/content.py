"""What the row of a planned message says that the message is about."""

from typing import Self

from pydantic import BaseModel, ConfigDict

from storage.tables import Delivery


class Content(BaseModel):
    """Written when a message is planned, read each time when it is written; by itself, that there is nothing to add.

    Rows that an older version planned must still be read: what is added has a default, and what is no longer known is
    passed over.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of_row(cls, row: Delivery) -> Self:
        """What was stored with the row. Raises pydantic.ValidationError for what no version stores."""
        return cls.model_validate_json(row.content)

    def stored(self) -> str:
        """As JSON for a row; what is as it usually is, is not written."""
        return self.model_dump_json(exclude_defaults=True)
