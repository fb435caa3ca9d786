"""HiGHS without its banner, which setting up its callbacks prints whatever is asked."""

from __future__ import annotations

import highspy


class QuietHighs(highspy.Highs):
    """A solver that prints nothing."""

    def __init__(self) -> None:
        """Leave the callbacks out; one thread, so that a run is repeatable."""
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)
