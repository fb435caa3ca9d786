"""The stages as the history knows them: what each depends on, when it still stands."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.document_content import made_from
from flows.documents_due import document_named
from flows.documents_out import PlacedDocument, State
from flows.orders import Order, Stage
from flows.stage_ledger import Step
from schemas.edition import COMMITTEE
from transforms.history import decisions_digest, digest_of, inputs_of_all
from transforms.register import Register
from transforms.release_handle import ReleaseHandle
from transforms.software import code_of

if TYPE_CHECKING:
    from flows.answer import Answer
    from transforms.bring_up_to_date import UpToDate
    from transforms.home import Home
    from transforms.receive import Receipt


def receiving(order: Order, agency: str) -> Step[Receipt]:
    """One agency's drop; done while all that lies there is judged and loaded."""
    from transforms.receive import Receipt, is_all_received  # noqa: PLC0415 - slow

    def unchanged(handle: dict[str, Any]) -> Receipt:
        return Receipt(agency, handle["n_files"], 0, 0, 0)

    return Step(
        stage=Stage.RECEIVE,
        part=agency,
        inputs=lambda: {
            "code": code_of("schemas", "transforms"),
            "decisions": decisions_digest(Register(order.home.register)),
        },
        stands=lambda _: is_all_received(order.home, agency),
        written=asdict,
        unchanged=unchanged,
        of_home=True,
    )


def answering(order: Order, agency: str) -> Step[Answer]:
    """One agency's answer; done while its files are those that were written."""

    def inputs() -> dict[str, str]:
        return {
            "period": order.period.code,
            "code": code_of("schemas", "transforms", "report_templates"),
            **inputs_of_all(order.home, Register(order.home.register), agency),
        }

    def stands(handle: dict[str, Any]) -> bool:
        return all(_lies_there(order.home, each) for each in handle["placed"])

    def written(answer: Answer) -> dict[str, Any] | None:
        if answer.beside:
            return None
        placed = [_kept(order.home, document) for document in answer.placed]
        return {**asdict(answer), "placed": placed}

    def unchanged(handle: dict[str, Any]) -> Answer:
        from flows.answer import Answer  # noqa: PLC0415 - with its step alone

        placed = tuple(_placed(order.home, each) for each in handle["placed"])
        return Answer(agency, placed, handle["n_letters"], handle["n_workbooks"])

    return Step(
        Stage.ANSWER, agency, inputs, stands, written, unchanged, in_store=False
    )


def computing(order: Order) -> Step[UpToDate]:
    """The figures of the home."""
    from transforms.bring_up_to_date import UpToDate  # noqa: PLC0415 - slow

    def unchanged(handle: dict[str, Any]) -> UpToDate:
        periods = tuple(handle["periods"])
        return replace(UpToDate(**handle), periods=periods, changed=False)

    return Step(
        stage=Stage.COMPUTE,
        part="",
        inputs=lambda: _of_figures(order),
        stands=lambda _: True,
        written=asdict,
        unchanged=unchanged,
        of_home=True,
    )


def releasing(order: Order, edition: str) -> Step[ReleaseHandle]:
    """The release of a period; done while it is the last one of the register."""

    def inputs() -> dict[str, str]:
        if edition == COMMITTEE:
            return _of_figures(order)
        # The public is shown nothing that the committee is not.
        return {**_of_figures(order), "committee's": _releases(order, COMMITTEE)}

    def stands(handle: dict[str, Any]) -> bool:
        last = Register(order.home.register).last_release(order.period.code, edition)
        return last == (handle["number"], handle["content"])

    return Step(
        stage=Stage.RELEASE,
        part=edition,
        inputs=inputs,
        stands=stands,
        written=asdict,
        unchanged=lambda handle: ReleaseHandle(
            **{**handle, "changed": False, "revised": ()}
        ),
    )


def documenting(order: Order, name: str) -> Step[PlacedDocument]:
    """One document; done while the releases it shows and its own bytes are the same."""

    def inputs() -> dict[str, str]:
        return {
            **_of_figures(order),
            "code": code_of("schemas", "transforms", "report_templates"),
            "releases": _releases(order, document_named(name).edition),
            **made_from(order.home, order.period),
        }

    def written(document: PlacedDocument) -> dict[str, Any] | None:
        if document.state is State.BESIDE:
            return None
        return _kept(order.home, document)

    return Step(
        stage=Stage.DOCUMENTS,
        part=name,
        inputs=inputs,
        stands=lambda handle: _lies_there(order.home, handle),
        written=written,
        unchanged=lambda handle: _placed(order.home, handle),
        in_store=False,
    )


def _releases(order: Order, edition: str) -> str:
    """Every release of an edition, as a document hangs on it."""
    releases = Register(order.home.register).releases(edition)
    shown = [f"{code} {number} {at.isoformat()}" for code, number, at in releases]
    return ", ".join(sorted(shown))


def _of_figures(order: Order) -> dict[str, str]:
    """What the figures of all periods depend on; the run's own is always among them."""
    register = Register(order.home.register)
    periods = {*register.quarters(), *order.period.quarters, order.period}
    return {
        "periods": " ".join(sorted(period.code for period in periods)),
        "code": code_of("schemas", "transforms"),
        **inputs_of_all(order.home, register),
    }


def _kept(home: Home, document: PlacedDocument) -> dict[str, Any]:
    path = document.path.relative_to(home.root).as_posix()
    return {"path": path, "sha256": document.sha256}


def _placed(home: Home, kept: dict[str, Any]) -> PlacedDocument:
    return PlacedDocument(
        home.root / Path(kept["path"]), State.UNCHANGED, kept["sha256"]
    )


def _lies_there(home: Home, kept: dict[str, Any]) -> bool:
    return bool(digest_of(home.root / Path(kept["path"])) == kept["sha256"])
