"""`icpc verify`: is every figure of a document what was released, to the digit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typer

from flows.homes import find_home
from report_templates.cse import CSE
from report_templates.provenance import Verdict, opened, verified
from schemas.errors import UsageError
from schemas.released import ReleasedValue
from transforms.home import Home
from transforms.register import Register
from transforms.release import values_of_release

NOT_AS_RELEASED = 1
Place = tuple[str, str, str]


def verify(file: Path, root: Path | None, *, every: bool, as_json: bool) -> int:
    """Hold a document against the store; what the command ends with comes back."""
    home = find_home(root)
    try:
        content = file.read_bytes()
    except OSError:
        raise UsageError(
            f"{file.name} can't be read.", "Name a document that is there."
        ) from None
    document = opened(content)

    @cache
    def released(period: str, number: int) -> dict[Place, ReleasedValue]:
        return values_of_release(home, period, document.edition, number)

    indicators = {each.id: each for each in CSE.catalogue}
    verdicts = list(verified(document, indicators, released))
    wrong = [verdict for verdict in verdicts if not verdict.ok]
    is_known = _is_registered(home, document.period, content)
    if as_json:
        typer.echo(_in_json(file, verdicts, is_known=is_known))
    else:
        typer.echo("\n".join(_in_words(file, verdicts, every=every, is_known=is_known)))
    return NOT_AS_RELEASED if wrong else 0


def _is_registered(home: Home, period: str, content: bytes) -> bool:
    sha256 = hashlib.sha256(content).hexdigest()
    documents = Register(home.register).documents(period)
    return sha256 in {document["sha256"] for document in documents}


def _in_words(
    file: Path, verdicts: list[Verdict], *, every: bool, is_known: bool
) -> list[str]:
    wrong = [verdict for verdict in verdicts if not verdict.ok]
    lines = [
        f"{'ok     ' if each.ok else 'WRONG  '}{each.what}: {_said(each)}"
        for each in (verdicts if every else wrong)
    ]
    right = len(verdicts) - len(wrong)
    lines.append(
        f"{file.name}: {right:,} of {len(verdicts):,} figures and texts are as released"
    )
    if is_known:
        lines.append("The file is, byte for byte, one that this home made.")
    elif not wrong:
        lines.append("The file was saved anew since this home made it.")
    return lines


def _said(verdict: Verdict) -> str:
    if verdict.ok:
        return verdict.found
    if verdict.expected:
        return f"the document has “{verdict.found}”, released is “{verdict.expected}”"
    return f"“{verdict.found}”"


def _in_json(file: Path, verdicts: list[Verdict], *, is_known: bool) -> str:
    told = {
        "file": file.name,
        "ok": all(verdict.ok for verdict in verdicts),
        "as_made": is_known,
        "verdicts": [asdict(verdict) for verdict in verdicts],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)
