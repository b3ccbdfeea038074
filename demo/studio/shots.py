"""What is photographed: each family registers its shots here."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field

from stage import View

FAMILIES = ("moka", "home", "professional", "grinders", "kettles", "cups", "coffee", "tools", "site", "films")
"""Modules of `families/`, in the order they are rendered."""


@dataclass(frozen=True)
class Shot:
    """A still."""

    folder: str
    """Where it belongs under `demo/media`, e.g. `products/moka-classica`."""
    family: str
    """The module that registers it: a family may borrow another's things, and brings their shots along."""
    name: str
    build: Callable[[], None]
    view: View
    size: tuple[int, int]
    samples: int
    setting: bool = False
    """Whether it brings its own room, light and camera, instead of paper and studio."""

    @property
    def path(self):
        return f"{self.folder}/{self.name}"


@dataclass(frozen=True)
class Turntable:
    """A product turned once around."""

    folder: str
    build: Callable[[], None]
    view: View
    frames: int = 36

    @property
    def path(self):
        return f"{self.folder}/turntable"


@dataclass(frozen=True)
class Move:
    """Something that opens or comes apart."""

    view: View
    begin: Callable[[], Callable[[float], None]]
    """Builds the scene and returns what poses it: 0 is closed, 1 is open."""
    frames: int = 24


@dataclass(frozen=True)
class Film:
    """What a product's video is made of, beside its stills; `films/<product>.toml` is its script."""

    folder: str
    build: Callable[[], None]
    """The product with its spots marked."""
    closeups: dict[str, View]
    """Parts that are called out, by the names of their spots."""
    moves: dict[str, Move]

    @property
    def path(self):
        return f"{self.folder}/film"


@dataclass
class Book:
    """All shots of a run."""

    shots: list[Shot] = field(default_factory=list)
    turntables: list[Turntable] = field(default_factory=list)
    films: list[Film] = field(default_factory=list)


BOOK = Book()
FLAGSHIPS = {
    "moka-classica", "moka-induzione", "espresso-uno", "espresso-leva", "bar-due", "bar-leva", "grinder-passo",
    "grinder-banco", "kettle-cigno", "pressa-vetro", "porcelain-cup", "beans-notte",
}


def shot(product, name, view=View(), samples=11, **more):
    """Registers a function that builds a product in an empty scene as one of its pictures; `more` goes to the function."""
    size = 1600 if product in FLAGSHIPS else 1200

    def take(build):
        BOOK.shots.append(Shot(f"products/{product}", _family(build), name, lambda: build(**more), view, (size, size), samples))
        return build
    return take


def setting(folder, name, samples=24):
    """Registers a function that builds a whole room: things, light, and the scene's camera (`rooms`)."""
    def take(build):
        BOOK.shots.append(Shot(folder, _family(build), name, build, View(), (1600, 1067), samples, True))
        return build
    return take


def _family(build):
    """`moka` of `families.moka.classica`."""
    return build.__module__.split(".")[1]


def turntable(product, view, **more):
    """Registers a function as a turntable. The product marks its parts with `shapes.spot`."""
    def take(build):
        BOOK.turntables.append(Turntable(f"products/{product}", lambda: build(**more), view))
        return build
    return take


def film(product, closeups, moves):
    """Registers a function that builds a product with its spots marked as the subject of a video."""
    def take(build):
        BOOK.films.append(Film(f"products/{product}", build, closeups, moves))
        return build
    return take


def book(families=FAMILIES):
    """Reads the families' modules and returns what they registered."""
    for family in families:
        try:
            importlib.import_module(f"families.{family}")
        except ModuleNotFoundError as missing:
            if missing.name != f"families.{family}":
                raise
    return BOOK
