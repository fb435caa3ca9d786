"""What the store says of an agency's earlier files: counts and bounds, no records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import duckdb

_MOST_PLACES = 100
"""So many rows a question names; they are enough to find what is behind them."""


class Bounds(NamedTuple):
    """How the numbers of a column lay in earlier files."""

    n_values: int
    least: float
    greatest: float
    lower_quartile: float
    upper_quartile: float


def codes_sent(
    connection: duckdb.DuckDBPyConnection,
    extract: str,
    columns: Sequence[str],
    submissions: Sequence[str],
) -> dict[tuple[str, str], dict[str, int]]:
    """Rows by column and code, and by submission."""
    if not columns:
        return {}
    one_column = (
        f"SELECT '{column}' AS place, {column} AS code, submission_id, count(*) "
        f"FROM received.{extract} WHERE list_contains($names, submission_id) "
        f"AND {column} IS NOT NULL GROUP BY ALL"
        for column in columns
    )
    rows = connection.execute(
        f"{' UNION ALL '.join(one_column)} ORDER BY ALL", {"names": list(submissions)}
    ).fetchall()
    found: dict[tuple[str, str], dict[str, int]] = {}
    for column, code, submission, count in rows:
        found.setdefault((column, code), {})[submission] = count
    return found


def bounds(
    connection: duckdb.DuckDBPyConnection,
    extract: str,
    column: str,
    submissions: Sequence[str],
) -> Bounds | None:
    """How a column's numbers lay in some submissions; None where they hold none."""
    row = connection.execute(
        f"SELECT count({column}), min({column}), max({column}), "
        f"quantile_cont({column}, 0.25), quantile_cont({column}, 0.75) "
        f"FROM received.{extract} WHERE list_contains(?, submission_id)",
        [list(submissions)],
    ).fetchone()
    return Bounds(*row) if row is not None and row[0] else None


def rows_beyond(
    connection: duckdb.DuckDBPyConnection,
    extract: str,
    column: str,
    submission: str,
    limits: tuple[float, float],
) -> list[tuple[int, bool]]:
    """Rows of a submission outside limits, and whether they lie above."""
    rows = connection.execute(
        f"SELECT row_number, {column} > ? FROM received.{extract} "
        f"WHERE submission_id = ? AND ({column} < ? OR {column} > ?) "
        "ORDER BY row_number LIMIT ?",
        [limits[1], submission, *limits, _MOST_PLACES],
    ).fetchall()
    return [(int(row), bool(above)) for row, above in rows]


def reviews_without_referral(
    connection: duckdb.DuckDBPyConnection, submission: str, referrals: Sequence[str]
) -> list[int]:
    """Rows of vyp_reviews whose referral is in none of some submissions."""
    rows = connection.execute(
        "SELECT review.row_number FROM received.vyp_reviews AS review "
        "WHERE review.submission_id = ? AND NOT EXISTS ("
        "SELECT 1 FROM received.vyp_referrals AS referral "
        "WHERE list_contains(?, referral.submission_id) "
        "AND referral.referral_ref = review.referral_ref) "
        "ORDER BY ALL LIMIT ?",
        [submission, list(referrals), _MOST_PLACES],
    ).fetchall()
    return [int(row) for (row,) in rows]


def episodes_without_return(
    connection: duckdb.DuckDBPyConnection, submission: str, returns: str
) -> list[int]:
    """Rows of missing_episodes whose return in the quarter is in no return's row."""
    rows = connection.execute(
        "SELECT episode.row_number FROM received.missing_episodes AS episode "
        "WHERE episode.submission_id = ? AND episode.returned_on BETWEEN ("
        "SELECT min(returned_on) FROM received.return_interviews "
        "WHERE submission_id = ?) AND ("
        "SELECT max(returned_on) FROM received.return_interviews "
        "WHERE submission_id = ?) AND NOT EXISTS ("
        "SELECT 1 FROM received.return_interviews AS listed "
        "WHERE listed.submission_id = ? AND listed.child_ref = episode.child_ref "
        "AND abs(epoch_us(listed.returned_at) - epoch_us(episode.returned_at)) "
        "<= 86400000000) ORDER BY ALL LIMIT ?",
        [submission, returns, returns, returns, _MOST_PLACES],
    ).fetchall()
    return [int(row) for (row,) in rows]
