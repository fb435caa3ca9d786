"""What Prefect's page of a run shows: the quarter's table, whose move, and links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.exceptions import PrefectException

from flows.faults import note
from flows.orders import Order
from flows.standing import facts_of
from report_templates.status_words import (
    STATES,
    days_in_words,
    run_in_words,
    seen_in_words,
)
from schemas.errors import PipelineError
from transforms.home import Home


@contextmanager
def artifacts_of(order: Order) -> Iterator[None]:
    """Publish how the quarter stands after the block, whether it ended well or not.

    A server that takes no artifacts fails no run.
    """
    try:
        yield
    finally:
        now = order.now + dt.timedelta(seconds=order.seconds)
        try:
            quarter = order.period.quarters[-1]
            _publish(order, facts_of(order.home, quarter, now))
        except (PipelineError, OSError, httpx.HTTPError, PrefectException) as fault:
            note(order.home, "artifacts", fault)


def _publish(order: Order, facts: dict[str, Any]) -> None:
    key = facts["period"].lower()
    create_markdown_artifact(
        key=f"standing-{key}",
        markdown=standing_in_markdown(order.home, facts),
        description=f"How {facts['period']} stands: whose move, documents, feedback",
    )
    create_table_artifact(
        key=f"extracts-{key}",
        table=extracts_in_rows(facts["extracts"]),
        description=f"Every extract owed for {facts['period']}",
    )


def standing_in_markdown(home: Home, facts: dict[str, Any]) -> str:
    """How a quarter stands, in Markdown; paths are said, as browsers open no files."""
    deadline = dt.datetime.fromisoformat(facts["deadline"])
    lines = [
        f"# {facts['period']}, {facts['label']}",
        f"Deadline {deadline:%-d %B %Y} ({days_in_words(facts['days_left'])}). "
        f"Last run: {run_in_words(facts['run'])}",
        "## Whose move",
    ]
    lines += [_move(move) for move in facts["moves"]] or ["Nobody has to do anything."]
    lines.append("## Documents")
    folder = home.documents / facts["period"]
    lines += [_link(folder / d["name"], d["name"]) for d in facts["documents"]] or [
        "None yet."
    ]
    lines.append("## Feedback")
    lines += [
        _link(home.root / agency["feedback"], agency["title"])
        for agency in facts["agencies"]
        if agency["feedback"]
    ] or ["None yet."]
    lines += ["## Page", _link(home.root / "status.html", "status.html")]
    return "\n\n".join(lines)


def extracts_in_rows(extracts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The extracts as rows of a table."""
    return [
        {
            "Agency": extract["agency"],
            "Extract": extract["extract"],
            "State": STATES[extract["state"]],
            "Version": "" if extract["version"] is None else f"v{extract['version']}",
            "First seen": seen_in_words(extract),
        }
        for extract in extracts
    ]


def _move(move: dict[str, str]) -> str:
    typed = f" Type: `{move['type']}`" if move["type"] else ""
    return f"- **{move['whose']}**: {move['what']}{typed}"


def _link(path: Any, title: str) -> str:
    return f"- [{title}]({path.as_uri()}) `{path}`"
