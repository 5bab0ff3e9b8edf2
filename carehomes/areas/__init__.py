"""Areas and reporting weeks: codes, names, dates, successors."""

from carehomes.areas.groups import Group, group_of
from carehomes.areas.lists import Area, AreaList
from carehomes.areas.weeks import due_moment, read_moment, week_label, week_problem

__all__ = ["Area", "AreaList", "Group", "due_moment", "group_of", "read_moment", "week_label", "week_problem"]
