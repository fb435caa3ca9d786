"""The list beside a period's documents: name, hash, release, and what made them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flows.document_content import made_from
from flows.documents_out import place
from transforms.register import Register

if TYPE_CHECKING:
    from schemas.period import Period
    from transforms.home import Home

NAME = "manifest.json"


def write_manifest(home: Home, period: Period) -> None:
    """Write the list anew; the same documents give the same bytes."""
    latest = {
        document["name"]: {
            "name": document["name"],
            "sha256": document["sha256"],
            "release": document["release_number"],
        }
        for document in Register(home.register).documents(period.code)
    }
    told = {
        "period": period.code,
        "documents": [latest[name] for name in sorted(latest)],
        "made_from": made_from(home, period),
    }
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    place(home.documents / period.code / NAME, text.encode())
