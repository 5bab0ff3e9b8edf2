"""``python -m carehomes COMMAND``: what each command takes; what it does stands in a module of its own."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carehomes.areas import read_moment
from carehomes.catalogue import TOPICS
from carehomes.charts import words
from carehomes.cli import (
    arrangements,
    audit,
    briefing,
    changed,
    figures,
    follow_ups,
    groups,
    inbox,
    la_forms,
    mapping,
    notes,
    papers,
    publishing,
    query,
    returns,
    template,
    upkeep,
    views,
    weeks,
    who,
)
from carehomes.cli.console import REFUSED
from carehomes.ledger.acting import INBOX, SHELL, account, acting
from carehomes.ledger.audit import FILE_TAKEN, record
from carehomes.ledger.model import Hints
from carehomes.store import open_store
from carehomes.templates import KINDS

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
_EXIT = "Exit codes: 0 accepted (or nothing to do), 1 refused, 2 the command's words are off, 3 held: a person must say something."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2020-05-17") from error


def moment(text: str) -> datetime:
    """Read an ISO moment; without an offset it is the time in London, and a day alone is its end."""
    try:
        return read_moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def known_moment(text: str) -> datetime:
    """Read a moment as ``moment`` does; one that is still to come is refused: nothing is known or received then."""
    found = moment(text)
    if found > datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"{words.moment(found)} is still to come; leave it out for now")
    return found


def reason(text: str) -> tuple[str, str]:
    """Read CODE=TEXT: why the queries of that code stand; * is every code."""
    code, mark, why = text.partition("=")
    code = code.strip()
    if not mark or not why.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is no reason; write it as home_not_registered='opened last week', or '*=TEXT' for all")
    return code, why


def _command(commands: Commands, name: str, told: str, example: str) -> argparse.ArgumentParser:
    made = commands.add_parser(
        name, help=told, description=told, formatter_class=argparse.RawDescriptionHelpFormatter, epilog=f"{example}\n\n{_EXIT}"
    )
    made.add_argument("--json", action="store_true", help="print JSON, for other programs")
    return made


def _add_takers(commands: Commands) -> None:
    """Add the commands that take files."""
    examples = {
        "check": ("examine files of any kind without loading anything", "Example: python -m carehomes check returns/ late.xlsx"),
        "accept": (
            "examine returns and accept them",
            "Examples:\n  python -m carehomes accept returns/\n  "
            "python -m carehomes accept x.csv --reason home_not_registered='opened in May'",
        ),
        "reference": (
            "load registers, alignment files, code lists or boundaries of CCGs",
            "Example: python -m carehomes reference register.csv --effective 2020-05-01",
        ),
    }
    for name, (told, example) in examples.items():
        taker = _command(commands, name, told, example)
        taker.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, a ZIP of files, or a folder with all in it")
        if name != "reference":
            taker.add_argument("--week", type=_day, help="the week's Sunday, where a file does not say it")
            taker.add_argument("--submitter", default="", help="the CCG's or local authority's code, where a file does not say it")
            taker.add_argument("--as-successor", action="store_true", help="take what a closed CCG sends as its successor's")
        if name == "accept":
            papers.add_papers(taker)
            taker.add_argument(
                "--map",
                dest="mapped",
                action="append",
                default=[],
                metavar="HEADER=QUESTION",
                help='what a header that no question has means, such as "Lead GP?=clinical_lead" (nothing after the = leaves the column '
                "out); remembered for its submitter and layout; may be said several times",
            )
        else:
            taker.add_argument("--effective", type=_day, help="the day from which a register or a succession of codes holds")
        taker.add_argument(
            "--reason", type=reason, action="append", default=[], metavar="CODE=TEXT", help="why a query stands; may be given several times"
        )
        taker.add_argument("--received-at", type=known_moment, help="when it was received (now, if not said)")


def _add_deciders(commands: Commands) -> None:
    """Add the commands that decide without a file, and the list of what was decided."""
    examples = "Examples:\n  python -m carehomes returns --week 2020-05-17\n  python -m carehomes returns --who --area Q71 --json"
    listed = _command(commands, "returns", "list the returns received, or who has returned", examples)
    listed.add_argument("--week", type=_day, help="only those for this week, its Sunday (with --who: this one, not the newest)")
    listed.add_argument("--who", action="store_true", help="who has returned: each CCG's state, what they add up to, whom to chase")
    listed.add_argument("--area", default="", help="with --who: only the CCGs of this area")
    listed.add_argument("--as-at", type=known_moment, help="with --who: as known at this moment")
    listed.add_argument("--areas", choices=["then", "now"], default="then", help="with --who: areas as they were then, or as they are now")

    nil = _command(
        commands,
        "nil",
        "record a nil return: nothing to say for the week",
        "Example: python -m carehomes nil --submitter 01T --week 2020-05-17",
    )
    nil.add_argument("--submitter", required=True, help="the CCG's code")
    nil.add_argument("--week", type=_day, required=True, help="the week's Sunday")
    nil.add_argument("--reason", default="", help="why, for the journal")
    nil.add_argument("--received-at", type=known_moment, help="when it was received (now, if not said)")

    for name, told in (
        ("withdraw", "withdraw a standing return: nothing of it stands after that"),
        ("undo", "undo the last withdrawal or resubmission of a return: the version before stands again"),
    ):
        example = f"Examples:\n  python -m carehomes {name} --submitter 01T --week 2020-05-17\n  python -m carehomes {name} --return 12"
        decider = _command(commands, name, told, example)
        decider.add_argument("--kind", choices=["home", "area", "la"], default="home")
        decider.add_argument("--submitter", default="", help="the CCG's or local authority's code")
        decider.add_argument("--week", type=_day, help="the week's Sunday")
        decider.add_argument("--return", dest="return_id", type=int, metavar="NUMBER", help="its number, instead of the three above")
        decider.add_argument("--reason", default="", help="why, for the journal")

    watched = _command(
        commands,
        "inbox",
        "take the returns dropped into the inbox folder (CAREHOMES_INBOX)",
        "Examples:\n  python -m carehomes inbox --once\n  CAREHOMES_INBOX=/srv/returns python -m carehomes inbox",
    )
    watched.add_argument("--once", action="store_true", help="take what lies there and settled, then end")
    watched.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="how long to wait between two looks (5)")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m carehomes", description="Care home support: weekly progress.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    _add_takers(commands)
    _add_deciders(commands)

    sheet = commands.add_parser(
        "template",
        help="write a workbook for a CCG and a week, pre-filled or blank, or the blank LA status form",
        epilog="Exit codes: 0 written, 1 refused, 2 the command's words are off.",
    )
    sheet.add_argument("--submitter", required=True, help="the CCG's code, or the local authority's")
    sheet.add_argument("--week", type=_day, required=True, help="the week's Sunday")
    kinds = "a row a home (the default), a row a PCN with counts, or the form of a local authority"
    sheet.add_argument("--kind", choices=[*KINDS, "la"], default="home", help=kinds)
    sheet.add_argument("--blank", action="store_true", help="without homes, PCNs and last week's answers")
    sheet.add_argument(
        "--with",
        dest="sets",
        action="append",
        choices=tuple(TOPICS),
        default=[],
        help="a set of optional questions that it asks too (several times for several)",
    )
    sheet.add_argument("--out", type=Path, metavar="FILE", help="where to write it (here, under a name of its own, if not said)")
    sheet.add_argument("--json", action="store_true", help="print JSON, for other programs")

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

    views.add_arguments(commands.add_parser("view", help="saved views: the address of a page under a name"))

    mapped = commands.add_parser("mapping", help="what headers that no question has were said to mean (accept --map)")
    told = mapped.add_subparsers(dest="deed", required=True, metavar="list | change | forget")
    told.add_parser("list", help="print what is remembered, with its numbers")
    changed_to = told.add_parser("change", help="say otherwise what headers of one mean, for files that come in from now on")
    changed_to.add_argument("number", type=int, metavar="NUMBER")
    changed_to.add_argument("mapped", nargs="+", metavar="HEADER=QUESTION", help="nothing after the = leaves the column out")
    forgotten = told.add_parser("forget", help="forget one; its layout is asked about again")
    forgotten.add_argument("number", type=int, metavar="NUMBER")

    epilog = "Exit codes: 0 done, 1 refused, 2 the command's words are off."
    weeks.add_arguments(commands.add_parser("week", help="close a week, open it again, allow a late entry by name", epilog=epilog), _day)
    notes.add_arguments(
        commands.add_parser("note", help="notes and events on areas, measures and weeks", epilog=epilog), _day, known_moment
    )
    counts = commands.add_parser("form", help="councils' forms beside their CCGs' returns; counts in their words", epilog=epilog)
    la_forms.add_arguments(counts, _day, known_moment)
    follow = commands.add_parser("followup", help="values sent back to who sent them: open, answered, closed", epilog=epilog)
    follow_ups.add_arguments(follow, _day, known_moment)

    sql = commands.add_parser("query", help="run one SELECT of your own over figures, homes, answers, returns", epilog=epilog)
    query.add_arguments(sql, _day, known_moment)

    who_did = commands.add_parser(
        "audit",
        help="who did what, when and from where; whether anything was changed since",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Examples:\n  python -m carehomes audit --action accepted --from 2020-05-20 --csv\n  python -m carehomes audit --verify\n\n"
        + epilog,
    )
    audit.add_arguments(who_did, moment)
    upkeep.add_commands(commands)
    publishing.add_command(commands)

    pack = commands.add_parser(
        "briefing",
        help="make the pack of a week as a file, and keep it",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=briefing.EXAMPLES,
    )
    briefing.add_arguments(pack, _day, known_moment)
    shapes = commands.add_parser("arrangement", help="which slides a briefing has, in which order, saved by name", epilog=epilog)
    arrangements.add_arguments(shapes)

    shown = commands.add_parser("figures", help="print every measure of every area for a week")
    shown.add_argument("--week", type=_day, required=True, help="the week's Sunday")
    where = shown.add_mutually_exclusive_group()
    where.add_argument("--area", default="", help="only this area or local authority (and the parts of a CCG)")
    where.add_argument("--group", default="", help="only this own group, by its id")
    shown.add_argument("--homes", choices=["all", "older"], default="all", help="all homes, or only those for older people")
    shown.add_argument(
        "--in", dest="counted", choices=["homes", "beds"], default="homes", help="count homes, or the registered beds that they have"
    )
    shown.add_argument("--beyond", action="store_true", help="for others than the team: small counts of people are suppressed")
    shown.add_argument("--as-at", type=known_moment, help="as known at this moment")
    shown.add_argument("--areas", choices=["then", "now"], default="then", help="areas as they were then, or as they are now")
    form = shown.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON (the default)")
    form.add_argument("--csv", action="store_true", help="as CSV")
    _add_changed(commands)
    return parser


def _add_changed(commands: Commands) -> None:
    why = _command(
        commands,
        "changed",
        "explain what changed between two weeks, or in one week between two moments of knowledge",
        "Examples:\n  python -m carehomes changed --week 2020-05-24\n  "
        "python -m carehomes changed --week 2020-05-24 --against 2020-05-24 --against-as-at 2020-05-27T17:00 --area X04 --behind --json",
    )
    why.add_argument("--week", type=_day, required=True, help="the week's Sunday")
    why.add_argument("--against", type=_day, help="the week that it is compared with (the week before, if not said)")
    why.add_argument("--as-at", type=known_moment, help="the week as known at this moment (now, if not said)")
    why.add_argument("--against-as-at", type=known_moment, help="the other week as known at this moment (that of --as-at, if not said)")
    where = why.add_mutually_exclusive_group()
    where.add_argument("--area", default="", help="an area or local authority (the whole, if not said)")
    where.add_argument("--group", default="", help="an own group, by its id")
    why.add_argument("--measure", action="append", default=[], help="a measure's id; may be said several times (all, if not said)")
    why.add_argument("--homes", choices=["all", "older"], default="all", help="all homes, or only those for older people")
    why.add_argument("--areas", choices=["then", "now"], default="then", help="areas as they were then, or as they are now")
    why.add_argument("--behind", action="store_true", help="list the homes behind each part")


def _changed(asked: argparse.Namespace) -> int:
    names = ("week", "against", "as_at", "against_as_at", "area", "areas", "behind")
    said = {name: getattr(asked, name) for name in names}
    question = changed.Asked(**said, group_id=asked.group, measures=asked.measure, older=asked.homes == "older")
    return changed.show(question, as_json=asked.json)


def _mapping(asked: argparse.Namespace) -> int:
    if asked.deed == "change":
        return mapping.change(asked.number, asked.mapped)
    return mapping.forget(asked.number) if asked.deed == "forget" else mapping.show()


def _group(asked: argparse.Namespace) -> int:
    if asked.deed == "save":
        return groups.save(asked.name, asked.codes)
    return groups.hide(asked.id) if asked.deed == "hide" else groups.show()


def _hints(asked: argparse.Namespace) -> Hints:
    said = vars(asked)
    names = ("submitter", "week", "effective", "received_at", "as_successor")
    return Hints(**{name: said[name] for name in names if name in said})


_TAKERS = {"check": returns.check, "accept": returns.accept, "reference": returns.reference}
_KEEPERS = {
    "arrangement": arrangements.run,
    "audit": audit.run,
    "briefing": briefing.run,
    "query": query.run,
    "week": weeks.run,
    "note": notes.run,
    "publish": publishing.run,
    "followup": follow_ups.run,
    "form": la_forms.run,
    "view": views.run,
    **dict.fromkeys(("backup", "restore", "verify", "rebuild"), upkeep.run),
}
#: Commands by which figures, rows or a file leave the store.
_TAKING = frozenset({"briefing", "changed", "figures", "query", "template"})
_DECIDERS = {"withdraw": returns.take_back, "undo": returns.undo_last}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Sentences go to standard output, troubles to standard error."""
    said = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    asked = parser.parse_args(said)
    with acting(account(), INBOX if asked.command == "inbox" else SHELL):
        code = _run(parser, asked)
        return code or _written_down(asked, said)


def _written_down(asked: argparse.Namespace, said: Sequence[str]) -> int:
    """Write down that figures, rows or a file were taken; return the exit code."""
    reads = (asked.command == "query" and not asked.sql.strip()) or (asked.command == "briefing" and asked.list)
    if asked.command not in _TAKING or reads:
        return 0
    try:
        record(open_store(), FILE_TAKEN, asked.command, {"asked": shlex.join(said)})
    except ValueError as error:
        print(f"{error}", file=sys.stderr)
        return REFUSED
    return 0


def _run(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> int:
    if asked.command in ("withdraw", "undo") and asked.return_id is None and not (asked.submitter and asked.week):
        parser.error(f"{asked.command} needs --submitter and --week, or --return")
    if asked.command == "accept" and (wrong := papers.problem(asked.files, asked.receipt, asked.marked)):
        parser.error(wrong)
    if asked.command == "publish" and (wrong := publishing.problem(asked)):
        parser.error(wrong)
    if asked.command == "returns" and not asked.who and (asked.area or asked.as_at or asked.areas == "now"):
        parser.error("--area, --as-at and --areas go with --who")
    try:
        if asked.command == "accept":
            beside = papers.Papers(asked.receipt, asked.marked)
            return returns.accept(asked.files, _hints(asked), dict(asked.reason), as_json=asked.json, mapped=asked.mapped, papers=beside)
        if asked.command in _TAKERS:
            return _TAKERS[asked.command](asked.files, _hints(asked), dict(asked.reason), as_json=asked.json)
        if asked.command in _KEEPERS:
            return _KEEPERS[asked.command](asked)
        if asked.command == "returns" and asked.who:
            return who.show(asked.week, area=asked.area, as_at=asked.as_at, areas=asked.areas, as_json=asked.json)
        if asked.command == "returns":
            return returns.show(asked.week, as_json=asked.json)
        if asked.command == "nil":
            return returns.nil(asked.submitter, asked.week, reason=asked.reason, received_at=asked.received_at, as_json=asked.json)
        if asked.command in _DECIDERS:
            return _DECIDERS[asked.command](
                asked.kind, asked.submitter, asked.week, return_id=asked.return_id, reason=asked.reason, as_json=asked.json
            )
        if asked.command == "inbox":
            return inbox.watch(once=asked.once, every=asked.every, as_json=asked.json)
        if asked.command == "template":
            return template.make(
                asked.submitter, asked.week, kind=asked.kind, blank=asked.blank, sets=asked.sets, out=asked.out, as_json=asked.json
            )
        if asked.command == "demo":
            return returns.demo(asked.folder)
        if asked.command == "group":
            return _group(asked)
        if asked.command == "mapping":
            return _mapping(asked)
        if asked.command == "changed":
            return _changed(asked)
        return figures.show(
            asked.week,
            area=asked.area,
            group_id=asked.group,
            as_at=asked.as_at,
            areas=asked.areas,
            older=asked.homes == "older",
            beds=asked.counted == "beds",
            beyond=asked.beyond,
            as_csv=asked.csv,
        )
    except BrokenPipeError:
        # Whoever read the output has what it wanted (``| head``): nothing went wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, ValueError) as error:
        print(f"{error}", file=sys.stderr)
        return REFUSED
