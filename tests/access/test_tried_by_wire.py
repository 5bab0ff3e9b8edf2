"""What somebody tried who writes the app's messages by hand, at a server with sign-in: each try shows and changes nothing."""

from __future__ import annotations

import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.access.test_borders import OTHER, OWN, WEEK, Ground, found_in, ground
from tests.access.wire import Answer, Wire, chosen, pressed, signed_cookie, wire, xsrf_of
from tests.browser.conftest import SERVER, free_port, serve
from tests.conftest import WORLDS

__all__ = ["ground"]
#: Megabytes of files that the server holds.
UPLOADS = 8
SECRET = "a secret of the tests alone, long enough"
#: What stands on the page of somebody who is not signed in.
CLOSED = "Sign in to see the areas that are yours"
NOBODY = "no areas are given to you"


@dataclass(frozen=True)
class Signed:
    """The server, its people file, and what others left in its store."""

    address: str
    people: Path
    ground: Ground

    def allow(self, **people: dict[str, object]) -> None:
        """Write the people file: a person's roles by her id."""
        told = [
            "\n".join(["[[people]]", f'id = "{name}"', *(f"{role} = {json.dumps(areas)}" for role, areas in roles.items())])
            for name, roles in people.items()
        ]
        self.people.write_text("\n\n".join(told) + "\n", encoding="utf-8")

    def cookie(self, sub: str = "viewer", **claims: object) -> str:
        """Return the cookie of somebody's sign-in."""
        return signed_cookie(SECRET, self.address, sub=sub, **claims)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> Iterator[Signed]:
    """One server for all tries of this file."""
    folder, port = tmp_path_factory.mktemp("tried"), free_port()
    people, secrets = folder / "people.toml", folder / "secrets.toml"
    people.write_text("", encoding="utf-8")
    told = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": SECRET,
        "client_id": "tried",
        "client_secret": "secret",
        "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
    }
    secrets.write_text("[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in told.items()), encoding="utf-8")
    variables = {"CAREHOMES_SIGN_IN": "yes", "CAREHOMES_PEOPLE": str(people), "CAREHOMES_UPLOADS_MEGABYTES": str(UPLOADS)}
    for address in serve(ground.store.folder, SERVER, "--secrets.files", str(secrets), port=port, **variables):
        yield Signed(address, people, ground)


@pytest.fixture(autouse=True)
def _usual(served: Signed) -> None:
    served.allow(viewer={"viewer": [OWN]}, submitter={"submitter": [OWN]}, administrator={"administrator": "everywhere"})


def _foreign(served: Signed, told: str, *asked: str) -> set[str]:
    for one in asked:
        told = told.replace(one, "")
    return found_in(told, served.ground.forbidden)


def _entries(served: Signed) -> int:
    return served.ground.store.journal.last_seq()


COOKIES: dict[str, Callable[[Signed], str]] = {
    "none": lambda one: "",
    "changed": lambda one: one.cookie()[:-3] + "abc",
    "another secret": lambda one: signed_cookie("another", one.address, sub="administrator"),
    "another place": lambda one: signed_cookie(SECRET, "https://elsewhere.example", sub="administrator"),
    "not signed in": lambda one: one.cookie("administrator", is_logged_in=False),
    "yesterday": lambda one: one.cookie("administrator", iat=time.time() - 13 * 3600),
    "to come": lambda one: one.cookie("administrator", iat=time.time() + 3600),
    "no moment": lambda one: one.cookie("administrator", iat="now"),
    "never": lambda one: one.cookie("administrator", iat=float("nan")),
    "for ever": lambda one: one.cookie("administrator", iat=1e300),
    "no text": lambda one: "2|1:0|10:1|15:_streamlit_user|0:|%00",
}


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_that_is_not_ours_or_not_of_today_signs_nobody_in(served: Signed, cookie: str) -> None:
    with wire(served.address, cookie=COOKIES[cookie](served)) as line:
        told = line.run("care_homes", area=OTHER).text
    assert CLOSED in told
    assert _foreign(served, told) == set() and OWN not in told


def test_without_the_token_against_other_sites_a_cookie_signs_nobody_in(served: Signed) -> None:
    with wire(served.address, cookie=served.cookie(), xsrf="") as line:
        assert CLOSED in line.run().text


@pytest.mark.parametrize(
    "claim",
    [
        {"viewer": "everywhere"},
        {"viewer:everywhere": True},
        [{"role": "viewer", "areas": ["everywhere"]}],
        [["viewer:everywhere"]],
        ["owner:everywhere"],
        ["viewer"],
        [None, 7, True],
        "everywhere",
    ],
    ids=str,
)
def test_claims_of_odd_kinds_give_nothing(served: Signed, claim: object) -> None:
    with wire(served.address, cookie=served.cookie("stranger", carehomes=claim)) as line:
        assert NOBODY in line.run().text


def test_a_subject_that_is_no_text_is_nobody_of_the_people_file(served: Signed) -> None:
    for subject in ("", None, ["administrator"], {"id": "administrator"}):
        with wire(served.address, cookie=served.cookie(subject)) as line:  # type: ignore[arg-type]
            assert NOBODY in line.run().text


@pytest.mark.parametrize("wrong", ["people = 1", '[[people]]\nid = "viewer"\n[[people]]\nid = "viewer"', "[[people", "viewer = ["])
def test_a_people_file_that_is_off_lets_nobody_see_anything(served: Signed, wrong: str) -> None:
    served.people.write_text(wrong, encoding="utf-8")
    with wire(served.address, cookie=served.cookie("administrator")) as line:
        told = line.run("care_homes").text
    assert "people file" in told and "Traceback" not in told
    assert _foreign(served, told) == set()


def test_a_link_of_an_administrator_opened_by_a_viewer_shows_her_own_areas(served: Signed) -> None:
    ground = served.ground
    links: list[tuple[str, dict[str, str]]] = [
        ("care_homes", {"area": OTHER, "home": ground.home, "week": f"{WEEK}"}),
        ("where_from", {"area": OTHER, "return": str(ground.returned)}),
        ("testing", {"view": ground.view}),
        ("care_plans", {"group": ground.group}),
        ("briefing", {"pack": ground.pack}),
        ("what_changed", {"area": OTHER, "as_at": "2020-05-27T17:00"}),
        ("query", {"sql": "select * from homes union all select * from homes"}),
    ]
    with wire(served.address, cookie=served.cookie()) as line:
        for page, address in links if WORLDS > 1 else links[::2]:
            told = line.run(page, **address).text
            assert _foreign(served, told, *address.values()) == set()
            assert "your areas" in told


def _everything(served: Signed, page: str, **address: str) -> Answer:
    with wire(served.address, cookie=served.cookie("administrator")) as line:
        return line.run(page, **address)


@pytest.mark.parametrize(
    "page", ["returns", "who_has_returned", "notes", "care_homes", "reference"] if WORLDS > 1 else ["returns", "notes"]
)
def test_widgets_that_a_viewer_s_page_does_not_offer_do_nothing(served: Signed, page: str) -> None:
    drawn, before = _everything(served, page), _entries(served)
    buttons = drawn.ids("button")
    lists = drawn.ids("selectbox", "text_input")
    assert buttons
    with wire(served.address, cookie=served.cookie()) as line:
        own = line.run(page)
        assert not {label for one, label in buttons.items() if one in own.ids("button")} & {
            "Withdraw",
            "Record a nil return",
            "Add the note",
        }
        forged = [*(pressed(one) for one in buttons), *(chosen(one, OTHER) for one in lists)]
        told = line.run(page, forged).text
    assert _foreign(served, told, f'"{OTHER}"') == set()
    assert _entries(served) == before


def test_what_is_chosen_in_a_list_is_held_to_her_areas_even_where_it_was_not_offered(served: Signed) -> None:
    with wire(served.address, cookie=served.cookie()) as line:
        lists = line.run("clinical_leads").ids("selectbox", "text_input")
        assert lists
        for forged in (OTHER, "England", "'; drop table entry; --", "<img src=x onerror=alert(1)>", "0", "\x00", "9" * 5000):
            told = line.run("clinical_leads", [chosen(one, forged) for one in lists]).text
            assert _foreign(served, told, f'"{OTHER}"', f"={OTHER}", f"x27;{OTHER}&", f"\\342\\200\\234{OTHER}\\342\\200\\235") == set()
            assert "<img src=x" not in told and "your areas" in told


def test_a_state_of_the_wrong_kind_ends_in_one_sentence_and_tells_nothing_of_the_inside(served: Signed) -> None:
    with wire(served.address, cookie=served.cookie()) as line:
        groups = line.run("clinical_leads").ids("button_group")
        told = line.run("clinical_leads", [chosen(one, "x") for one in groups]).text
        assert "This page could not be shown (fault" in told
        assert "TypeError" not in told and "filters.py" not in told
        assert "your areas" in line.run("clinical_leads").text


def test_whoever_is_taken_out_of_the_people_file_loses_sight_at_the_next_run_of_any_part(served: Signed) -> None:
    with wire(served.address, cookie=served.cookie()) as line:
        drawn = line.run("care_homes")
        assert OWN in drawn.text
        part = next(one.delta.fragment_id for one in drawn.messages if one.WhichOneof("type") == "delta" and one.delta.fragment_id)
        served.allow(administrator={"administrator": "everywhere"})
        again = line.run("care_homes", fragment=part)
        assert NOBODY in again.text
        assert NOBODY in line.run("care_homes").text


def _pending(line: Wire) -> str:
    """Ask for a nil return by the form, as far as its confirmation; return the button that confirms it."""
    drawn = line.run("returns")
    form = drawn.ids("button", "selectbox", "text_input")
    button = next(one for one, label in form.items() if label == "Record a nil return")
    code = next(one for one, label in form.items() if label == "Nil return of")
    reason = next(one for one in form if "nil_reason" in one)
    label = next(name for name in ("NHS Alderbrook CCG (X01)",))
    asked = line.run("returns", [chosen(code, label), chosen(reason, "nothing this week"), pressed(button)])
    return next(one for one, label in asked.ids("button").items() if label == "Yes, record it")


def test_a_role_lowered_while_a_question_waits_is_refused_when_it_is_confirmed(served: Signed) -> None:
    with wire(served.address, cookie=served.cookie("submitter")) as line:
        confirm = _pending(line)
        before = _entries(served)
        served.allow(submitter={"viewer": [OWN]})
        told = line.run("returns", [pressed(confirm)]).text
    assert "You are not allowed to take in, withdraw, undo or record a return" in told
    assert _entries(served) == before


def test_a_second_click_on_what_was_confirmed_does_nothing(served: Signed) -> None:
    with wire(served.address, cookie=served.cookie("submitter")) as line:
        confirm, before = _pending(line), _entries(served)
        line.run("returns", [pressed(confirm)])
        assert _entries(served) == before + 1
        line.run("returns", [pressed(confirm)])
        assert _entries(served) == before + 1


def test_another_site_is_not_let_in(served: Signed) -> None:
    import websockets.exceptions

    for origin in ("https://evil.example", "null", served.address.replace("127.0.0.1", "127.0.0.1.evil.example")):
        with pytest.raises(websockets.exceptions.InvalidStatus), wire(served.address, origin=origin):
            pass
    asked = urllib.request.Request(served.address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(asked, timeout=10)
    assert told.value.code == 400
    told.value.close()


def _status(served: Signed, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    at = urlsplit(served.address)
    asked = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    try:
        asked.request(method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = asked.getresponse()
        return answer.status, answer.read()
    finally:
        asked.close()


PATHS = (
    "/media/../../../etc/passwd",
    "/media/%2e%2e/%2e%2e/etc/passwd",
    f"/media/{'0' * 56}.csv",
    "/app/static/../dashboard.py",
    "/app/static/%2e%2e%2fdashboard.py",
    "/static/..%2f..%2f..%2fetc/passwd",
    "/static//etc/passwd",
    "/component/../../../../etc/passwd",
    "/_stcore/bidi-components/..%2f..%2f..%2fetc%2fpasswd",
    "/_stcore/../dashboard.py",
    "/..%5c..%5cdashboard.py",
    "/%00",
    "/.streamlit/secrets.toml",
    "/data/store/journal.sqlite",
    "/pages/returns.py",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_address_gives_out_a_file_of_the_machine(served: Signed, path: str) -> None:
    _, told = _status(served, "GET", path)
    for inside in (b"root:", b"cookie_secret", b"SQLite format", b"open_page", b"Traceback"):
        assert inside not in told


def test_what_is_told_inside_only_is_not_told_through_a_proxy(served: Signed) -> None:
    assert _status(served, "GET", "/_stcore/metrics", X_Forwarded_For="127.0.0.1")[0] == 404


def _sent(served: Signed, session: str, name: str, content: bytes, cookie: str | None = None, **headers: str) -> tuple[int, str]:
    """Send a file as a browser does, as a submitter or by ``cookie``; return status and sentence."""
    token = xsrf_of(served.address)
    signed = served.cookie("submitter") if cookie is None else cookie
    told = {
        "Cookie": f"_streamlit_xsrf={token}; _streamlit_user={signed}",
        "Origin": served.address,
        "X_Xsrftoken": token,
        "Content_Type": "multipart/form-data; boundary=b",
    }
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n' + content + b"\r\n--b--\r\n"
    status, answer = _status(served, "PUT", f"/_stcore/upload_file/{session}/{name}", body, **(told | headers))
    return status, answer.decode()


def _put(served: Signed, session: str, name: str, content: bytes, **headers: str) -> int:
    return _sent(served, session, name, content, **headers)[0]


def test_uploads_need_a_session_and_its_token_and_end_at_the_limit(served: Signed) -> None:
    assert _put(served, "guessed", "f", b"x") == 400
    with wire(served.address, cookie=served.cookie("submitter")) as line:
        session = line.run("returns").session
        assert _put(served, session, "f", b"x", X_Xsrftoken="") == 403
        assert _put(served, session, "f", b"x", Cookie="") == 403
        assert _put(served, session, "f", b"x", Cookie=f"_streamlit_user={served.cookie('submitter')}") == 403
        # Told by its length before any of it is sent.
        assert _put(served, session, "f", b"", Content_Length=str(401 * 1024 * 1024)) == 413
        # What is put into another's session stands on nobody's desk: only her own page lays it there.
        before = _entries(served)
        assert _put(served, session, "f", b"week_ending,ccg_code,home_id\n") == 204
        assert "a.csv" not in line.run("returns").text
        assert _entries(served) == before
    # Gone with its session, soon after it.
    for _ in range(50):
        if _put(served, session, "g", b"x") == 400:
            break
        time.sleep(0.1)


@pytest.mark.parametrize("cookie", list(COOKIES)[:: 1 if WORLDS > 1 else 3])
def test_nobody_who_is_not_signed_in_leaves_a_file_with_the_server(served: Signed, cookie: str) -> None:
    signed = COOKIES[cookie](served)
    with wire(served.address, cookie=signed) as line:
        session = line.run().session
        for number in range(2):
            status, told = _sent(served, session, f"f-{number}", b"x" * UPLOADS * 600_000, cookie=signed)
            assert status == 403 and "You are not signed in, so nothing is taken from you" in told


def test_files_are_taken_from_whoever_may_bring_some_alone(served: Signed) -> None:
    for who, told in (("viewer", "You are not allowed to take in a return"), ("stranger", "You are not allowed to take in a return")):
        signed = served.cookie(who)
        with wire(served.address, cookie=signed) as line:
            status, sentence = _sent(served, line.run().session, "f", b"x", cookie=signed)
            assert status == 403 and told in sentence
    with wire(served.address, cookie=served.cookie("submitter")) as line:
        session = line.run("returns").session
        assert _sent(served, session, "f", b"x", Origin="https://elsewhere.example")[0] == 403
        served.people.write_text("[[people", encoding="utf-8")
        status, sentence = _sent(served, session, "f", b"x")
        assert status == 403 and "people file" in sentence
        served.allow(submitter={"submitter": [OWN]})
        assert _put(served, session, "f", b"x") == 204


def test_the_server_holds_no_more_files_than_it_may(served: Signed) -> None:
    part = UPLOADS * 600_000
    with wire(served.address, cookie=served.cookie("submitter")) as line, wire(served.address, cookie=served.cookie("submitter")) as other:
        session, second = line.run("returns").session, other.run("returns").session
        assert _put(served, session, "one", b"x" * part) == 204
        status, told = _sent(served, second, "two", b"x" * part)
        full = f"The server holds {UPLOADS} MB of files at one time"
        # The uploader shows only that it failed: the page says why, in the part that looks again every few seconds.
        assert status == 413 and full in told and full in other.run("returns").text and full not in line.run("returns").text
        # One that does not say how long it is ends where there is no more room.
        assert _in_pieces(served, second, part) == 413
        # Nothing of what was refused is kept: what is small has room.
        assert _put(served, second, "small", b"x" * (part // 3)) == 204
        # Taken back, as a browser does it, it leaves room for others.
        token = xsrf_of(served.address)
        told = {"Cookie": f"_streamlit_xsrf={token}", "X_Xsrftoken": token}
        assert _status(served, "DELETE", f"/_stcore/upload_file/{session}/one", **told)[0] == 204
        assert _put(served, second, "two", b"x" * part) == 204
        assert full not in other.run("returns").text
        for name in ("small", "two"):
            _status(served, "DELETE", f"/_stcore/upload_file/{second}/{name}", **told)


def _in_pieces(served: Signed, session: str, size: int) -> int:
    """Send a file in pieces, without its length; return the status."""
    at, token = urlsplit(served.address), xsrf_of(served.address)
    asked = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    told = {
        "Cookie": f"_streamlit_xsrf={token}; _streamlit_user={served.cookie('submitter')}",
        "Origin": served.address,
        "X-Xsrftoken": token,
        "Content-Type": "multipart/form-data; boundary=b",
    }
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
    try:
        asked.request(
            "PUT", f"/_stcore/upload_file/{session}/pieces", iter([head, *[b"x" * 100_000] * (size // 100_000)]), told, encode_chunked=True
        )
        return asked.getresponse().status
    finally:
        asked.close()


def test_whoever_is_not_signed_in_sends_no_long_message(served: Signed) -> None:
    import websockets.exceptions

    with wire(served.address) as line, pytest.raises(websockets.exceptions.ConnectionClosed):
        line.run("returns", [chosen("anything", "x" * 100_000)])
    with wire(served.address, cookie=served.cookie()) as line:
        box = next(iter(line.run("care_homes").ids("text_input")))
        assert OWN in line.run("care_homes", [chosen(box, "x" * 100_000)]).text


def test_slow_uploads_and_many_at_once_keep_nobody_waiting(served: Signed) -> None:
    at = urlsplit(served.address)
    token = xsrf_of(served.address)
    with wire(served.address, cookie=served.cookie("submitter")) as line, ExitStack() as open_:
        session = line.run("returns").session
        head = (
            f"PUT /_stcore/upload_file/{session}/slow HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {served.address}\r\n"
            f"Cookie: _streamlit_xsrf={token}; _streamlit_user={served.cookie('submitter')}\r\nX-Xsrftoken: {token}\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\n"
        )
        for _ in range(100):
            trickle = open_.enter_context(socket.create_connection((at.hostname, at.port), timeout=10))
            trickle.sendall(head.encode())
        began = time.monotonic()
        assert _status(served, "GET", "/_stcore/health")[0] == 200
        assert time.monotonic() - began < 5
        assert {_put(served, session, f"many-{number}", b"x" * 1000) for number in range(200 if WORLDS > 1 else 40)} == {204}
        assert OWN in line.run("who_has_returned").text


def test_a_file_is_given_out_by_an_address_that_nobody_guesses(served: Signed) -> None:
    """It lasts as long as its session, which a browser may come back to for two minutes, and is kept by nobody on the way."""
    with wire(served.address, cookie=served.cookie()) as line:
        drawn = line.run("who_has_returned")
        ids = [
            one.delta.new_element.download_button.deferred_file_id
            for one in drawn.messages
            if one.WhichOneof("type") == "delta" and one.delta.new_element.WhichOneof("type") == "download_button"
        ]
        place = line.file(drawn.session, next(one for one in ids if one))
        with urllib.request.urlopen(f"{served.address}{place}", timeout=20) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
        status, content = _status(served, "GET", place)
        assert status == 200 and OWN.encode() in content
        assert found_in(content.decode("utf-8", "replace"), served.ground.forbidden) == set()
        assert len(place.rsplit("/", 1)[-1].split(".")[0]) >= 32
        with wire(served.address, cookie=served.cookie("administrator")) as other:
            strange = other.run().session
            assert other.file(strange, "guessed") == ""
            # What another session was offered is not to be had by its name from a connection of one's own.
            assert other.file(drawn.session, next(one for one in ids if one)) == ""


def test_the_server_stands_after_all_of_it(served: Signed) -> None:
    for junk in (b"", b"\xff" * 100, b"\x00" * 10_000):
        with wire(served.address) as line:
            line.throw(junk)
    assert _status(served, "GET", "/_stcore/health")[0] == 200
