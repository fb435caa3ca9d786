"""How a quarter stands, as a page that opens from a share: no scripts, no requests.

It counts extracts, never rows: a few rows may be a few children, and pages travel.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from report_templates.status_words import (
    STATES,
    days_in_words,
    moment_in_words,
    run_in_words,
    seen_in_words,
)
from schemas.vocabulary import AGENCIES, Agency

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["moment"] = moment_in_words
_PAGES.filters["seen"] = seen_in_words


def status_page(facts: Mapping[str, Any], *, committee: str) -> bytes:
    """The page.

    Args:
        facts: how the quarter stands, as `icpc status --json` prints it.
        committee: whose page it is.
    """
    deadline = dt.datetime.fromisoformat(facts["deadline"])
    reports = dt.datetime.fromisoformat(facts["reports_at"])
    asked = dt.datetime.fromisoformat(facts["asked_at"])
    page = _PAGES.get_template("status.html.j2").render(
        facts=facts,
        committee=committee,
        headline=headline(facts),
        deadline=f"{deadline:%-d %B %Y}",
        when=days_in_words(facts["days_left"]),
        reports=f"{reports:%-d %B %Y at %H:%M}",
        asked=f"{asked:%-d %B %Y at %H:%M}",
        run=run_in_words(facts["run"]),
        states=STATES,
        titles={agency: Agency(agency).title for agency in AGENCIES},
    )
    return page.encode()


def headline(facts: Mapping[str, Any]) -> str:
    """The whole of it in a few words."""
    movers = list(dict.fromkeys(move["whose"] for move in facts["moves"]))
    if not movers:
        return "nobody has to do anything"
    return f"the move is with {', '.join(movers)}"
