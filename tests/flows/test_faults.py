"""No value leaves a stage in a failure, and what can be said is said."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

import pytest

from flows.faults import PassingFaultError, contained
from schemas.errors import DiskFullError, PipelineError, StageFailedError, UsageError
from transforms.home import Home

MARKER = "Marion Example 0101011237"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def failing_with(fault: Exception, home: Home) -> PipelineError:
    def work() -> None:
        raise fault

    with pytest.raises(PipelineError) as caught:
        contained("compute", home, work)
    return caught.value


def everything_said(failure: BaseException) -> str:
    return "".join(traceback.format_exception(failure)) + repr(failure.args)


def test_what_the_work_returns_comes_back(home: Home) -> None:
    assert contained("compute", home, lambda: 3) == 3


@pytest.mark.parametrize(
    "fault", [ValueError(MARKER), KeyError(MARKER), RuntimeError("x", MARKER)]
)
def test_of_an_unforeseen_fault_only_type_and_place_are_left(
    fault: Exception, home: Home
) -> None:
    failure = failing_with(fault, home)
    assert isinstance(failure, StageFailedError)
    assert type(fault).__name__ in failure.what
    assert "tests/flows/test_faults.py:" in failure.what
    assert MARKER not in everything_said(failure)
    assert failure.__context__ is None
    assert failure.__cause__ is None


def test_the_log_holds_type_and_places_and_no_words(home: Home) -> None:
    failing_with(ValueError(MARKER), home)
    log = (home.logs / "faults.log").read_text("utf-8")
    assert "compute: ValueError" in log
    assert "test_faults.py:" in log
    assert MARKER not in log


def test_a_fault_of_the_world_may_pass(home: Home) -> None:
    failure = failing_with(ConnectionResetError(104, MARKER), home)
    assert isinstance(failure, PassingFaultError)
    assert MARKER not in everything_said(failure)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named_as_such(number: int, home: Home) -> None:
    failure = failing_with(OSError(number, "No space left", MARKER), home)
    assert isinstance(failure, DiskFullError)
    assert not isinstance(failure, PassingFaultError)
    assert MARKER not in everything_said(failure)


def test_a_foreseen_failure_comes_through_without_what_led_to_it(home: Home) -> None:
    def work() -> None:
        try:
            raise ValueError(MARKER)
        except ValueError as fault:
            raise UsageError("That is wrong.", "Mend it.") from fault

    with pytest.raises(UsageError) as caught:
        contained("compute", home, work)
    assert str(caught.value) == "That is wrong. Mend it."
    assert MARKER not in everything_said(caught.value)


def test_a_log_that_cannot_be_written_hides_nothing(home: Home) -> None:
    home.logs.write_text("in the way", "utf-8")
    assert isinstance(failing_with(ValueError(MARKER), home), StageFailedError)
