"""How the officer's verbs are typed: accept, reject, waive.

What they do lies in `commands.decide` and is imported when it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

officers_verbs = typer.Typer(rich_markup_mode=None)

_File = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE | AGENCY EXTRACT PERIOD",
        help="The file's name, or agency, extract and quarter.",
    ),
]
_Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it is printed.")
]
_Version = Annotated[
    int | None,
    typer.Option("--version", metavar="N", help="Default: the highest that came."),
]
_Fingerprint = Annotated[
    str,
    typer.Option(metavar="SHA256", help="How it begins, if two files have a version."),
]
_By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who decides. Default: the login.")
]
_Withdraw = Annotated[
    bool, typer.Option("--withdraw", help="Take the same earlier decision back.")
]
_Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="FOLDER",
        help="The home. Else ICPC_HOME, else the current folder.",
    ),
]


@officers_verbs.command(
    epilog="Example: icpc accept police ceop_reports 2026-27-Q2 "
    '--reason "the rows in error are from a system that is gone"'
)
def accept(
    file: _File,
    *,
    reason: _Reason,
    notes: Annotated[
        bool, typer.Option("--notes", help="Let its notes be printed.")
    ] = False,
    version: _Version = None,
    fingerprint: _Fingerprint = "",
    by: _By = "",
    withdraw: _Withdraw = False,
    home: _Home = None,
) -> None:
    """Let in the good rows of a file turned away for too many errors, or for a rival.

    With --notes: let the notes of an accepted file be printed. A file with an
    identifier is never let in.
    """
    from flows.commands import decide  # noqa: PLC0415 - when asked for

    decide.carry_out_wish(
        home,
        decide.wish(
            "accept_notes" if notes else "accept",
            file,
            version=version,
            fingerprint=fingerprint,
            reason=reason,
            by=by,
            withdrawn=withdraw,
        ),
    )


@officers_verbs.command(
    epilog="Example: icpc reject police ceop_reports 2026-27-Q2 "
    '--reason "the agency sent the wrong year"'
)
def reject(
    file: _File,
    *,
    reason: _Reason,
    version: _Version = None,
    fingerprint: _Fingerprint = "",
    by: _By = "",
    withdraw: _Withdraw = False,
    home: _Home = None,
) -> None:
    """Take an accepted file away; the accepted version before it then stands."""
    from flows.commands import decide  # noqa: PLC0415 - when asked for

    decide.carry_out_wish(
        home,
        decide.wish(
            "reject",
            file,
            version=version,
            fingerprint=fingerprint,
            reason=reason,
            by=by,
            withdrawn=withdraw,
        ),
    )


@officers_verbs.command(
    epilog="Example: icpc waive outside_quarter police disruption 2026-27-Q2 "
    '--reason "recorded late, belongs to June"'
)
def waive(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="As the letter says.")],
    file: _File,
    *,
    reason: _Reason,
    version: _Version = None,
    fingerprint: _Fingerprint = "",
    by: _By = "",
    withdraw: _Withdraw = False,
    home: _Home = None,
) -> None:
    """Let in rows of one file that break this rule alone, where they make sense so.

    Of a question: it has been answered and is not asked again.
    """
    from flows.commands import decide  # noqa: PLC0415 - when asked for

    decide.carry_out_wish(
        home,
        decide.wish(
            "waive",
            file,
            rule=rule,
            version=version,
            fingerprint=fingerprint,
            reason=reason,
            by=by,
            withdrawn=withdraw,
        ),
    )
