"""Questions and measures, read from their .toml files: a new one is a file and no code."""

from carehomes.catalogue.measures import Measure, load_measures
from carehomes.catalogue.questions import Question, load_questions

__all__ = ["Measure", "Question", "load_measures", "load_questions"]
