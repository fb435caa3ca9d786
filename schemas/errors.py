"""Failures of a run: each foreseeable one is named, says what to do, and has an exit.

What is wrong *in the data* is never an exception but an `Issue` (schemas.issues).
No message here may carry a value from a record.
"""

from __future__ import annotations

USAGE = 2
FAILED = 3


class PipelineError(Exception):
    """A foreseeable failure: what happened, where, and the next step.

    Attributes:
        what: one sentence for the data officer.
        next_step: what to do or type next.
        exit_code: the exit of the command that ends with it.
    """

    exit_code = FAILED

    def __init__(self, what: str, next_step: str = "") -> None:
        """Keep the two sentences apart, so that a page can set them apart."""
        self.what = what
        self.next_step = next_step
        super().__init__(f"{what} {next_step}".strip())


class PeriodError(PipelineError):
    """The text is no period code."""

    exit_code = USAGE


class PeriodNotOverError(PipelineError):
    """The period has not ended yet, so it has no figures."""

    exit_code = USAGE


class HomeError(PipelineError):
    """There is no home where one was looked for, or it can't be used."""

    exit_code = USAGE


class KeyMissingError(PipelineError):
    """The home has no re-keying key; without it nothing may be loaded."""

    exit_code = USAGE


class SettingsError(PipelineError):
    """icpc.toml holds something that can't be understood."""

    exit_code = USAGE


class UsageError(PipelineError):
    """The command was given something it can't work with."""

    exit_code = USAGE


class StoreLockedError(PipelineError):
    """Another process holds the store or the quarter."""


class StoreDamagedError(PipelineError):
    """The store's file can't be opened, though nobody else holds it."""


class StoreIncompleteError(PipelineError):
    """The store lacks rows of a submission that the register says is accepted."""


class RowsUnaccountedError(PipelineError):
    """Rows read are not those loaded, in error and repeated; nothing is loaded."""


class StoreVersionError(PipelineError):
    """The store was written by another version of this software."""


class DiskFullError(PipelineError):
    """The disk that holds the home is full."""


class NothingReleasedError(PipelineError):
    """The period was never released, so no document can be made from it."""


class DocumentNotProvedError(PipelineError):
    """A finished document prints what was not released, or what was not proved safe."""


class ReferenceTableError(PipelineError):
    """A reference table of the home can't be read."""

    exit_code = USAGE


class ServerError(PipelineError):
    """The home's Prefect server did not start or did not answer."""


class KeptCopyError(PipelineError):
    """The kept copy of a file that arrived is missing, damaged or can't be unsealed."""


class ReadingProcessError(PipelineError):
    """The process in which files are read can't be started or does not stay."""


class StageFailedError(PipelineError):
    """A stage ended in a fault nobody foresaw; values are kept out of its words."""


class SourceRefusedError(StageFailedError):
    """An agency's source refused us, or is not what it was; waiting mends nothing."""
