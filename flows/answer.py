"""What answering an agency came to."""

from __future__ import annotations

from dataclasses import dataclass

from flows.documents_out import PlacedDocument, State


@dataclass(frozen=True)
class Answer:
    """What answering an agency came to: names and counts of our own, no data.

    Attributes:
        agency: who was answered.
        placed: every file of the answers.
        n_letters: letters among them, one a quarter.
        n_workbooks: workbooks among them.
    """

    agency: str
    placed: tuple[PlacedDocument, ...]
    n_letters: int
    n_workbooks: int

    @property
    def beside(self) -> tuple[str, ...]:
        """Names of files that were put beside one in use."""
        return tuple(p.path.name for p in self.placed if p.state is State.BESIDE)
