"""How a committee's documents look: its base document, palette and mark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report_templates.base_document import BASE_DOCUMENT

PALETTES: dict[str, tuple[str, ...]] = {
    "government": ("#12436D", "#28A197", "#801650", "#F46A25"),
    "scottish": ("#002D54", "#2B9C93", "#6A2063", "#E5682A"),
}
"""Colours in order of use: the UK Government Analysis Function's and the Scottish
Government Design System's, each 3 to 1 and more against white and its neighbours."""


@dataclass(frozen=True)
class Appearance:
    """What a committee may change of the look without touching code.

    Attributes:
        base: the base document, restyled in Word or as it came.
        palette: a key of `PALETTES`.
        logo: the committee's mark as PNG, before the title; empty for none.
        logo_alt: what the mark shows.
    """

    base: Path = BASE_DOCUMENT
    palette: str = "government"
    logo: bytes = b""
    logo_alt: str = ""

    @property
    def colours(self) -> tuple[str, ...]:
        """Colours of the charts, in order of use."""
        return PALETTES[self.palette]


AS_IT_COMES = Appearance()
