"""What a page draws, built once and drawn by every rerun and every reader: kept by snapshot, selection, permitted areas and notes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from carehomes.access import Permitted
from carehomes.selection import Selection
from ui.frame import Page
from ui.remembered import remembered

P = ParamSpec("P")
T = TypeVar("T")
#: Cards of other snapshots and selections that stay.
_MOST = 256


@remembered(_MOST)
def _kept(
    what: str,
    store: str,
    snapshot: str,
    selection: Selection,
    params: tuple[tuple[str, str], ...],
    permitted: Permitted,
    noted: tuple[int, ...],
    asked: tuple[object, ...],
    _build: Callable[..., Any],
    _page: Page,
) -> Any:
    return _build(_page, *asked)


def kept(build: Callable[Concatenate[Page, P], T]) -> Callable[Concatenate[Page, P], T]:
    """Return ``build`` with its results kept. They are shared: nobody changes them.

    ``build`` may ask of the page what the key names - store, snapshot, selection, permitted areas, notes - and take plain values by place:
    codes and ids, no frames. What the address has of its own is passed on as such a value.
    """
    name = f"{build.__module__}.{build.__qualname__}"

    @wraps(build)
    def drawn(page: Page, *asked: P.args, **_: P.kwargs) -> T:
        key = (name, str(page.store.folder), page.snapshot.key, page.selection, tuple(page.params.items()))
        return cast(T, _kept(*key, page.permitted, page.noted, asked, build, page))

    return drawn
