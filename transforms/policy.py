"""What an edition of the report hides, as data that the committee sets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.edition import PUBLIC
from transforms.indicator import About

DEFAULT_THRESHOLD = 5


class Level(StrEnum):
    """How open a hidden small number must stay.

    Minimum: two whole numbers are possible. Window: everything from 1 to the threshold
    is, so that not even its being small is known.
    """

    MINIMUM = "minimum"
    WINDOW = "window"


class Attacker(StrEnum):
    """Who is let loose on the figures; the reader always is, and alone gates."""

    READER = "reader"
    FAMILY = "family"
    AGENCY = "agency"


@dataclass(frozen=True)
class Policy:
    """What an edition hides.

    Attributes:
        edition: committee or public.
        threshold: counts from 1 to one below this are hidden.
        zeros_shown: a true zero is shown.
        level: how open a hidden number stays, where that can be had.
        attackers: who is let loose on what would be published.
    """

    edition: str
    threshold: int = DEFAULT_THRESHOLD
    zeros_shown: bool = True
    level: Level = Level.WINDOW
    attackers: tuple[Attacker, ...] = tuple(Attacker)

    @property
    def protects(self) -> tuple[About, ...]:
        """Children in every edition, offending in the public one."""
        if self.edition == PUBLIC:
            return About.CHILDREN, About.OFFENDING
        return (About.CHILDREN,)

    def hides(self, number: float | None) -> bool:
        """Whether a number itself is too small to show."""
        if number is None:
            return False
        return 0 < number < self.threshold or (number == 0 and not self.zeros_shown)
