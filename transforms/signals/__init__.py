"""Signals: whether a series over time changes by more than chance gives.

Belongs here: centre lines and limits (`limits`), the rules that find runs of points
(`rules`), the named profiles that say which rules hold at which length (`profiles`),
and what they tell of an indicator's released quarters (`reading`). Does not belong
here: any sentence (report_templates.signal_words), and any figure that an edition may
not show: signals are read from released values alone.

`signals` takes any series of numbers; docs/signals.md says how to put one through it.
"""

from transforms.signals.limits import (
    Limits,
    c_chart,
    g_chart,
    p_chart,
    p_prime_chart,
    run_chart,
    t_chart,
    u_chart,
    u_prime_chart,
    xmr_chart,
)
from transforms.signals.profiles import (
    ANHOEJ,
    HIS_RUN_CHART,
    MAKING_DATA_COUNT,
    MAKING_DATA_COUNT_EXCEL,
    PHS_CONTROL_CHART,
    PROFILES,
    Profile,
    flagged,
    profile_named,
    signals,
)
from transforms.signals.rules import Rule, Runs, Side, Signal, runs_of

__all__ = [
    "ANHOEJ",
    "HIS_RUN_CHART",
    "MAKING_DATA_COUNT",
    "MAKING_DATA_COUNT_EXCEL",
    "PHS_CONTROL_CHART",
    "PROFILES",
    "Limits",
    "Profile",
    "Rule",
    "Runs",
    "Side",
    "Signal",
    "c_chart",
    "flagged",
    "g_chart",
    "p_chart",
    "p_prime_chart",
    "profile_named",
    "run_chart",
    "runs_of",
    "signals",
    "t_chart",
    "u_chart",
    "u_prime_chart",
    "xmr_chart",
]
