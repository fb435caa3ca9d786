"""Making a home: its settings, key, drops and reference tables."""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.homes import typed
from flows.settings import Settings, new_key, read_settings
from schemas.errors import HomeError, PipelineError
from schemas.vocabulary import AGENCIES
from transforms.home import Home
from transforms.reference import POPULATION_COLUMNS, SCHOOL_COLUMNS

_PRIVATE = 0o700

_SETTINGS = """\
# Settings of this home. Lines that begin with # are remarks.
# Every setting may be left out; it then has the value shown here.

[committee]
name = "{committee.name}"
short = "{committee.short}"
area = "{committee.area}"
# Printed on every page: of the committee's documents, and of the public edition.
marking = "{committee.marking}"
public_marking = "{committee.public_marking}"

[disclosure]
# Counts about children from 1 to one below this are not shown (3 to 10).
threshold = {disclosure.threshold}
# Whether a true zero is shown, and how open a hidden number stays: "minimum" (two whole
# numbers are possible) or "window" (everything from 1 to the threshold is, where that
# can be had).
zeros_shown = true
protection = "{disclosure.protection}"
# Who is let loose on the figures before they are released: the reader always, whose
# success keeps them back; the family of a counted child and each agency are reported.
attackers = ["reader", "family", "agency"]
# The marks may be others, each in square brackets, as: symbols = {{ hidden = "[few]" }}
# (hidden, not_available, not_applicable, provisional, revised).

[disclosure.public]
# The same for the public edition, counts about offending as well (5 to 10).
threshold = {disclosure.public.threshold}
zeros_shown = true
protection = "{disclosure.public.protection}"
attackers = ["reader", "family", "agency"]

[return_interviews]
# An interview is in time if it is held within so many hours of the return.
within_hours = {return_interviews.within_hours}

[signals]
# Whose rules say that a figure is changing: his (Healthcare Improvement Scotland and
# Public Health Scotland), phs-control, making-data-count, making-data-count-excel,
# anhoej.
profile = "{signals.profile}"
# A change of baseline is a decision of the committee, added like this:
# [[signals.baselines]]
# indicator = "A17.1"
# first = "2026-27-Q1"
# decided_on = 2026-06-30
# reason = "Interviews are arranged by one team since April 2026."

[documents]
# Colours of the charts: government (the UK Government Analysis Function's) or scottish
# (the Scottish Government's).
palette = "{documents.palette}"
# A copy of the base document, restyled in Word, and the committee's mark as PNG: files
# in this home, as "look/icpc.docx". Empty: as it comes, no mark.
base = "{documents.base}"
logo = "{documents.logo}"
# What the mark shows, for those who can't see it.
logo_words = "{documents.logo_words}"
# The committee's own folder (a mounted share, say), where finished documents are put
# as well. Empty: nowhere else.
folder = "{documents.folder}"
# Also make what the public may see of the quarterly report and the annual review, with
# fewer small numbers ([disclosure.public]) and nothing that is the committee's alone.
# Nothing is published by itself.
public_edition = false

[backup]
# The weekly backup goes into a folder of the home, or elsewhere (a mounted disk, say,
# as "/mnt/backup/icpc"). It holds everything but the secrets: keep a copy of secrets/
# by itself, apart from it.
folder = "{backup.folder}"
# So many are kept.
keep = {backup.keep}

[sources]
# Where each agency's files lie (docs/sources.md). An agency without a section of its
# own uses the folder drops/<agency> of this home.
# So long an answer of a server is waited for.
timeout_seconds = {sources.timeout_seconds}
# A new file is looked at twice, so far apart; one that changes is still being written.
settle_seconds = {sources.settle_seconds}
# A larger file is not fetched.
largest_megabytes = {sources.largest_megabytes}
# [sources.police]
# url = "sftp://icpc@sftp.police.example/exchange"
# host_key = "ssh-ed25519 AAAA..."
# [sources.health]
# url = "s3://icpc-exchange/drop"
# endpoint_url = "https://objects.health.example"

[messages]
# Off until a mail server and a sender, or a webhook, are named (docs/messages.md).
smtp_host = "{messages.smtp_host}"
smtp_port = {messages.smtp_port}
# starttls, tls or none.
smtp_security = "{messages.smtp_security}"
# The account's password belongs into secrets/smtp.password.
smtp_user = "{messages.smtp_user}"
sender = "{messages.sender}"
# The data officer's addresses, as ["officer@example.org"].
officer = []
# Addresses that are told when documents are ready, and where the committee reaches them
# (the period and the name are put behind it); with attach_documents they are sent.
committee = []
documents_link = "{messages.documents_link}"
attach_documents = false
# Gets the officer's messages as JSON, as "https://chat.example.org/hook".
webhook = "{messages.webhook}"
# So many days before the deadline an agency is reminded of what it owes.
remind_days = [7, 2]
# [messages.agencies]
# police = ["returns@police.example"]

[demo]
# For demonstration and test alone: take first-seen times from arrivals.csv, and mark
# every document as made up.
arrivals = {arrivals}
synthetic = {synthetic}
"""

_REFERENCE_NOTE = """\
The committee's own reference tables. Keep them here; renew them once a year.

population.csv   children aged 0 to 17 in the area, one row for each year, sex and age
  as_of_year     year of the mid-year estimate (30 June), as 2025
  sex            female or male
  age            0 to 17, one row each
  estimate       how many
  source         where the figure is from, as "NRS mid-2025"

schools.csv      every secondary school, one row for each school year
  school_year    as 2026-27
  school_code    as the schools write it in their extracts
  s2_roll        pupils in S2

For a period the latest estimate is used whose 30 June is not after the period's end.
While a table is empty, the indicators that need it are printed as not available.
"""

_NOTE_ON_PROTECTED = """\
Passwords of workbooks that an agency sends protected: one file an agency, such as
police.txt.

One password a line, the newest first; keep an old one while files under it may still
come. Write it exactly as it is typed in Excel: a space counts. An empty file means that
no password is agreed, and a protected workbook is then rejected.

Agree a password by telephone, never in the same message as a file. These files may be
read by their owner alone (mode 0600): leave it so.
"""

_COMMENTARY_NOTE = """\
The committee's own words, printed where they belong and under their author's name.

For a period, put a workbook here that is named after it: commentary_2026-27-Q2.xlsx for
a quarter, commentary_2026-27-H1.xlsx for a half-year, commentary_2026-27.xlsx for a
year. First row: About, Author, Text. One row a paragraph, at most 1,500 letters:

  About    an action, as A07, or overview, impact, risks, views, practice, preface, next
  Author   a role, never a name, as "Chair of the VYP Group"
  Text     the paragraph; nothing by which a child or a person could be recognised

What seems to hold a name, a date of birth or the like is not printed; the document says
so. The documents take up a change at the next run.
"""

_IGNORE = """\
# A home holds what is said about children: nothing in it belongs in a repository.
*
"""


def make_home(root: Path, *, demo: bool = False) -> Home:
    """A new home with settings, key, drops and reference tables.

    What an earlier, interrupted attempt left is kept, its key above all. The settings
    file comes last: a folder that holds it is a whole home.

    Raises:
        HomeError: there is a home already, or the folder can't be made.
    """
    home = Home(root.expanduser().absolute())
    if home.settings.exists():
        raise HomeError(
            f"{home.root} is a home already; nothing was changed.",
            f"Use it: icpc status --home {typed(home.root)}",
        )
    try:
        _furnish(home, demo=demo)
    except (FileExistsError, NotADirectoryError, PermissionError) as fault:
        raise HomeError(
            f"No home can be made at {home.root} ({_reason(fault)}).",
            "Choose a folder that you may write to.",
        ) from None
    return home


def remake_demo_home(root: Path) -> Home:
    """A new demonstration home, in place of an earlier one.

    Raises:
        HomeError: something else lies there; nothing is touched then.
    """
    home = Home(root.expanduser().absolute())
    if home.root.exists() and not _is_empty(home.root):
        if not _is_demo(home):
            raise HomeError(
                f"{home.root} is no demonstration home; nothing was changed.",
                "Choose an empty folder with --home.",
            )
        _clear(home)
    return make_home(home.root, demo=True)


def _furnish(home: Home, *, demo: bool) -> None:
    folders = (
        *(home.drops / agency for agency in AGENCIES),
        home.passwords,
        home.reference,
        home.received,
        home.store.parent,
        home.documents,
        home.commentary,
        home.feedback,
        home.logs,
    )
    home.root.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    for folder in folders:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    for folder in (home.secrets, home.passwords):
        folder.chmod(_PRIVATE)
    _write_new(home.key, new_key() + "\n")
    _write_new(home.passwords / "README.txt", _NOTE_ON_PROTECTED)
    for agency in AGENCIES:
        _write_new(home.passwords / f"{agency}.txt", "")
    _write_new(home.reference / "population.csv", ",".join(POPULATION_COLUMNS) + "\n")
    _write_new(home.reference / "schools.csv", ",".join(SCHOOL_COLUMNS) + "\n")
    _write_new(home.reference / "README.txt", _REFERENCE_NOTE)
    _write_new(home.commentary / "README.txt", _COMMENTARY_NOTE)
    _write_new(home.root / ".gitignore", _IGNORE)
    _write_new(home.settings, _settings_text(demo=demo))


def _write_new(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole, unless it is there already."""
    if path.exists():
        return
    half_written = path.with_name(f".{path.name}.new")
    half_written.touch(mode=0o600)
    half_written.write_text(text, "utf-8")
    half_written.replace(path)


def _settings_text(*, demo: bool) -> str:
    defaults = Settings()
    return _SETTINGS.format(
        committee=defaults.committee,
        disclosure=defaults.disclosure,
        signals=defaults.signals,
        documents=defaults.documents,
        return_interviews=defaults.return_interviews,
        backup=defaults.backup,
        sources=defaults.sources,
        messages=defaults.messages,
        arrivals=str(demo).lower(),
        synthetic=str(demo).lower(),
    )


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _is_demo(home: Home) -> bool:
    try:
        return home.settings.is_file() and read_settings(home).demo.synthetic
    except PipelineError:
        return False


def _clear(home: Home) -> None:
    """Empty a demonstration home; its mark goes last, so that it can be tried again."""
    for child in home.root.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        elif child != home.settings:
            child.unlink()
    home.settings.unlink()


def _reason(fault: OSError) -> str:
    return (fault.strerror or "it can't be written").lower()
