"""Areas and reporting weeks: codes, names, dates, successors."""

from carehomes.areas.lists import Area, AreaList
from carehomes.areas.weeks import due_moment, week_label, week_problem

__all__ = ["Area", "AreaList", "due_moment", "week_label", "week_problem"]
