"""The process in which files are opened: apart, bounded in time and memory, mortal.

What agencies send may be made to harm whoever opens it. So no file is opened in the
process that runs a quarter: a child of it does, which may use so much time and memory
as a file of that size honestly costs and some more, can write no file, and is killed
and replaced when a file is its end. That too is a verdict.

There is one such child, started when it is first needed and kept for all files to come.
This module is light to import, so that the child can be started first and load what it
needs while its parent does the same.
"""

from __future__ import annotations

import atexit
import datetime as dt
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas.errors import ReadingProcessError

if TYPE_CHECKING:
    from schemas.rulings import Ruling
    from transforms.submission import Judged

_MEGABYTE = 1024**2
_SECONDS = 9
_SECONDS_PER_MEGABYTE = 6
"""What a file costs in which every cell is wrong, and each is told."""
_MEGABYTES_AT_THAT = 10
_SECONDS_PER_FURTHER_MEGABYTE = 1
_MEMORY = 1024**3
_MEMORY_PER_BYTE = 60
_PATIENCE = 6
"""The clock may run so many times longer than the processor: a machine may be busy."""
_STARTS_WITHIN = 120
_TRIES = 2
"""A child may also die of what is no fault of the file, so death is tried twice."""
_OUT_OF_MEMORY = 70

_PROGRAM = """
import sys
sys.path[:] = {path!r}
from transforms.reading_process import serve
from transforms.submission import as_json, judge, judge_unread
serve({jobs}, {answers}, judge, judge_unread, as_json)
"""
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


class Limits(NamedTuple):
    """What one file may cost: seconds of the processor, bytes of memory."""

    seconds: int
    memory: int


def limits_of(content: bytes) -> Limits:
    """What a file may cost: what one of its size honestly does, 9 seconds and 1 GB."""
    megabytes = len(content) / _MEGABYTE
    further = max(megabytes - _MEGABYTES_AT_THAT, 0)
    seconds = _SECONDS_PER_MEGABYTE * (megabytes - further)
    seconds += _SECONDS_PER_FURTHER_MEGABYTE * further
    return Limits(
        seconds=_SECONDS + round(seconds),
        memory=_MEMORY + _MEMORY_PER_BYTE * len(content),
    )


def judge(
    content: bytes,
    name: str,
    *,
    drop_agency: str | None,
    seen_at: dt.datetime,
    schools: Mapping[str, frozenset[str]] | None,
    ruling: Ruling | None = None,
    passwords: Sequence[str] = (),
) -> Judged:
    """The verdict on a file, as `transforms.submission.judge` gives it, found apart.

    Raises:
        ReadingProcessError: the child can't be started at all.
    """
    facts = _facts(drop_agency, seen_at, schools, passwords)
    if ruling is not None:
        facts["ruling"] = ruling
    verdict: Judged = _CHILD.ask(_Job("judge", content, name, facts))
    return verdict


def judge_as_json(
    content: bytes,
    name: str,
    *,
    seen_at: dt.datetime,
    why_not_read: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The verdict on a file outside a home, as `icpc check --json` prints it.

    Args:
        content: its bytes.
        name: its name, without the folder.
        seen_at: when it was first seen, with its zone.
        why_not_read: where it can't be read at all, the rule it breaks so, and why.

    Raises:
        ReadingProcessError: the child can't be started at all.
    """
    job = _Job("json", content, name, _facts(None, seen_at, None, ()), why_not_read)
    verdict: dict[str, Any] = _CHILD.ask(job)
    return verdict


def start() -> None:
    """Start the child without waiting for it."""
    _CHILD.start()


def stop() -> None:
    """End the child; the next file starts another."""
    _CHILD.stop()


def _facts(
    drop_agency: str | None,
    seen_at: dt.datetime,
    schools: Mapping[str, frozenset[str]] | None,
    passwords: Sequence[str],
) -> dict[str, Any]:
    return {
        "drop_agency": drop_agency,
        "seen_at": seen_at,
        "schools": None if schools is None else dict(schools),
        "passwords": tuple(passwords),
    }


class _Job(NamedTuple):
    """One file and what is to be told of it."""

    form: str
    content: bytes
    name: str
    facts: dict[str, Any]
    why_not_read: tuple[str, str] | None = None


class _Fault(NamedTuple):
    """That the reading ended in a fault: its type alone, since its words may quote."""

    type_name: str


class _Died(NamedTuple):
    """That a file was the child's end."""

    of_time: bool


@dataclass
class _Child:
    """The child, and the two pipes between it and us."""

    process: subprocess.Popen[bytes] | None = None
    jobs: Connection | None = None
    answers: Connection | None = None
    is_ready: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)

    def start(self) -> None:
        with self.lock:
            if self.process is not None and self.process.poll() is None:
                return
            self.stop()
            their_jobs, self.jobs = Pipe(duplex=False)
            self.answers, their_answers = Pipe(duplex=False)
            fds = (their_jobs.fileno(), their_answers.fileno())
            program = _PROGRAM.format(path=sys.path, jobs=fds[0], answers=fds[1])
            # Its words may quote what it reads: they go nowhere.
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", "-X", "utf8", "-c", program],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_ENVIRONMENT,
                pass_fds=fds,
                start_new_session=True,
            )
            their_jobs.close()
            their_answers.close()

    def stop(self) -> None:
        with self.lock:
            if self.process is not None:
                self.process.kill()
                self.process.wait()
            for pipe in (self.jobs, self.answers):
                if pipe is not None:
                    pipe.close()
            self.process = self.jobs = self.answers = None
            self.is_ready = False

    def ask(self, job: _Job) -> Any:
        """What the child answers; where the file is its end, what its successor does.

        Raises:
            ReadingProcessError: no child can be started.
        """
        with self.lock:
            answer: object = None
            for _ in range(_TRIES):
                answer = self._answer(job, limits_of(job.content))
                if not isinstance(answer, _Died) or answer.of_time:
                    break
            if not isinstance(answer, (_Died, _Fault)):
                return answer
            unread = job._replace(content=b"", why_not_read=_why(answer))
            answer = self._answer(unread, limits_of(b""))
            if isinstance(answer, (_Died, _Fault)):
                raise _can_not_read()
            return answer

    def _answer(self, job: _Job, limits: Limits) -> Any:
        self._make_ready()
        try:
            return self._exchange(job, limits)
        except (EOFError, OSError):
            died_of = self.process.wait() if self.process else 0
            self.stop()
            return _Died(of_time=died_of == -signal.SIGXCPU)
        except BaseException:
            # Whatever interrupted us, an answer is still to come: nobody waits for it.
            self.stop()
            raise

    def _exchange(self, job: _Job, limits: Limits) -> Any:
        if self.jobs is None or self.answers is None:
            raise EOFError
        self.jobs.send(limits)
        self.jobs.send(job)
        if not self.answers.poll(limits.seconds * _PATIENCE):
            self.stop()
            return _Died(of_time=True)
        return self.answers.recv()

    def _make_ready(self) -> None:
        self.start()
        if self.is_ready:
            return
        try:
            if self.answers is None or not self.answers.poll(_STARTS_WITHIN):
                raise EOFError
            self.answers.recv()
        except (EOFError, OSError):
            self.stop()
            raise _can_not_read() from None
        self.is_ready = True


def _why(answer: _Died | _Fault) -> tuple[str, str]:
    """The rule that a file breaks which can't be read to its end, and why."""
    if isinstance(answer, _Fault):
        why = f"it ended the reading with {answer.type_name}; tell the developers."
        return "unreadable", why
    means = "time" if answer.of_time else "memory"
    return "unsafe", f"reading it took far more {means} than a file of its size may."


def _can_not_read() -> ReadingProcessError:
    return ReadingProcessError(
        "The process in which files are read does not start or does not stay.",
        "Look whether memory is left on this machine; then set the software up anew "
        "and run the same command again.",
    )


_CHILD = _Child()
atexit.register(_CHILD.stop)


# The child's side


def serve(
    jobs_fd: int,
    answers_fd: int,
    judge_file: Callable[..., Judged],
    judge_unread: Callable[..., Judged],
    as_json: Callable[[Judged], dict[str, Any]],
) -> None:
    """Judge what comes through one pipe into the other until the first is closed."""
    _give_up_rights()
    with (
        Connection(jobs_fd, writable=False) as jobs,
        Connection(answers_fd, readable=False) as answers,
    ):
        answers.send("ready")
        while True:
            try:
                _keep_within(jobs.recv())
                job: _Job = jobs.recv()
            except EOFError:
                return
            answers.send(_answer_to(job, judge_file, judge_unread, as_json))


def _answer_to(
    job: _Job,
    judge_file: Callable[..., Judged],
    judge_unread: Callable[..., Judged],
    as_json: Callable[[Judged], dict[str, Any]],
) -> object:
    try:
        if job.why_not_read:
            judged = judge_unread(job.name, job.why_not_read, **job.facts)
        else:
            judged = judge_file(job.content, job.name, **job.facts)
        return as_json(judged) if job.form == "json" else judged
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as fault:  # noqa: BLE001 - one file never stops the others
        return _Fault(type(fault).__name__)


def _give_up_rights() -> None:
    """Write no file from now on, leave no image of the memory, be the first to go."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(kind, (0, 0))


def _keep_within(limits: Limits) -> None:
    """Set what the next file may cost, counted from what is used by now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + limits.seconds
    _set_soft(resource.RLIMIT_CPU, seconds)
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        _set_soft(resource.RLIMIT_AS, pages * resource.getpagesize() + limits.memory)


def _set_soft(kind: int, limit: int) -> None:
    hard = resource.getrlimit(kind)[1]
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (soft, hard))
