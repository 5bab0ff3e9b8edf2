"""Figures of areas from a snapshot, and what the register and the alignment say."""

from carehomes.measures.alignments import alignment_files, alignment_list, alignment_weeks
from carehomes.measures.area_answers import HomesSaid, area_answers
from carehomes.measures.area_lists import list_problems, practices
from carehomes.measures.asked import ccgs_asked
from carehomes.measures.behind import sql_behind
from carehomes.measures.changed import Cause, Change, changed
from carehomes.measures.comparators import comparators, profile, similar
from carehomes.measures.disclosed import SUPPRESSED, counts_people, told_by_causes
from carehomes.measures.effect import Effect, Standing, effect
from carehomes.measures.figures import figures, trend, trends
from carehomes.measures.first_published import FirstPublished, first_published
from carehomes.measures.home_history import home_history
from carehomes.measures.la_ccgs import Beside, Shared, Statement, Told, la_beside_ccgs, la_border_homes, la_homes_told
from carehomes.measures.la_moves import la_moves
from carehomes.measures.la_told import Suggestion, la_suggestions, staged_suggestions, with_confirmed
from carehomes.measures.la_words import la_search, la_themes, la_words
from carehomes.measures.lead_register import Lead, LeadRegister, lead_register, leads_of
from carehomes.measures.local_authorities import Pooled, la_expected, la_pooled, la_status, la_versions
from carehomes.measures.matched import matched, matched_of
from carehomes.measures.names import finder
from carehomes.measures.register_returns import RegisterAgainstReturns, register_against_returns
from carehomes.measures.registers import RegisterChanges, reference_findings, register_changes, register_homes, register_versions, two_ccgs
from carehomes.measures.return_states import Tally, question_response, return_states, tallies
from carehomes.measures.returns import Returned, ccgs_under, pcns, returned, returned_of, returns_received, rule_findings
from carehomes.measures.settling import Settling, settling
from carehomes.measures.standing import Moment
from carehomes.measures.submitters import submitter_records, unplaced_files
from carehomes.measures.views import seen_group, seen_groups
from carehomes.measures.weekly import weekly_answers

__all__ = [
    "SUPPRESSED",
    "Beside",
    "Cause",
    "Change",
    "Effect",
    "FirstPublished",
    "HomesSaid",
    "Lead",
    "LeadRegister",
    "Moment",
    "Pooled",
    "RegisterAgainstReturns",
    "RegisterChanges",
    "Returned",
    "Settling",
    "Shared",
    "Standing",
    "Statement",
    "Suggestion",
    "Tally",
    "Told",
    "alignment_files",
    "alignment_list",
    "alignment_weeks",
    "area_answers",
    "ccgs_asked",
    "ccgs_under",
    "changed",
    "comparators",
    "counts_people",
    "effect",
    "figures",
    "finder",
    "first_published",
    "home_history",
    "la_beside_ccgs",
    "la_border_homes",
    "la_expected",
    "la_homes_told",
    "la_moves",
    "la_pooled",
    "la_search",
    "la_status",
    "la_suggestions",
    "la_themes",
    "la_versions",
    "la_words",
    "lead_register",
    "leads_of",
    "list_problems",
    "matched",
    "matched_of",
    "pcns",
    "practices",
    "profile",
    "question_response",
    "reference_findings",
    "register_against_returns",
    "register_changes",
    "register_homes",
    "register_versions",
    "return_states",
    "returned",
    "returned_of",
    "returns_received",
    "rule_findings",
    "seen_group",
    "seen_groups",
    "settling",
    "similar",
    "sql_behind",
    "staged_suggestions",
    "submitter_records",
    "tallies",
    "told_by_causes",
    "trend",
    "trends",
    "two_ccgs",
    "unplaced_files",
    "weekly_answers",
    "with_confirmed",
]
