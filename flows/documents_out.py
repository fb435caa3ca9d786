"""Putting a finished document where its reader looks for it.

The same bytes again change nothing. A document that is open in Word is never written
over: the new one is put beside it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flows.faults import disk_full
from schemas.period import Period
from transforms.home import Home

_FULL = (28, 122)


class Placed(StrEnum):
    """What became of the bytes of a document."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    BESIDE = "beside"
