"""Rule packs as objects."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterable, Mapping, NamedTuple, Sequence, Union

from . import _core
from ._values import Day, plain, serial
from .errors import InvalidArgument, NotFound

Law = Union[str, "Pack", Sequence[Union[str, "Pack"]]]


class Diagnostic(NamedTuple):
    """What is wrong with a pack, and where. An error refuses it; a warning is for its author to look at."""

    severity: str
    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.severity}: {self.message}"


class Pack:
    """A rule pack: one that the library carries, a file, or a dict.

    >>> kh = Pack("kh")
    >>> kh.currency
    'USD'
    >>> [line for line in kh.source["lines"] if line.startswith("overtime_p")]
    ['overtime_pay']
    """

    def __init__(self, source: str | os.PathLike[str] | Mapping[str, Any], *, beneath: Iterable[Pack] = ()):
        """
        source
            An id (`"kh"`), the path of a pack file, or the pack itself as a dict in the form of docs/packs.md.
        beneath
            Packs that it extends and that the library does not carry.
        """
        self._beneath: tuple[Pack, ...] = tuple(beneath)
        if isinstance(source, Mapping):
            self._text = json.dumps(plain(source, "pack", None, ""), ensure_ascii=False, indent=1)
            self._name = f"{source.get('pack', 'pack')}.json"
        elif isinstance(source, os.PathLike) or source.endswith(".json") or "/" in source:
            path = Path(source)
            if not path.is_file():
                raise NotFound(f'"{path}": there is no such pack file')
            self._text = path.read_text(encoding="utf-8-sig")
            self._name = str(path)
        else:
            self._text = _core.Packs().source(source)
            self._name = f"{source}.json"
        self.source: dict[str, Any] = json.loads(self._text, parse_float=Decimal)

    @property
    def id(self) -> str:
        return str(self.source.get("pack", ""))

    @property
    def version(self) -> str:
        return str(self.source.get("version", ""))

    @property
    def title(self) -> str:
        return str(self.source.get("title", ""))

    @property
    def currency(self) -> str | None:
        return self.source.get("currency")

    @property
    def text(self) -> str:
        """The pack as it was written."""
        return self._text

    def overlay(self, changes: Mapping[str, Any], *, id: str, title: str | None = None, version: str = "1") -> Pack:
        """A pack that extends this one and replaces or adds what `changes` names, in the form of docs/packs.md."""
        for key in ("pack", "extends"):
            if key in changes:
                raise InvalidArgument(f'an overlay\'s "{key}" is not among its changes; the overlay gets its own')
        head = {"pack": id, "version": version, "title": title or f"{self.title} ({id})", "extends": self.id}
        return Pack({**head, **changes}, beneath=(*self._beneath, self))

    def validate(self) -> list[Diagnostic]:
        """Errors and warnings; an empty list where all is well."""
        core = _core.Packs()
        self._add_beneath(core)
        return [Diagnostic(**each) for each in json.loads(core.examine(self._text, self._name))]

    def show(self, at: Day | None = None) -> str:
        """The pack as a payroll specialist reads it; `at`: the values in force on that day."""
        core = _core.Packs()
        self._add_to(core)
        return core.show(self.id, serial(at, "at"))

    def _add_beneath(self, core: _core.Packs) -> None:
        for pack in self._beneath:
            core.add_text(pack._text, pack._name)

    def _add_to(self, core: _core.Packs) -> None:
        self._add_beneath(core)
        core.add_text(self._text, self._name)

    def __repr__(self) -> str:
        return f"<Pack {self.id} {self.version}: {self.title}>"


def packs() -> list[str]:
    """Ids of the packs that the library carries.

    >>> "kh" in packs()
    True
    """
    return _core.Packs().ids().split()


def law_of(law: Law | None) -> tuple[_core.Packs, str | None]:
    """The set of packs for a run, and the law as ids joined by commas."""
    core = _core.Packs()
    return core, None if law is None else add_law(core, law)


def add_law(core: _core.Packs, law: Law) -> str:
    """Adds what of a law the set has not; its ids joined by commas."""
    if isinstance(law, (str, Pack)):
        law = [law]
    names = []
    for each in law:
        if isinstance(each, Pack):
            each._add_to(core)
            names.append(each.id)
        elif isinstance(each, str):
            names.append(each)
        else:
            raise InvalidArgument(f"law: expected an id, a path or a Pack, found {type(each).__name__}")
    return ",".join(names)
