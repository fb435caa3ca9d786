"""The section [documents] of icpc.toml: how the documents look and where they go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.edition import COMMITTEE, PUBLIC
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from report_templates.appearance import Appearance
    from transforms.home import Home

_Path = Annotated[str, Field(max_length=400, strict=True)]
_MEND = "Put the file there, or mend [documents] in icpc.toml, and run again."


class Documents(BaseModel):
    """How the documents look and where they go.

    Attributes:
        palette: colours of the charts.
        base: a restyled copy of the base document, in the home; empty: as it comes.
        logo: the committee's mark as PNG, in the home; empty: none.
        logo_words: what the mark shows, for those who can't see it.
        folder: the committee's own folder, where copies are put; empty: nowhere.
        public_edition: make the public edition beside the committee's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    palette: Literal["government", "scottish"] = "government"
    base: _Path = ""
    logo: _Path = ""
    logo_words: Annotated[str, Field(min_length=13, max_length=200, strict=True)] = (
        "The committee's mark"
    )
    folder: _Path = ""
    public_edition: Annotated[bool, Field(strict=True)] = False

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that are made, the committee's first."""
        return (COMMITTEE, PUBLIC) if self.public_edition else (COMMITTEE,)


def files_of(home: Home, documents: Documents) -> tuple[Path, ...]:
    """The files in the home that the look comes from."""
    return tuple(home.root / name for name in (documents.base, documents.logo) if name)


def appearance_of(home: Home, documents: Documents) -> Appearance:
    """How the home's documents look.

    Raises:
        SettingsError: a file that the settings name is not there.
        TemplateError: the base document lacks a style, or is no Word document.
    """
    from report_templates.appearance import (  # noqa: PLC0415 - slow, with Word
        AS_IT_COMES,
        Appearance,
    )
    from report_templates.word import check_base  # noqa: PLC0415

    for path in files_of(home, documents):
        if not path.is_file():
            raise SettingsError(
                f"[documents] names {path.name}, which is not in the home.", _MEND
            )
    if documents.base:
        check_base(home.root / documents.base)
    logo = (home.root / documents.logo).read_bytes() if documents.logo else b""
    return Appearance(
        base=home.root / documents.base if documents.base else AS_IT_COMES.base,
        palette=documents.palette,
        logo=logo,
        logo_alt=documents.logo_words,
    )
