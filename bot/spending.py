"""What a chat model was asked for: calls, replies that were kept from before, tokens."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Spending:
    """The cost of a piece of work. ``calls`` were sent, failed ones too; ``cached`` replies were kept from before and cost nothing.

    Tokens are what the provider reports; 0 where it reports none. Of replies that break off or are no JSON some clients report none.
    """

    calls: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


class Meter:
    """Adds up what one piece of work spends. One thread, one meter."""

    def __init__(self) -> None:
        self.spent = Spending()

    def add(self, *, calls: int = 0, cached: int = 0, tokens_in: int = 0, tokens_out: int = 0) -> None:
        """Add to what was spent."""
        spent = self.spent
        self.spent = replace(
            spent,
            calls=spent.calls + calls,
            cached=spent.cached + cached,
            tokens_in=spent.tokens_in + tokens_in,
            tokens_out=spent.tokens_out + tokens_out,
        )
