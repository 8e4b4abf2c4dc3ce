"""Checks many theorems side by side, one process a core."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from pebble import ProcessPool

from .checker import StepReport, TheoremReport, check
from .faults import Fault, plant
from .library import library
from .section import Section
from .theorem import Finding, Theorem
from .verdict import Verdict

Progress = Callable[[str], None]

TIMEOUT = 1800.0
"""Seconds on the clock after which a worker that is stuck with one theorem is ended; limits inside come long before."""


def named(ids: Sequence[str]) -> tuple[Theorem, ...]:
    """The theorems of these ids in reading order; a section or a chapter stands for all of its theorems; none for all.

    Raises:
        ValueError: for an unknown id; the nearest ids are named.
    """
    if not ids:
        return tuple(library)
    wanted: dict[str, set[str]] = {}
    for id in ids:
        chapters = [chapter for chapter in library.chapters if chapter.slug == id]
        found = chapters[0] if chapters else library[id]
        for theorem in (found,) if isinstance(found, Theorem) else found:
            wanted.setdefault(_section(theorem.id).id, set()).add(theorem.id)
    order = [section for chapter in library.chapters for section in chapter.files if section in wanted]
    return tuple(theorem for id in order for theorem in _section(id) if theorem.id in wanted[id])


def _section(id: str) -> Section:
    found = library.section_of(id)
    assert found is not None
    return found


def check_all(
    theorems: Sequence[Theorem],
    *,
    evidence: bool = True,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress = lambda id: None,
    timeout: float = TIMEOUT,
) -> list[TheoremReport]:
    """Check theorems of the library, several at a time.

    Args:
        theorems: which; theorems that they cite are checked too, and count.
        evidence: whether simulations run.
        seed: of the check points and simulations.
        jobs: processes; one a core by default, 1 for none besides this one.
        progress: called with the id of each theorem when it is done.
        timeout: seconds on the clock that a worker may spend on one theorem; one that is stuck is undecided.

    Returns:
        The reports of `theorems`, in their order.
    """
    needed = with_cited(theorems)
    chosen = {theorem.id for theorem in theorems}
    tasks = [(id, evidence and id in chosen, seed) for id in needed]
    tasks.sort(key=lambda task: -len(needed[task[0]].evidence))
    results = dict(_each(_check_one, tasks, jobs, progress, timeout, _stuck))
    verdicts: dict[str, Verdict] = {}
    reports = {}
    for id, theorem in needed.items():  # citations come before the theorems that cite them
        steps, findings, seconds = results[id]
        cited = tuple((other.id, verdicts[other.id]) for other in theorem.cites)
        pairs = tuple(zip(theorem.evidence, findings, strict=bool(findings)))
        reports[id] = TheoremReport(theorem, steps, pairs, cited, seconds)
        verdicts[id] = reports[id].verdict
    return [reports[theorem.id] for theorem in theorems]


def plant_all(
    theorems: Sequence[Theorem],
    *,
    per_line: int = 3,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress = lambda id: None,
) -> list[Fault]:
    """Plant errors in theorems of the library, several theorems at a time; see `symspline.proof.faults.plant`."""
    tasks = [(theorem.id, per_line, seed) for theorem in theorems]
    results = dict(_each(_plant_one, tasks, jobs, progress, TIMEOUT, None))
    return [fault for theorem in theorems for fault in results[theorem.id]]


def _each(
    work: Callable, tasks: list[tuple], jobs: int | None, progress: Progress, timeout: float, late: Callable | None
) -> list[tuple[str, Any]]:
    """(id, result) of each task, in this process or several; `late` says what a task is worth that is stuck."""
    jobs = min(jobs or os.cpu_count() or 1, len(tasks))
    results = []
    if jobs <= 1:
        for task in tasks:
            results.append((task[0], work(*task)))
            progress(task[0])
        return results
    pool = ProcessPool(jobs, context=get_context("spawn"))
    with _one_thread_each():  # the workers inherit the environment
        try:
            with _no_interrupt():  # and what is blocked in the thread that starts them
                futures: dict[Future, str] = {
                    pool.schedule(work, args=task, timeout=timeout): task[0] for task in tasks
                }
            for future in as_completed(futures):
                try:
                    result = future.result()
                except TimeoutError:
                    if late is None:
                        raise
                    result = late(timeout)
                results.append((futures[future], result))
                progress(futures[future])
            pool.close()
        finally:
            pool.stop()  # an interrupted check does not wait for the theorems at hand
            pool.join()
    return results


def _stuck(timeout: float) -> tuple[tuple[StepReport, ...], tuple[Finding, ...], float]:
    why = f"the check was ended after {timeout:g} s on the clock"
    step = StepReport("all steps", Verdict.UNDECIDED, "out of time", None, why, out_of_time=True)
    return (step,), (), timeout


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C reaches this process alone: workers started here never see it, and it comes when they have started."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Each worker has a core of its own: more threads for its small matrices only get in each other's way."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    missing = [name for name in names if name not in os.environ]
    os.environ.update(dict.fromkeys(missing, "1"))
    try:
        yield
    finally:
        for name in missing:
            del os.environ[name]


def with_cited(theorems: Iterable[Theorem]) -> dict[str, Theorem]:
    """Theorems and those that they cite, by id; what is cited comes before what cites it."""
    needed: dict[str, Theorem] = {}

    def collect(theorem: Theorem) -> None:
        if theorem.id not in needed:
            for other in theorem.cites:
                collect(other)
            needed[theorem.id] = theorem

    for theorem in theorems:
        collect(theorem)
    return needed


def _look_up(id: str) -> Theorem:
    return next(theorem for theorem in _section(id) if theorem.id == id)


def _check_one(id: str, evidence: bool, seed: int) -> tuple[tuple[StepReport, ...], tuple[Finding, ...], float]:
    theorem = _look_up(id)
    everything = {other.id: Verdict.PROVED for other in theorem.cites}  # judged in their own task
    report = check(theorem, evidence=evidence, seed=seed, cited=everything)
    return report.steps, tuple(finding for _, finding in report.findings), report.seconds


def _plant_one(id: str, per_line: int, seed: int) -> list[Fault]:
    return plant(_look_up(id), per_line, seed)
