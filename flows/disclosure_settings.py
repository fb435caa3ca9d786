"""The section [disclosure] of icpc.toml: what an edition hides, and how it says so."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from schemas.edition import PUBLIC
from schemas.released import Symbol, Symbols
from transforms.policy import Attacker, Level, Policy

_Switch = Annotated[bool, Field(strict=True)]
_Mark = Annotated[str, Field(pattern=r"^\[[a-z]{1,9}\]$", strict=True)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Marks(_Section):
    """The marks in place of a figure or beside it."""

    hidden: _Mark = Symbol.HIDDEN.value
    not_available: _Mark = Symbol.NOT_AVAILABLE.value
    not_applicable: _Mark = Symbol.NOT_APPLICABLE.value
    provisional: _Mark = Symbol.PROVISIONAL.value
    revised: _Mark = Symbol.REVISED.value

    @model_validator(mode="after")
    def _all_differ(self) -> Self:
        if len(set(self._all.values())) < len(Symbol):
            raise ValueError("each mark must be another")
        return self

    @property
    def _all(self) -> dict[Symbol, str]:
        return {symbol: getattr(self, symbol.name.lower()) for symbol in Symbol}

    @property
    def unusual(self) -> Symbols:
        """Those that are not the usual ones, beside those they replace."""
        return tuple(
            (usual, ours) for usual, ours in self._all.items() if ours != usual
        )


def _with_reader(attackers: tuple[Attacker, ...]) -> tuple[Attacker, ...]:
    if Attacker.READER not in attackers:
        raise ValueError("the reader always attacks: add reader")
    return attackers


_Attackers = Annotated[tuple[Attacker, ...], AfterValidator(_with_reader)]


class PublicDisclosure(_Section):
    """What no document of the public edition shows, about offending either."""

    threshold: Annotated[int, Field(ge=5, le=10, strict=True)] = 10
    zeros_shown: _Switch = True
    protection: Level = Level.WINDOW
    attackers: _Attackers = tuple(Attacker)
    symbols: Marks = Marks()


class Disclosure(_Section):
    """What no document shows: counts about children from 1 to one below this."""

    threshold: Annotated[int, Field(ge=3, le=10, strict=True)] = 5
    zeros_shown: _Switch = True
    protection: Level = Level.WINDOW
    attackers: _Attackers = tuple(Attacker)
    symbols: Marks = Marks()
    public: PublicDisclosure = PublicDisclosure()

    def policy(self, edition: str) -> Policy:
        """The policy of an edition."""
        of = self._of(edition)
        return Policy(
            edition, of.threshold, of.zeros_shown, of.protection, of.attackers
        )

    def symbols_of(self, edition: str) -> Symbols:
        """The marks of an edition that are not the usual ones."""
        return self._of(edition).symbols.unusual

    def _of(self, edition: str) -> Disclosure | PublicDisclosure:
        return self.public if edition == PUBLIC else self
