"""What is known of a release without opening the store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReleaseHandle:
    """A release by its name and content, no data.

    Attributes:
        period: period code.
        edition: committee or public.
        number: 1 for the first release of the period.
        content: SHA-256 of what it shows.
        changed: it was made now.
        revised: codes of other periods that were released anew, because a file of
            another quarter changed them.
    """

    period: str
    edition: str
    number: int
    content: str
    changed: bool
    revised: tuple[str, ...] = ()
