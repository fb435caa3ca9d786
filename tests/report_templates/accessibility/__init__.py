"""Rules of accessibility and safety that every document keeps, each by its id.

`findings` names every rule a document breaks. The ids are those of the checklist in
docs/accessibility.md.
"""

from __future__ import annotations

from tests.report_templates.accessibility import (
    rules_of_objects,
    rules_of_package,
    rules_of_text,
)
from tests.report_templates.accessibility.package import Finding, Package


def findings(content: bytes, marking: str) -> list[Finding]:
    """Every rule that a document breaks, with the place."""
    package = Package(content)
    return [
        *rules_of_package.sound(package),
        *rules_of_package.safe(package),
        *rules_of_package.nothing_hidden(package),
        *rules_of_package.no_leftovers(package),
        *rules_of_package.described(package),
        *rules_of_package.on_paper(package, marking),
        *rules_of_text.headings(package),
        *rules_of_text.typography(package),
        *rules_of_text.lists_and_links(package),
        *rules_of_objects.tables(package),
        *rules_of_objects.pictures(package),
    ]
