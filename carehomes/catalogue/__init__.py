"""Questions and measures, read from their .toml files: a new one is a file and no code; dated events from their list."""

from carehomes.catalogue.breaks import Break, between
from carehomes.catalogue.events import Event, events_of, load_events
from carehomes.catalogue.la_pairs import LaPair, la_pairs, load_la_pairs
from carehomes.catalogue.measures import Measure, inherited, load_measures
from carehomes.catalogue.questions import TOPICS, Question, load_questions
from carehomes.catalogue.standards import Standard, in_force, load_standards, standards, standards_of
from carehomes.catalogue.terms import Term, load_terms, term_of, terms
from carehomes.catalogue.themes import Theme, load_themes, themes

__all__ = [
    "TOPICS",
    "Break",
    "Event",
    "LaPair",
    "Measure",
    "Question",
    "Standard",
    "Term",
    "Theme",
    "between",
    "events_of",
    "in_force",
    "inherited",
    "la_pairs",
    "load_events",
    "load_la_pairs",
    "load_measures",
    "load_questions",
    "load_standards",
    "load_terms",
    "load_themes",
    "standards",
    "standards_of",
    "term_of",
    "terms",
    "themes",
]
