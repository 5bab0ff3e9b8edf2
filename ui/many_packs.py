"""A pack for each area in one go: made by a process of its own, so that no reader waits; how far it is, and a button that stops it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from carehomes import briefing
from carehomes.access import EVERY_AREA
from carehomes.charts import words
from carehomes.ledger.arrangements import Arrangement
from carehomes.ledger.audit import taken
from carehomes.selection import Selection, moment_code
from ui.frame import Page
from ui.people import same_reader
from ui.session import shelf
from ui.text import block, esc, literal, say
from ui.turns import PACKS, Turn, waiting_html

_PROJECT = Path(__file__).resolve().parents[1]
_JOB = "many_packs"


@dataclass(frozen=True)
class Waiting:
    """Packs that are asked for and wait for their turn, and how they are begun."""

    turn: Turn
    start: Callable[[], Job]


@dataclass(frozen=True)
class Job:
    """The process that makes the packs, the folder that it writes into, and what they are about."""

    process: subprocess.Popen[bytes]
    folder: tempfile.TemporaryDirectory[str]
    about: str
    name: str

    @property
    def path(self) -> Path:
        """The ZIP: there once it is whole."""
        return Path(self.folder.name) / self.name

    @property
    def told(self) -> list[dict[str, object]]:
        """The packs that are done."""
        lines = (Path(self.folder.name) / "told").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]


def draw_many(page: Page, arranged: Arrangement, *, allowed: bool) -> None:
    """Offer (where ``allowed``) the packs of the areas below the chosen one; while they are made tell how far it is."""
    listed = briefing.below(page.snapshot, page.selection, page.permitted)
    if st.session_state.get(_JOB):
        _draw_job()
    elif listed:
        what = words.plural(len(listed), "area")
        if st.button(f"A pack for each of {what} below", key="make_many", disabled=not (allowed and arranged.kinds)):
            st.session_state[_JOB] = Waiting(PACKS.join(), partial(_start, page, arranged))
            st.rerun()


def _begun(waiting: Waiting) -> Job | None:
    """Return the job of somebody whose turn has come, else None and how many are before."""
    if before := waiting.turn.before():
        block(waiting_html(PACKS, before))
        if st.button("Stop waiting", key="stop_waiting"):
            waiting.turn.leave()
            del st.session_state[_JOB]
            st.rerun()
        return None
    try:
        job = waiting.start()
    except BaseException:
        waiting.turn.leave()
        raise
    # It goes on where whoever asked for it has gone; once it has ended, however it did, others may.
    waiting.turn.hold_while(lambda: job.process.poll() is None)
    st.session_state[_JOB] = job
    return job


@st.fragment(run_every=1.0)
def _draw_job() -> None:
    same_reader()
    job: Job | Waiting | None = st.session_state.get(_JOB)
    if isinstance(job, Waiting):
        job = _begun(job)
    if job is None:
        return
    told, ended = job.told, job.process.poll() is not None
    of = int(str(told[-1]["of"])) if told else 0
    if not ended:
        about = literal(told[-1]["area"] if told else job.about)
        st.progress(len(told) / of if of else 0.0, text=f"{len(told)} of {of or '…'} packs: {about}")
        if st.button("Stop", key="stop_many"):
            _end(job)
            st.rerun()
        return
    if job.path.exists():
        block(f'<p class="ch-muted">{esc(words.plural(len(told), "pack"))} and an index: {esc(job.about)}.</p>')
        st.download_button(
            "Download ZIP",
            data=taken(shelf().store, job.about, job.path.read_bytes, {"file": job.name}),
            file_name=job.name,
            mime="application/zip",
            key="many_zip",
            on_click="ignore",
        )
    else:
        say("The packs could not be made. Make one of them by itself: it says why.")
    if st.button("Done", key="done_many"):
        _end(job)
        st.rerun()


def _end(job: Job) -> None:
    """Stop the process, which leaves no half ZIP, and give its folder up. Packs that it had made stay kept."""
    job.process.terminate()
    try:
        job.process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        job.process.kill()
        job.process.wait()
    job.folder.cleanup()
    del st.session_state[_JOB]


def _start(page: Page, arranged: Arrangement) -> Job:
    chosen = page.selection
    folder = tempfile.TemporaryDirectory(prefix="carehomes-packs-")
    name = f"care-home-support_briefings_{chosen.place.code}_week-{chosen.week}.zip"
    # Made by a process of its own, which is held to what a viewer of these areas may see; whoever may preview every area sees all.
    whole = [] if not page.store.refusal("preview", [""]) else [EVERY_AREA]
    only = whole if page.permitted.ccgs is None else sorted(page.permitted.ccgs)
    command = [sys.executable, "-m", "carehomes", "briefing", "--each", "--json", "--anyway", "--out", str(Path(folder.name) / name)]
    with (Path(folder.name) / "told").open("wb") as told:
        process = subprocess.Popen(
            # Joined by =, since a title may begin with a dash.
            [
                *command,
                *_asked(chosen),
                *(["--beyond"] if page.snapshot.beyond is not None else []),
                *(word for code in only for word in ("--only", code)),
                f"--title={arranged.title}",
                f"--subtitle={arranged.subtitle}",
                "--slides",
                *arranged.kinds,
            ],
            stdout=told,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            env={**os.environ, "CAREHOMES_STORE": str(page.store.folder.resolve()), "PYTHONUTF8": "1"},
        )
    return Job(process, folder, f"{chosen.label}, {words.week(chosen.week)}", name)


def _asked(chosen: Selection) -> list[str]:
    """Return the selection in the words of the command."""
    found = ["--week", str(chosen.week), "--areas", chosen.basis, "--homes", "older" if chosen.older else "all"]
    found += ["--area", chosen.place.code] if chosen.place.level != "england" else []
    return found + (["--as-at", moment_code(chosen.as_at)] if chosen.as_at else [])
