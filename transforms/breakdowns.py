"""Breakdowns that several indicators share: the name exported and its categories."""

from __future__ import annotations

from schemas import vocabulary as words
from transforms.indicator import Breakdown

STAFF_AGENCY = Breakdown("agency", words.STAFF_AGENCIES)
EVERY_AGENCY = Breakdown("agency", words.AGENCIES)
LEAD_AGENCY = Breakdown("lead_agency", words.AGENCIES)
ROLE_GROUP = Breakdown("role_group", words.ROLE_GROUP)
COURSE_LEVEL = Breakdown("course_level", words.COURSE_LEVEL)
PLACEMENT_TYPE = Breakdown("placement_type", words.PLACEMENT_TYPE)
STAGE_GROUP = Breakdown("stage_group", words.STAGE_GROUP)
CHILD_AGE_GROUP = Breakdown("age_group", words.CHILD_AGE_GROUP)
AGE_GROUP = Breakdown("age_group", words.AGE_GROUP)
SEX = Breakdown("sex", words.SEX)
DISABILITY = Breakdown("disability", words.YES_NO)
ETHNICITY = Breakdown("ethnicity", words.ETHNICITY)
LOOKED_AFTER = Breakdown("looked_after", words.YES_NO)
LOCALITY = Breakdown("locality", words.LOCALITY)
LOCATION_TYPE = Breakdown("location_type", words.LOCATION_TYPE)
THEME = Breakdown("theme", words.THEME)
