"""The audit of what is to be released, with its certificates kept in the home."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from schemas.vocabulary import AGENCIES
from transforms.audit import Certificate, kept_certificates
from transforms.audit.gate import audit, by_content
from transforms.audit.insiders import Insiders, agency, families
from transforms.audit.scope import Scope
from transforms.disclosure import financial_year
from transforms.indicators import CATALOGUE
from transforms.logical_cells.rows import Issued
from transforms.policy import Attacker, Policy
from transforms.printed import printed, true_numbers

_ROWS = "rows"
_BY_ID = {indicator.id: indicator for indicator in CATALOGUE}


def audit_releases(
    folder: Path,
    year: int,
    moments: Sequence[Sequence[Issued]],
    policy: Policy,
    *,
    is_last: bool = False,
) -> frozenset[str]:
    """Indicators of which a reader works something out; none, and it is proved.

    Args:
        folder: where certificates are kept.
        year: the financial year.
        moments: its releases that readers have, those of a moment together.
        policy: of the edition.
        is_last: nothing more can be withheld; the certificates are kept as they are.
    """
    scope = Scope.of(CATALOGUE, policy.protects)
    path = _file(folder, policy.edition, year)
    before = kept_certificates.read(path)
    done = audit(
        (
            [printed(each, policy, _BY_ID, scope.categories) for each in moment]
            for moment in moments
        ),
        scope,
        by_content(before),
    )
    # What was known before this release, under the policy of its day, stays so.
    found = {*done.found} - {
        i.name for c in before for i in c.intervals if not i.is_open
    }
    tied = {
        name.split("|")[3]
        for certificate in done.certificates
        if found & set(certificate.part.names)
        for name in certificate.part.names
    }
    if is_last or not found:
        kept_certificates.write(path, done.certificates)
        _try_insiders(path, done.certificates, moments, policy)
    return frozenset(tied)


def is_certified(folder: Path, edition: str, year: int) -> bool:
    """Whether there are certificates of an edition's financial year."""
    return _file(folder, edition, year).exists()


def _file(folder: Path, edition: str, year: int) -> Path:
    return folder / f"{edition}_{year}.json.gz"


def certified(
    folder: Path, edition: str, periods: Collection[str]
) -> frozenset[tuple[str, int, str, str, str]]:
    """Places of hidden figures that the audit has kept certificates of.

    Args:
        folder: where certificates are kept.
        edition: committee or public.
        periods: codes of the periods asked for.

    Returns:
        Period, number of its release, indicator, breakdown and category of each.
    """
    found = set()
    for year in {financial_year(code) for code in periods}:
        for name in kept_certificates.names(_file(folder, edition, year)):
            period, of, number, *place = name.split("|")
            if of == edition and place[0] != _ROWS:
                indicator, breakdown, category = place[:3]
                found.add((period, int(number), indicator, breakdown, category))
    return frozenset(found)


def _try_insiders(
    path: Path,
    certificates: Sequence[Certificate],
    moments: Sequence[Sequence[Issued]],
    policy: Policy,
) -> None:
    """Note beside the certificates what families and agencies could work out."""
    true: dict[str, float] = {}
    for issued in (each for moment in moments for each in moment):
        true |= true_numbers(issued)
    newest = {(i.period, i.edition, str(i.number)) for i in moments[-1]}
    threshold = policy.threshold
    found: dict[str, Insiders] = {}
    if Attacker.FAMILY in policy.attackers:
        found["families"] = families(
            certificates,
            true,
            threshold,
            lambda name: tuple(name.split("|")[:3]) in newest,
        )
    if Attacker.AGENCY in policy.attackers:
        found |= {
            sender: agency(certificates, true, threshold, partial(_is_of, sender))
            for sender in AGENCIES
        }
    text = json.dumps({name: asdict(each) for name, each in found.items()})
    path.with_name(f"{path.name.partition('.')[0]}_insiders.json").write_text(
        text, "utf-8"
    )


def _is_of(agency: str, name: str) -> bool:
    """Whether a number is made from an agency's files alone."""
    indicator = _BY_ID.get(name.split("|")[3])
    return indicator is not None and {n.agency for n in indicator.needs} == {agency}
