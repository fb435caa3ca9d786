"""The catalogue of rules: what each finding says and what is to be done about it.

A rule's id is what `icpc check --json` prints as `rule`. Messages are for the agency's
analyst. Schemas, messages, the data dictionary, the specification and the templates
take their words from here.
"""

from __future__ import annotations

from schemas.file_rules import FILE_RULES
from schemas.history_rules import HISTORY_RULES
from schemas.reading_rules import READING_RULES
from schemas.row_rules import ROW_RULES
from schemas.rule import Level, Rule

__all__ = ["NEEDS_HOME", "RULES", "Level", "Rule", "rule"]

RULES: tuple[Rule, ...] = (
    *FILE_RULES,
    *ROW_RULES,
    *READING_RULES,
    *HISTORY_RULES,
)

_BY_ID = {rule.id: rule for rule in RULES}


def rule(rule_id: str) -> Rule:
    """The rule of an id."""
    return _BY_ID[rule_id]


NEEDS_HOME: tuple[str, ...] = tuple(r.id for r in RULES if r.needs_home)
