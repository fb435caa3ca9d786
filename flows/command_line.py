"""The command `icpc`: how each verb is typed, and how each ends.

What a verb does lies in `commands` and is imported when it is asked for, so that none
waits for what another needs.
"""

from __future__ import annotations

import errno
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from flows.faults import disk_full, note, type_and_place
from flows.homes import home_in_use, keep_to_owner
from flows.officers_verbs import officers_verbs
from flows.orders import Stage
from schemas.errors import HomeError, PipelineError


class _ClearEndings(TyperGroup):
    """Ends every failure in one line: what happened, and the next step."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except PipelineError as fault:
            failure = fault
        except (typer.Exit, typer.Abort):
            raise
        except Exception as fault:
            if _is_for_typer(fault):
                raise
            failure = _in_words(fault)
        typer.echo(f"icpc: {failure}", err=True)
        raise typer.Exit(failure.exit_code)


def _is_for_typer(fault: Exception) -> bool:
    """Wrong use, and a reader of our output who left, typer ends by itself."""
    is_pipe = isinstance(fault, OSError) and fault.errno == errno.EPIPE
    return is_pipe or hasattr(fault, "show")


def _in_words(fault: Exception) -> PipelineError:
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full()
    if isinstance(fault, OSError) and fault.errno in (errno.EACCES, errno.EROFS):
        return HomeError(
            "A file or folder may not be read or written by this account.",
            "See who owns the home, or name another folder.",
        )
    home = home_in_use()
    if home is not None:
        note(home, "icpc", fault)
    where = f"More is in {home.logs / 'faults.log'}." if home else ""
    return PipelineError(f"It ended in {type_and_place(fault)}.", where)


app = typer.Typer(
    cls=_ClearEndings,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Six agencies' extracts in, the committee's quarterly report out.\n\n"
    "Exits: 0 done, 1 something needs a person, 2 wrong use or unusable, 3 failed.",
)

_Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="FOLDER",
        help="The home. Else ICPC_HOME, else the current folder.",
    ),
]
_Now = Annotated[
    datetime | None,
    typer.Option(
        metavar="TIME",
        formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        help="Set the clock, as 2026-10-20T07:00.",
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="For a program.")]
_Direct = Annotated[bool, typer.Option("--direct", help="Without Prefect.")]


@app.command(epilog="Example: icpc init /srv/icpc")
def init(
    home: Annotated[Path, typer.Argument(metavar="HOME", help="A new folder.")],
) -> None:
    """Make a home: settings, key, drops, reference tables; says what to do next."""
    from flows.commands.init import init as do  # noqa: PLC0415 - when asked for

    do(home)


@app.command(epilog="Example: icpc run 2026-27-Q2")
def run(
    period: Annotated[
        str | None,
        typer.Argument(metavar="[PERIOD]", help="Default: the last quarter over."),
    ] = None,
    agency: Annotated[
        list[str] | None,
        typer.Option(metavar="AGENCY", help="Look into this drop only; repeatable."),
    ] = None,
    from_stage: Annotated[
        Stage, typer.Option("--from", help="Stage to begin with.")
    ] = Stage.RECEIVE,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Do again what has not changed.")
    ] = False,
    now: _Now = None,
    direct: _Direct = False,
    home: _Home = None,
) -> None:
    """Take a quarter through receive, answer, compute, release, documents."""
    from flows.commands.run import run as do  # noqa: PLC0415 - when asked for
    from flows.orders import order_for  # noqa: PLC0415

    order = order_for(
        home=home,
        period=period,
        agencies=agency or (),
        first=from_stage,
        force=force,
        now=now,
    )
    raise typer.Exit(do(order, direct=direct, clock_is_set=now is not None))


@app.command(epilog="Example: icpc status 2026-27-Q2")
def status(
    period: Annotated[
        str | None,
        typer.Argument(metavar="[PERIOD]", help="Default: the last quarter over."),
    ] = None,
    *,
    as_json: _Json = False,
    home: _Home = None,
) -> None:
    """Tell what came, what failed, whose move it is, what to type next."""
    from flows.commands.status import status as do  # noqa: PLC0415 - when asked for

    do(home, period, as_json=as_json)


@app.command(epilog="Example: icpc check police_disruption_2026-27-Q2.csv")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    *,
    as_json: _Json = False,
) -> None:
    """Test files as a run would, without a home.

    Exits with 0 when clean, 1 with row errors, 2 when a file would be rejected.
    """
    from flows.commands.check import check as do  # noqa: PLC0415 - when asked for

    raise typer.Exit(do(files, as_json=as_json))


@app.command(
    epilog="Example: icpc unseal police/police_disruption_2026-27-Q2.csv --out look.csv"
)
def unseal(
    file: Annotated[str, typer.Argument(metavar="AGENCY/NAME")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file.")],
    home: _Home = None,
) -> None:
    """Write a file as it arrived, though its kept copy is sealed. It is noted who did.

    A file that holds an identifier, or that could not be searched, is kept sealed.
    """
    from flows.commands.unseal import unseal as do  # noqa: PLC0415 - when asked for

    raise typer.Exit(do(home, file, out))


@app.command(epilog="Example: icpc template 2026-27-Q2 --agency police")
def template(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="A quarter.")],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Gets a folder an agency.")
    ] = Path("templates"),
    agency: Annotated[
        list[str] | None, typer.Option(metavar="AGENCY", help="Repeatable.")
    ] = None,
    extract: Annotated[
        list[str] | None, typer.Option(metavar="EXTRACT", help="Repeatable.")
    ] = None,
) -> None:
    """Write an Excel template for each agency and extract of a quarter."""
    from flows.commands.template import write_templates  # noqa: PLC0415 - when asked

    write_templates(period, out, agencies=agency or (), extracts=extract or ())


@app.command(epilog="Example: icpc dictionary --out specification")
def dictionary(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Gets a workbook and a document.")
    ] = Path("specification"),
) -> None:
    """Write the specification for the agencies, in Excel and in Word."""
    from flows.commands.dictionary import write_dictionary  # noqa: PLC0415 - when asked

    write_dictionary(out)


app.add_typer(officers_verbs)


@app.command(epilog="Example: icpc export 2026-27-Q2 --out figures.xlsx")
def export(
    out: Annotated[
        Path,
        typer.Option(metavar="FILE", help="Ending in .csv, .parquet or .xlsx."),
    ],
    period: Annotated[str | None, typer.Argument(metavar="[PERIOD]")] = None,
    *,
    unprotected: Annotated[
        bool, typer.Option("--unprotected", help="Nothing hidden; handle with care.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Every quarter, half-year and year.")
    ] = False,
    edition: Annotated[
        str, typer.Option(metavar="EDITION", help="committee, or public.")
    ] = "committee",
    home: _Home = None,
) -> None:
    """Write figures as a table, as the readers of an edition may see them."""
    from flows.commands.export import export as do  # noqa: PLC0415 - when asked for

    do(
        home,
        period,
        out,
        unprotected=unprotected,
        every=every,
        edition=edition,
    )


@app.command(epilog="Example: icpc explain A17.2 2026-27-Q2")
def explain(
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="As A17.2.")],
    period: Annotated[str, typer.Argument(metavar="PERIOD")],
    *,
    unprotected: Annotated[
        bool, typer.Option("--unprotected", help="Tell small numbers of records, too.")
    ] = False,
    as_json: _Json = False,
    home: _Home = None,
) -> None:
    """Trace a printed figure back to its SQL, the submissions and their hashes."""
    from flows.commands.explain import explain_figure  # noqa: PLC0415 - when asked for

    explain_figure(home, indicator, period, unprotected=unprotected, as_json=as_json)


@app.command(epilog="Example: icpc backfill 2025-26-Q1 2026-27-Q2")
def backfill(
    first: Annotated[str, typer.Argument(metavar="FIRST", help="A quarter.")],
    last: Annotated[str, typer.Argument(metavar="LAST", help="A later one.")],
    from_stage: Annotated[
        Stage, typer.Option("--from", help="Stage to begin with.")
    ] = Stage.RECEIVE,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Do again what has not changed.")
    ] = False,
    direct: _Direct = False,
    home: _Home = None,
) -> None:
    """Run several quarters in order, oldest first."""
    from flows.commands.backfill import backfill as do  # noqa: PLC0415 - when asked for

    code = do(home, first, last, first_stage=from_stage, force=force, direct=direct)
    raise typer.Exit(code)


@app.command(epilog="Example: icpc serve --home /srv/icpc")
def serve(
    port: Annotated[int, typer.Option(help="Of Prefect's pages, on loopback.")] = 4200,
    pool: Annotated[
        str, typer.Option(help="Work pool; one for each home on a shared server.")
    ] = "icpc",
    *,
    home: _Home = None,
) -> None:
    """Run unattended: server, calendar, worker, supervision; until it is stopped."""
    from flows.commands.serve import serve_home  # noqa: PLC0415 - when asked for

    serve_home(home, port=port, pool=pool)


@app.command(epilog="Example: icpc doctor --home /srv/icpc")
def doctor(
    *,
    as_json: _Json = False,
    home: _Home = None,
) -> None:
    """Look whether the home is sound: key, permissions, disk, backup, schedule."""
    from flows.commands.doctor import doctor as do  # noqa: PLC0415 - when asked for

    raise typer.Exit(do(home, as_json=as_json))


@app.command(epilog="Example: icpc samples --out extracts --quarters 2026-27-Q2")
def samples(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Gets a folder an agency.")],
    quarters: Annotated[
        list[str],
        typer.Option(
            metavar="Q...", help="Codes, or a range as 2025-26-Q1..2026-27-Q2."
        ),
    ],
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    seed: Annotated[int, typer.Option(help="Another seed, another history.")] = 1,
    scale: Annotated[float, typer.Option(help="1 is a small council.")] = 1.0,
    *,
    arrivals: Annotated[
        bool,
        typer.Option("--arrivals", help="Late, wrong and missing files; arrivals.csv."),
    ] = False,
) -> None:
    """Write synthetic extracts, as the six agencies would send them."""
    from flows.commands.samples import samples as do  # noqa: PLC0415 - when asked for

    do(out, [*quarters, *(more or [])], seed=seed, scale=scale, arrivals=arrivals)


@app.command(epilog="Example: icpc demo")
def demo(
    home: Annotated[
        Path, typer.Option("--home", metavar="FOLDER", help="Made anew each time.")
    ] = Path("demo-home"),
    *,
    direct: _Direct = False,
) -> None:
    """Make a home with twelve made-up quarters, and the newest one's report."""
    from flows.commands.demo import demo as do  # noqa: PLC0415 - when asked for

    raise typer.Exit(do(home, direct=direct))


@app.command(epilog="Example: icpc watch --home /srv/icpc")
def watch(
    *,
    as_json: _Json = False,
    now: _Now = None,
    home: _Home = None,
) -> None:
    """Tell what is due by the calendar and is not there; for a timer (docs/watchdog).

    Exits with 0 when nothing is missing, 1 when something is.
    """
    from flows.commands.watch import watch as do  # noqa: PLC0415 - when asked for

    raise typer.Exit(do(home, now, as_json=as_json))


@app.command(epilog="Example: icpc verify icpc-quarterly-report_2026-27-Q2_v1.0.docx")
def verify(
    file: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="A .docx of ours.")],
    *,
    every: Annotated[
        bool, typer.Option("--every", help="Name the right figures too.")
    ] = False,
    as_json: _Json = False,
    home: _Home = None,
) -> None:
    """Hold every figure of a document against what was released, to the digit."""
    from flows.commands.verify import verify as do  # noqa: PLC0415 - when asked for

    raise typer.Exit(do(file, home, every=every, as_json=as_json))


def main() -> None:
    """Run the command; what it writes is for its owner alone."""
    keep_to_owner()
    app(prog_name="icpc")


if __name__ == "__main__":
    main()
