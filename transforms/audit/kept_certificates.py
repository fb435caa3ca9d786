"""Certificates in a home: one file for each edition and financial year."""

from __future__ import annotations

import gzip
import json
import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from transforms.audit.certificate import Certificate, Interval
from transforms.audit.published import Part, Range, Relation


def write(path: Path, certificates: Iterable[Certificate]) -> None:
    """Write the certificates of a year, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = [_plain(certificate) for certificate in certificates]
    part = path.with_suffix(".part")
    with part.open("wb") as stream:
        stream.write(gzip.compress(json.dumps(content).encode(), 5, mtime=0))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def read(path: Path) -> tuple[Certificate, ...]:
    """The certificates of a year; none where there is no file."""
    if not path.exists():
        return ()
    content = json.loads(gzip.decompress(path.read_bytes()))
    return tuple(_certificate(each) for each in content)


def names(path: Path) -> frozenset[str]:
    """The numbers that have certificates in a file; none where there is no file."""
    if not path.exists():
        return frozenset()
    content = json.loads(gzip.decompress(path.read_bytes()))
    return frozenset(name for each in content for name in each["names"])


def _plain(certificate: Certificate) -> dict[str, Any]:
    part = certificate.part
    place = {name: number for number, name in enumerate(part.names)}
    return {
        "names": part.names,
        "ranges": [(r.lower, _end(r.upper), r.whole) for r in part.ranges],
        "relations": [
            (
                [(place[name], factor) for name, factor in relation.terms],
                _end(relation.least),
                _end(relation.most),
            )
            for relation in part.relations
        ],
        "tables": certificate.tables,
        "intervals": [
            (_end(i.low), _end(i.high), i.tables) for i in certificate.intervals
        ],
    }


def _certificate(content: dict[str, Any]) -> Certificate:
    names = tuple(content["names"])
    part = Part(
        names,
        tuple(
            Range(lower, _number(upper, math.inf), whole)
            for lower, upper, whole in content["ranges"]
        ),
        tuple(
            Relation(
                tuple((names[place], factor) for place, factor in terms),
                _number(least, -math.inf),
                _number(most, math.inf),
            )
            for terms, least, most in content["relations"]
        ),
    )
    return Certificate(
        part,
        tuple(tuple(table) for table in content["tables"]),
        tuple(
            Interval(
                name,
                _number(low, -math.inf),
                _number(high, math.inf),
                None if tables is None else (tables[0], tables[1]),
            )
            for name, (low, high, tables) in zip(
                names, content["intervals"], strict=True
            )
        ),
    )


def _end(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _number(number: float | None, otherwise: float) -> float:
    return otherwise if number is None else number
