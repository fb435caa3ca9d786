"""The audit of what is published: another program than the one that chose it.

It knows what a reader knows, shown numbers, relations and rules, and attacks every
hidden number. What belongs here: the attack, the certificates, and reading published
figures. What does not: any choice of what to hide (`suppression`), of which nothing is
imported here.
"""

from __future__ import annotations

from transforms.audit.attacks import attack, disclosed
from transforms.audit.certificate import Certificate, Interval, faults
from transforms.audit.published import Part, Published, Range, Relation

__all__ = [
    "Certificate",
    "Interval",
    "Part",
    "Published",
    "Range",
    "Relation",
    "attack",
    "disclosed",
    "faults",
]
