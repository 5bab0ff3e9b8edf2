"""Templates: workbooks for a CCG and a week, blank or pre-filled, whose answers come back through the intake without a finding."""

from carehomes.templates.la_form import make_la_form
from carehomes.templates.make import KINDS, Template, make_template, template_name

__all__ = ["KINDS", "Template", "make_la_form", "make_template", "template_name"]
