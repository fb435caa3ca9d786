"""Choosing what to hide in a linear table, so that no reader works it out.

The formulation is Fischetti and Salazar's (Management Science 47, 2001). What belongs
here: the choice and the reader it defends against. What does not: indicators, periods,
releases (`disclosure`), and the proof of what was chosen (`audit`, another program).
"""

from __future__ import annotations

from transforms.suppression.attacker import Attacks
from transforms.suppression.choice import Pattern, choose, unprotected

__all__ = ["Attacks", "Pattern", "choose", "unprotected"]
