"""The independent witness: every figure recomputed in plain Python, from the files alone (standard library only).

It shares no code with the product. See README.md beside this file for its reading of the fourteen rules.
"""

from .compare import differences
from .figures import figures
from .reading import load_world
from .returned import returned
from .views import Members, views

__all__ = ["Members", "differences", "figures", "load_world", "returned", "views"]
