"""Finished documents in the committee's own folder, where the settings name one.

It is a copy: the home keeps its own. A folder that can't be reached, or a document that
is open there, is told and stops nothing; the next run puts it right.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flows.documents_out import PlacedDocument, State, place
from flows.progress import tell
from flows.settings import read_settings
from schemas.errors import PipelineError

if TYPE_CHECKING:
    from schemas.period import Period
    from transforms.home import Home


def put_into_committees_folder(
    home: Home, period: Period, placed: PlacedDocument
) -> None:
    """Put a copy of a finished document where the committee reads it."""
    folder = read_settings(home).documents.folder
    if not folder or placed.state is State.BESIDE:
        return
    there = Path(folder).expanduser() / period.code / placed.path.name
    try:
        copy = place(there, placed.path.read_bytes())
    except (OSError, PipelineError):
        tell(f"{placed.path.name} could not be put into the committee's folder")
        return
    if copy.state is State.BESIDE:
        tell(f"{there.name} is open in the committee's folder; a new one lies beside")
