"""Who may read: the committee, or the public."""

from __future__ import annotations

COMMITTEE, PUBLIC = "committee", "public"
EDITIONS = (COMMITTEE, PUBLIC)
