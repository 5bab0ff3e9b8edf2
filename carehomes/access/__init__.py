"""Which areas a reader may see. Every query of a snapshot takes them, from the first day."""

from carehomes.access.permitted import EVERYWHERE, Permitted

__all__ = ["EVERYWHERE", "Permitted"]
