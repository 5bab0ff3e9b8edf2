"""Files that are taken away: a table with its notes, as CSV and as a workbook, with the same rows in both."""

from carehomes.exports.notes import SHORTHAND, SIGNS
from carehomes.exports.tables import Sheet, csv_file, with_suppressed, workbook, xlsx_file

__all__ = ["SHORTHAND", "SIGNS", "Sheet", "csv_file", "with_suppressed", "workbook", "xlsx_file"]
