"""What of the catalogue the audit looks at: read from the definitions themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms.indicator import About, Indicator, Share

_TIED = frozenset({"X02.3", "A21.1", "A22.1", "A23.1", "A24.1", "A24.2", "A25.1"})
"""Rows of files, and what tells how many rows there are in the police's files."""


@dataclass(frozen=True)
class Scope:
    """Indicators that are protected or tied to such.

    Attributes:
        categories: of each breakdown of each indicator.
        shares: indicators whose numerator is a part of their base.
        protected: ids of those that are protected.
        extracts: extracts with rows about what is protected.
    """

    categories: Mapping[str, Mapping[str, Sequence[str]]]
    shares: frozenset[str]
    protected: frozenset[str]
    extracts: frozenset[str]

    @classmethod
    def of(cls, catalogue: Iterable[Indicator], about: Iterable[About]) -> Scope:
        """The scope for what an edition protects."""
        wanted = set(about)
        protected = [i for i in catalogue if i.about in wanted]
        every = [
            *protected,
            *(i for i in catalogue if i.id in _TIED and i.about not in wanted),
        ]
        return cls(
            categories={
                i.id: {b.name: b.categories for b in i.breakdowns} for i in every
            },
            shares=frozenset(i.id for i in every if isinstance(i.measure, Share)),
            protected=frozenset(i.id for i in protected),
            extracts=frozenset(n.extract for i in protected for n in i.needs),
        )

    def protects(self, indicator: str) -> bool:
        """Whether an indicator is protected."""
        return indicator in self.protected

    def is_protected_extract(self, extract: str) -> bool:
        """Whether an extract's rows are about what is protected."""
        return extract in self.extracts
