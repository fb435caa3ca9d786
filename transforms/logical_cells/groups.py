"""Names joined into groups: what facts tie together."""

from __future__ import annotations

from collections.abc import Iterable


class Groups:
    """Names joined into groups."""

    def __init__(self) -> None:
        """Begin with every name by itself."""
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The name that stands for a name's group."""
        above = self._above.setdefault(name, name)
        while above != self._above[above]:
            self._above[above] = self._above[self._above[above]]
            above = self._above[above]
        self._above[name] = above
        return above

    def join(self, names: Iterable[str]) -> None:
        """Put names into one group."""
        first = None
        for name in names:
            if first is None:
                first = self.of(name)
            else:
                self._above[self.of(name)] = first
