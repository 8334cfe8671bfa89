"""What every value of a claim is built on: frozen, and refusing fields that it does not know; and intervals of numbers."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, model_validator


class Value(BaseModel):
    """Base of all values here: frozen, and refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


class Interval(Value):
    """A number or a range; a single number has both ends equal, an open end is left out."""

    min: Decimal | None = None
    max: Decimal | None = None
    approximate: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> "Interval":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is greater than max {self.max}")
        return self
