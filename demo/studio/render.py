"""Renders the demonstration shop's pictures. See README.md.

    python demo/studio/render.py --draft --only moka-classica     # 300 px, 16 samples, into target/studio/draft
    python demo/studio/render.py                                  # everything that is not there yet, into demo/media
    python demo/studio/render.py --again --only espresso-uno/hero # once more
    python demo/studio/render.py --turntables                     # the turntables' frames and their spots
    python demo/studio/render.py --films                          # close-ups and moves for the videos
    python demo/studio/render.py --sheet                          # contact sheets of what is there
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import pillow_avif  # noqa: E402, F401
from PIL import Image  # noqa: E402

import shots as catalogue  # noqa: E402
import stage  # noqa: E402

MEDIA = HERE.parent / "media"
WORK = HERE.parents[1] / "target" / "studio"
WEBP = 94
AVIF = 70
TURNTABLE = 900


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="TEXT",
                        help="shots whose path holds this, or ends so where it ends with $")
    parser.add_argument("--family", action="append", choices=catalogue.FAMILIES, help="of these families only")
    parser.add_argument("--draft", action="store_true", help="small and coarse, to judge before the final render")
    parser.add_argument("--again", action="store_true", help="also what is there already")
    parser.add_argument("--turntables", action="store_true", help="turntables instead of stills")
    parser.add_argument("--films", action="store_true", help="close-ups and moves for the videos (films.py cuts them)")
    parser.add_argument("--preview", action="store_true", help="640 px: a whole shop to look at within an hour")
    parser.add_argument("--list", action="store_true", help="say what there is, and render nothing")
    parser.add_argument("--sheet", action="store_true", help="contact sheets of what is there, into target/studio")
    parser.add_argument("--threads", type=int, default=0, help="threads of the renderer; 0 for all")
    return parser.parse_args()


def wanted(path, only):
    return not only or any(f"{path}$".endswith(text) if text.endswith("$") else text in path for text in only)


def finished(shot):
    """Whether it is there, as large as it shall be: a preview is not."""
    file = MEDIA / f"{shot.path}.webp"
    if not file.exists():
        return False
    with Image.open(file) as image:
        return image.size == shot.size


def preview(shot):
    """The same, smaller and coarser."""
    width, height = shot.size
    return dataclasses.replace(shot, size=(640, round(640 * height / width)), samples=24)


def note(path, seconds, samples, size):
    """Keeps what each picture took, for the account in README.md."""
    WORK.mkdir(parents=True, exist_ok=True)
    with (WORK / "times.jsonl").open("a") as file:
        file.write(json.dumps({"path": path, "seconds": round(seconds, 1), "samples": samples, "size": size}) + "\n")


def render(shot, draft):
    fresh()
    shot.build()
    width, height = shot.size
    quality = stage.DRAFT if draft else stage.Quality(width, shot.samples, 0.03)
    if draft:
        width, height = round(300 * width / max(shot.size)), round(300 * height / max(shot.size))
        if shot.setting:
            width, height = width * 2, height * 2
    begun = time.monotonic()
    ground = None
    if not shot.setting:
        stage.prepare(shot.view)
        ground = stage.empty(quality, width, height)
    file = WORK / "raw" / f"{shot.path}{'-draft' if draft else ''}.png"
    flat = stage.shoot(quality, file, width, height, ground).image
    seconds = time.monotonic() - begun
    if draft:
        target = WORK / "draft" / f"{shot.path}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        flat.save(target)
    else:
        target = MEDIA / f"{shot.path}.webp"
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        flat.save(part, "WEBP", quality=WEBP, method=6)
        part.replace(target)
        note(shot.path, seconds, shot.samples, shot.size)
    print(f"{shot.path}: {seconds:.0f} s -> {target}", flush=True)


def turn(table, draft):
    fresh()
    table.build()
    frame_of = stage.turned_frame()
    # The frame holds the whole turn, cord and all: each picture of it has room enough.
    stage.prepare(dataclasses.replace(table.view, fill=0.9), frame_of=frame_of)
    root = stage.product()
    frames = 4 if draft else table.frames
    size = 300 if draft else TURNTABLE
    quality = stage.Quality(size, 8 if draft else 12, 0.04)
    ground = stage.empty(quality)
    raw = WORK / "raw" / table.path
    tracks = {}
    begun = time.monotonic()
    for number in range(frames):
        root.rotation_euler = (0, 0, math.radians(table.view.azimuth + 360 * number / frames))
        file = raw / f"{'draft-' if draft else ''}{number:02}.png"
        marks = raw / f"{'draft-' if draft else ''}{number:02}.json"
        if draft or not (file.exists() and marks.exists()):
            picture = stage.shoot(quality, file, ground=ground)
            marks.write_text(json.dumps(picture.spots))
        for name, place in json.loads(marks.read_text()).items():
            tracks.setdefault(name, []).append(place)
        print(f"{table.path} {number + 1}/{frames}", flush=True)
    seconds = time.monotonic() - begun
    if draft:
        strip = Image.new("RGB", (size * frames, size))
        for number in range(frames):
            with Image.open(raw / f"draft-{number:02}.png") as image:
                strip.paste(image, (size * number, 0))
        target = WORK / "draft" / f"{table.path}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        strip.save(target)
        print(target, tracks)
        return
    folder = MEDIA / table.path
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(frames):
        with Image.open(raw / f"{number:02}.png") as image:
            image.save(folder / f"{number:02}.avif", "AVIF", quality=AVIF, speed=4)
    rows = [f"frames = {frames}", f"width = {size}", f"height = {size}", ""]
    for name, track in tracks.items():
        places = ", ".join(f"[{x}, {y}, {seen}]" for x, y, seen in track)
        rows += ["[[spots]]", f'id = "{name}"', f"track = [{places}]", ""]
    (MEDIA / f"{table.path}.toml").write_text("\n".join(rows))
    note(table.path, seconds, quality.samples, (size, size))


def roll(film):
    """Close-ups and moves of a video, 1280 × 720."""
    width, height = 1280, 720
    quality = stage.Quality(width, 11, 0.04)
    fleeting = stage.Quality(width, 8, 0.05)
    raw = WORK / "raw" / film.path
    for name, view in film.closeups.items():
        file = raw / f"{name}.png"
        if file.exists():
            continue
        begun = time.monotonic()
        fresh()
        film.build()
        stage.prepare(view, shape=(width, height))
        picture = stage.shoot(quality, file, width, height, stage.empty(quality, width, height))
        file.with_suffix(".json").write_text(json.dumps(picture.spots))
        note(f"{film.path}/{name}", time.monotonic() - begun, quality.samples, (width, height))
        print(f"{film.path}/{name}", flush=True)
    for name, move in film.moves.items():
        folder = raw / name
        if (folder / f"{move.frames - 1:02}.png").exists():
            continue
        begun = time.monotonic()
        fresh()
        pose = move.begin()
        # Framed as it is when open, so that nothing leaves the picture.
        pose(1.0)
        stage.prepare(move.view, shape=(width, height))
        ground = stage.empty(fleeting, width, height)
        for number in range(move.frames):
            file = folder / f"{number:02}.png"
            pose(number / (move.frames - 1))
            if not file.exists():
                stage.shoot(fleeting, file, width, height, ground)
            print(f"{film.path}/{name} {number + 1}/{move.frames}", flush=True)
        note(f"{film.path}/{name}", time.monotonic() - begun, fleeting.samples, (width, height))


def fresh():
    """An empty scene with the threads that were asked for."""
    scene = stage.clear()
    if catalogue_threads:
        scene.render.threads_mode = "FIXED"
        scene.render.threads = catalogue_threads
    return scene


def sheets(draft):
    """Contact sheets of forty pictures each."""
    folder = WORK / "draft" if draft else MEDIA
    files = sorted(file for file in folder.rglob("*.png" if draft else "*.webp"))
    side, across, down = 300, 6, 5
    for number in range(0, len(files), across * down):
        sheet = Image.new("RGB", (side * across, side * down), stage.PAPER)
        for place, file in enumerate(files[number:number + across * down]):
            with Image.open(file) as image:
                small = image.convert("RGB")
                small.thumbnail((side, side))
                sheet.paste(small, (place % across * side, place // across * side))
        target = WORK / f"sheet-{number // (across * down) + 1}.png"
        sheet.save(target)
        print(target)
        for file in files[number:number + across * down]:
            print("  ", file.relative_to(folder))


def main():
    global catalogue_threads
    wish = options()
    catalogue_threads = wish.threads
    if wish.sheet:
        sheets(wish.draft)
        return
    book = catalogue.book(wish.family or catalogue.FAMILIES)
    if wish.films:
        for film in book.films:
            if wanted(film.path, wish.only):
                roll(film)
        return
    if wish.turntables:
        for table in book.turntables:
            if not wanted(table.path, wish.only):
                continue
            if wish.list:
                print(table.path)
            elif wish.again or wish.draft or not (MEDIA / f"{table.path}.toml").exists():
                turn(table, wish.draft)
        return
    for shot in book.shots:
        if not wanted(shot.path, wish.only) or (wish.family and shot.family not in wish.family):
            continue
        there = finished(shot)
        if wish.list:
            print(f"{shot.path}  {shot.size[0]} px  {'there' if there else '-'}")
        elif wish.draft or wish.again or not there:
            render(preview(shot) if wish.preview else shot, wish.draft)


catalogue_threads = 0

if __name__ == "__main__":
    main()
