"""``python -m carehomes COMMAND``: what each command takes; what it does stands in a module of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from carehomes.cli import figures, groups, mapping, papers, returns, template
from carehomes.templates import KINDS

ACCEPTED, REFUSED, HELD = returns.ACCEPTED, returns.REFUSED, returns.HELD
_EXIT = "Exit codes: 0 accepted (or nothing to do), 1 refused, 2 the command's words are off, 3 held: a person must say something."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2020-05-17") from error


def moment(text: str) -> datetime:
    """Read an ISO moment; without an offset it is the time in London."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment; write it as 2020-05-20T12:00 or 2020-05-20T12:00+01:00") from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo("Europe/London"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m carehomes", description="Care home support: weekly progress.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    accept = commands.add_parser("accept", help="examine returns and accept them", epilog=_EXIT)
    accept.add_argument("files", nargs="+", type=Path, metavar="FILE")
    accept.add_argument("--week", type=_day, help="the week's Sunday, where a file does not say it")
    accept.add_argument("--submitter", default="", help="the CCG's or local authority's code, where a file does not say it")
    accept.add_argument("--received-at", type=moment, help="when it was received (now, if not said)")
    papers.add_papers(accept)

    accept.add_argument(
        "--map",
        dest="mapped",
        action="append",
        default=[],
        metavar="HEADER=QUESTION",
        help='what a header that no question has means, such as "Lead GP?=clinical_lead" (nothing after the = leaves the column out); '
        "remembered for its submitter and layout; may be said several times",
    )

    reference = commands.add_parser("reference", help="load a register, an alignment file, a code list or boundaries of CCGs", epilog=_EXIT)
    reference.add_argument("files", nargs="+", type=Path, metavar="FILE")
    reference.add_argument("--effective", type=_day, help="the day from which a register or a succession of codes holds")
    reference.add_argument("--received-at", type=moment, help="when it was received (now, if not said)")

    nil = commands.add_parser("nil", help="record a nil return: nothing to say for the week", epilog=_EXIT)
    nil.add_argument("--submitter", required=True, help="the CCG's code")
    nil.add_argument("--week", type=_day, required=True, help="the week's Sunday")
    nil.add_argument("--received-at", type=moment, help="when it was received (now, if not said)")

    withdraw = commands.add_parser("withdraw", help="withdraw a standing return", epilog=_EXIT)
    withdraw.add_argument("--kind", choices=["home", "area", "la"], default="home")
    withdraw.add_argument("--submitter", default="", help="the CCG's or local authority's code")
    withdraw.add_argument("--week", type=_day, help="the week's Sunday")
    withdraw.add_argument("--return", dest="return_id", type=int, metavar="NUMBER", help="the return's number, instead of the three above")
    withdraw.add_argument("--reason", default="", help="why, for the journal")

    sheet = commands.add_parser(
        "template",
        help="write a workbook for a CCG and a week, pre-filled or blank",
        epilog="Exit codes: 0 written, 1 refused, 2 the command's words are off.",
    )
    sheet.add_argument("--submitter", required=True, help="the CCG's code")
    sheet.add_argument("--week", type=_day, required=True, help="the week's Sunday")
    sheet.add_argument("--kind", choices=KINDS, default="home", help="a row a home (the default), or a row a PCN with counts")
    sheet.add_argument("--blank", action="store_true", help="without homes, PCNs and last week's answers")
    sheet.add_argument("--out", type=Path, metavar="FILE", help="where to write it (here, under a name of its own, if not said)")

    demo = commands.add_parser("demo", help="load a demonstration into an empty store")
    demo.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="data/demo, if none is named")

    group = commands.add_parser("group", help="own groups of areas and homes")
    deeds = group.add_subparsers(dest="deed", required=True, metavar="save | list | hide")
    saved = deeds.add_parser("save", help="save a group under a name")
    saved.add_argument("name", metavar="NAME")
    saved.add_argument("codes", nargs="+", metavar="CODE", help="regions, STPs, CCGs, PCNs, local authorities, homes' CQC location IDs")
    deeds.add_parser("list", help="print the groups with their ids")
    hidden = deeds.add_parser("hide", help="take a group out of the lists; its links still open it")
    hidden.add_argument("id", metavar="ID", help="such as g-3f9a1c22d0")

    mapped = commands.add_parser("mapping", help="what headers that no question has were said to mean (accept --map)")
    told = mapped.add_subparsers(dest="deed", required=True, metavar="list | forget")
    told.add_parser("list", help="print what is remembered, with its numbers")
    forgotten = told.add_parser("forget", help="forget one; its layout is asked about again")
    forgotten.add_argument("number", type=int, metavar="NUMBER")

    shown = commands.add_parser("figures", help="print every measure of every area for a week")
    shown.add_argument("--week", type=_day, required=True, help="the week's Sunday")
    where = shown.add_mutually_exclusive_group()
    where.add_argument("--area", default="", help="only this area or local authority (and the parts of a CCG)")
    where.add_argument("--group", default="", help="only this own group, by its id")
    shown.add_argument("--homes", choices=["all", "older"], default="all", help="all homes, or only those for older people")
    shown.add_argument("--as-at", type=moment, help="as known at this moment")
    shown.add_argument("--areas", choices=["then", "now"], default="then", help="areas as they were then, or as they are now")
    form = shown.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON (the default)")
    form.add_argument("--csv", action="store_true", help="as CSV")
    return parser


def _group(asked: argparse.Namespace) -> int:
    if asked.deed == "save":
        return groups.save(asked.name, asked.codes)
    return groups.hide(asked.id) if asked.deed == "hide" else groups.show()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Sentences go to standard output, troubles to standard error."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.command == "withdraw" and asked.return_id is None and not (asked.submitter and asked.week):
        parser.error("withdraw needs --submitter and --week, or --return")
    if asked.command == "accept" and (wrong := papers.problem(asked.files, asked.receipt, asked.marked)):
        parser.error(wrong)
    try:
        if asked.command == "accept":
            beside = papers.Papers(asked.receipt, asked.marked)
            return returns.accept(
                asked.files, week=asked.week, submitter=asked.submitter, received_at=asked.received_at, mapped=asked.mapped, papers=beside
            )
        if asked.command == "reference":
            return returns.reference(asked.files, effective=asked.effective, received_at=asked.received_at)
        if asked.command == "nil":
            return returns.nil(asked.submitter, asked.week, received_at=asked.received_at)
        if asked.command == "withdraw":
            return returns.withdraw_standing(asked.kind, asked.submitter, asked.week, return_id=asked.return_id, reason=asked.reason)
        if asked.command == "template":
            return template.make(asked.submitter, asked.week, kind=asked.kind, blank=asked.blank, out=asked.out)
        if asked.command == "demo":
            return returns.demo(asked.folder)
        if asked.command == "group":
            return _group(asked)
        if asked.command == "mapping":
            return mapping.forget(asked.number) if asked.deed == "forget" else mapping.show()
        older = asked.homes == "older"
        return figures.show(
            asked.week, area=asked.area, group_id=asked.group, as_at=asked.as_at, areas=asked.areas, older=older, as_csv=asked.csv
        )
    except (OSError, ValueError) as error:
        print(f"{error}", file=sys.stderr)
        return REFUSED
