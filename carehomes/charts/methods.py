"""The methods in a leader's words, each with a worked example; tests/statistics/test_methods.py recomputes every number of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """One method: the question that it answers, how it does, an example with its counts, where it is used, and where it comes from."""

    id: str
    question: str
    name: str
    told: str
    example: str
    used: str
    source: str


SHARES = (
    Method(
        "pooled",
        "What is the share of several areas together?",
        "Pooled counts",
        "The yes of all areas over the homes of all areas. Never the mean of their percentages, which would let an area of ten homes "
        "weigh as much as one of eighty.",
        "One area has 9 of 10 homes (90%), another 40 of 80 (50%). Together 49 of 90: 54%. The mean of the two percentages, 70%, is the "
        "share of no homes at all.",
        "Every figure of more than one area.",
        "Rule 14 of the rules of counting.",
    ),
    Method(
        "range",
        "What does silence leave open?",
        "The range of those that did not answer",
        "From yes over all homes, as if every silent home said no, to yes and silent over all homes, as if every one said yes. It is no "
        "interval of chance: it says what is not known, however many homes there are.",
        "86 of 131 homes say yes and 25 do not answer: 66% at the least, and (86 + 25) of 131, 85%, at the most.",
        "Beside every share of all homes.",
        "Rule 3 of the rules of counting.",
    ),
    Method(
        "wilson",
        "How much could chance move so small a count?",
        "Wilson intervals",
        "With twelve homes one home is 8 points. The 95% interval holds the true share in 19 of 20 such counts, were homes drawn by "
        "chance; the 99.8% interval in 499 of 500. Returns are a census: the interval tells how the process could have come out, and it "
        "knows nothing of the homes that did not answer.",
        "9 of 12 homes is 75%, and its 95% interval 47% to 91% (99.8%: 33% to 95%). 90 of 120 homes is 75% as well, and its interval "
        "67% to 82%.",
        "Tables and bars, in brackets, of the share of those that answered.",
        "E. B. Wilson (1927), as Public Health England's Fingertips has it.",
    ),
)
COMPARING = (
    Method(
        "compared",
        "Which areas may be compared at all?",
        "Enough answers",
        "Only where at least 80% (a setting) of the homes, less those it does not apply to, said yes or no; the comparison is of those. "
        "The others are listed as too few answered, never ranked low. Where fewer than 5 homes answered nothing is judged: one home "
        "would decide.",
        "33 of 41 homes answered: 80.5%, compared. 32 of 41: 78.0%, too few answered.",
        "Funnels, ranks, better and worse, everywhere.",
        "Rule 4 of the rules of counting.",
    ),
    Method(
        "funnel",
        "Does an area differ from the others by more than chance?",
        "Funnel plots",
        "Every area by the number of its homes. Round the share of all together lie limits, wide where homes are few and narrow where "
        "they are many: 19 of 20 areas lie inside the 95% limits and 499 of 500 inside the 99.8% limits where all share one true share. "
        "Limits are drawn from 0% to 100%; areas are judged by the limits as computed.",
        "All areas together: 85%. 8 of 12 homes (67%) lies inside the limits for 12 homes, 65% to 105% (drawn to 100%): similar. "
        "80 of 120 (67%) lies below both limits for 120 homes, 79% and 75%: worse.",
        "Compare areas.",
        "D. J. Spiegelhalter (2005); limits and labels as in Public Health England's PHEindicatormethods.",
    ),
    Method(
        "words",
        "Better, similar or worse?",
        "Judgement in words",
        "Outside the 95% limits on the side that the measure calls better: better. On the other: worse. Inside: similar, whatever the "
        "percentages look like. Where neither side is better: higher and lower. Outside 99.8% is said besides.",
        "Where lower is better, as for homes missed two weeks running, 3 of 10 homes against 2% of all together is worse, and outside "
        "99.8%.",
        "Compare areas, and the tables of areas on every page.",
        "The words of Fingertips.",
    ),
    Method(
        "ranks",
        "Which rank does an area have?",
        "Ranks as ranges",
        "A rank of small areas is mostly chance. The true share of each area is drawn many times from what its counts leave open, all "
        "areas are ranked each time, and the middle 95% of the ranks is told. The same counts always give the same ranges, in any "
        "order.",
        "Six PCNs of 12 homes with 12, 11, 11, 10, 9 and 8 yes: the first stands between 1st and 4th of 6, the last between 3rd and 6th. "
        "With ten times as many homes, the first is 1st and the last between 5th and 6th.",
        "Compare areas, and the tables of areas on every page.",
        "H. Goldstein and D. J. Spiegelhalter (1996).",
    ),
)
CHANGE = (
    Method(
        "deciles",
        "How do areas spread, week by week?",
        "Deciles",
        "The shares of all areas in a row, cut into tenths: a tenth of the areas lies below the first decile, half below the fifth. "
        "At least ten areas are needed.",
        "Eleven areas with 40, 50, 55, 60, 65, 70, 75, 80, 85, 90 and 100%: the first decile is 50%, the middle 70%, the ninth 90%.",
        "Compare areas.",
        "As OpenPrescribing has them.",
    ),
    Method(
        "matched",
        "Is this week's change more than noise?",
        "Matched homes, exact McNemar test",
        "Only homes that said yes or no in both weeks count: who newly returned or fell silent cannot move it. If nothing had changed, "
        "a home that changes its answer does so either way as likely, like a coin. How often would coins fall so unevenly? In fewer "
        "than 1 of 20: more than noise.",
        "Of the homes that answered in both weeks 12 went from no to yes and 3 from yes to no: coins would do as much in 35 of 1,000 "
        "throws of 15, so it is more than noise. 5 and 1: in 219 of 1,000, so it is not.",
        "Above the weekly trend of a question of yes and no, for regions, STPs, CCGs and PCNs.",
        "Q. McNemar (1947), exact by the binomial.",
    ),
    Method(
        "alerts",
        "Which areas need attention?",
        "Few false alarms",
        "Each area is held against all of them together, and by its process chart against its own weeks before. Look at a hundred "
        "areas and five stand out by chance alone. The more areas are looked at, the stronger the evidence must be: "
        "of the alerts raised, at most 5 in 100 are false in the long run. Each alert comes with its counts, and with how often chance "
        "alone would show as much.",
        "20 PCNs of 12 homes, all together 85%. One has 4 of 12, one 6 of 12, one 8 of 12, the others are close to 85%. The first two "
        "are alerts; 8 of 12 is none: chance would show as much in 92 of 1,000 PCNs. Among 100 PCNs 6 of 12 would be none either.",
        "The Overview and Compare areas.",
        "Y. Benjamini and Y. Hochberg (1995); exact binomial tests.",
    ),
)
PROCESS = (
    Method(
        "xmr",
        "Is this week different from the weeks before?",
        "Process charts (XmR)",
        "The mean of the weeks, and limits 2.66 times the mean change from week to week on either side: by chance alone a week lies "
        "between them. From 13 weeks on there are limits. A week without an answer is a gap: no change runs across it.",
        "80, 84, 79, 83, 81, 85, 80, 82, 84, 81, 79, 83 and 82: the mean is 81.8, the mean change 3.17, and the limits are 73.3 and 90.2. "
        "A week of 75 is common cause, one of 70 a special cause.",
        "The tab beside each weekly trend of a process, and Compare areas.",
        "NHS England, Making Data Count; D. J. Wheeler, Making Sense of Data.",
    ),
    Method(
        "p_prime",
        "Why do limits of shares widen and narrow?",
        "Limits by the number of homes (p-prime)",
        "A share of few homes moves more by chance than one of many. So the limits of shares are wider in weeks with fewer homes, and they "
        "grow with how much shares move from week to week beyond that. They are drawn from 0% to 100%; weeks are judged by the limits as "
        "computed.",
        "12 weeks of 40 homes with 31 to 35 yes, and one of 10 homes with 8 yes: the limits are 68% and 95% for 40 homes, and 55% and 108% "
        "(drawn to 100%) for 10.",
        "Process charts of shares, and the matrix of Compare areas.",
        "D. B. Laney (2002).",
    ),
    Method(
        "rules",
        "What is a sign of a change?",
        "Four special-cause rules",
        "A week outside the limits; 6 weeks in a row on one side of the mean; 6 weeks in a row that all rise or all fall; 2 of 3 weeks "
        "near the same limit. By the direction of the measure it is an improvement or a concern. Everything else is common cause: no sign "
        "of a change, and no reason to act on one week.",
        "The 13 weeks above, then 83, 84, 83, 84, 83 and 84: none is outside the limits, and all lie above the mean of 81.8: an "
        "improvement where higher is better. In any six weeks chance alone would do so in 31 of 1,000.",
        "Process charts, the icons, and what needs attention.",
        "NHS England, Making Data Count.",
    ),
    Method(
        "assurance",
        "Will the target be met?",
        "Assurance: the target against the limits",
        "The target is held against the limits, not against one week. Outside of them on the better side the process meets it week after "
        "week; on the worse side it misses it unless something changes; between them it is met and missed by chance.",
        "With limits of 73.3 and 90.2 and higher better, a target of 70 is met, one of 95 is missed, and one of 90 is hit and missed by "
        "chance.",
        "The icons of process charts, and the matrix of Compare areas.",
        "NHS England, Making Data Count.",
    ),
    Method(
        "rebase",
        "What if the way of counting changes?",
        "Limits that begin anew",
        'A note "definition changed" about a measure begins its mean and limits anew from its first week, with its words as the reason. '
        "What was counted otherwise is then no sign of a change. Until 13 weeks have passed the new limits are called trial limits.",
        "The 13 weeks above, then 13 weeks of 69 to 73 under a new definition: from there on the mean is 70.8 and the limits are 66.2 and "
        "75.5, and no week is a special cause. Without the note each of the new weeks would be called a concern.",
        "Process charts, and the matrix of Compare areas.",
        "NHS England, Making Data Count.",
    ),
)
TOLD = (
    Method(
        "suppression",
        "Whose counts are left out for others than the team?",
        "Suppression of small counts of people",
        "In the view beyond the team (More filters) counts of 1 to 4 (a setting) residents or staff below CCG level are suppressed [c], "
        "those without it counted too, and so are as many areas of the same CCG as keep them from being worked out from its total. An area "
        "is told in every measure over the same people or in none. What cuts across CCGs and what single homes said is not told in people. "
        "Homes, equipment and whole CCGs are told as ever. A week as known at two moments, or by areas then and now, is not held together.",
        "PCN A has 3 of 50 residents with a plan, B 40 of 60, C 30 of 45, their CCG 73 of 155. A is suppressed; from the CCG and the "
        "others it would be 73 less 40 and 30, so C is suppressed, too.",
        "Pages, files and packs beyond the team.",
        "L. Willenborg and T. de Waal, Elements of Statistical Disclosure Control (2001), chapter 4.",
    ),
    Method(
        "part",
        "What is England to a reader of some areas?",
        "The sum of her areas",
        "Whoever may see some areas only is told those alone: totals of a region or of England are then the sum of her areas and say so "
        "(your areas). From a total and all but one of its parts the last part would follow, so no total of the rest stands beside it.",
        "A reader of two CCGs with 49 of 56 and 61 of 70 homes is told 110 of 126 for their region, whatever else is in it.",
        "Every page, file and pack.",
        "The data protection principle of the least that is needed.",
    ),
)
#: The headings of the page and their methods, in order.
METHODS: tuple[tuple[str, tuple[Method, ...]], ...] = (
    ("Shares", SHARES),
    ("Areas beside one another", COMPARING),
    ("Weeks and alerts", CHANGE),
    ("Process charts", PROCESS),
    ("Who is told what", TOLD),
)
