"""What changed about a quarter's extracts: new versions, decisions, states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from schemas.period import Period
from schemas.vocabulary import AGENCIES
from transforms.decisions import decisions, in_force
from transforms.difference import differences
from transforms.register import Register
from transforms.register_states import changes


def changes_of(register: Register, period: Period) -> dict[str, Any]:
    """New versions, decisions and changes of state, for a page or a program."""
    made = [d for d in decisions(register) if d.quarter == period.code]
    holding = {decision.decision_id for decision in in_force(made)}
    return {
        "new_versions": list(_new_versions(register, period)),
        "decisions": [
            {
                **asdict(decision),
                "verb": decision.verb.value,
                "decided_at": decision.decided_at.isoformat(),
                "holds": decision.decision_id in holding,
            }
            for decision in made
        ],
        "changes": [
            {**asdict(change), "changed_at": change.changed_at.isoformat()}
            for change in changes(register, period)
        ],
    }


def _new_versions(register: Register, period: Period) -> Iterable[dict[str, Any]]:
    for agency in AGENCIES:
        changed = differences(register, agency)
        for arrival in register.arrivals(agency, with_issues=False):
            difference = changed.get(arrival.submission_id or "")
            if difference is not None and arrival.quarter == period.code:
                yield {
                    "agency": agency,
                    "extract": arrival.extract,
                    "version": arrival.version,
                    **asdict(difference),
                }


def lines_of(facts: Mapping[str, Any]) -> Iterable[str]:
    """The same as lines: new versions and decisions that hold; nothing for none."""
    for new in facts["new_versions"]:
        moved = ", ".join(new["indicators"]) or "none"
        yield (
            f"New version: {new['agency']} {new['extract']} v{new['version']} against "
            f"v{new['against']}: {new['added']} added, {new['removed']} removed, "
            f"{new['changed']} changed; figures that move: {moved}"
        )
    for decision in facts["decisions"]:
        if decision["holds"]:
            decided = dt.datetime.fromisoformat(decision["decided_at"])
            rule = f" {decision['rule']}" if decision["rule"] else ""
            yield (
                f"Decision {decision['decision_id']}: {decision['verb']}{rule} "
                f"{decision['agency']} {decision['extract']} v{decision['version']}, "
                f"{decision['decided_by']}, {decided:%-d %B %Y}: {decision['reason']}"
            )
