"""Cuts a product's video from its stills, close-ups and moves; writes captions and chapters beside it.

    python demo/studio/render.py --films                  # close-ups and moves that are not there yet
    python demo/studio/films.py [--only espresso-uno]     # cuts and encodes; needs ffmpeg

A script (`films/<product>.toml`) is a list of scenes. Nothing is written on the picture but numbers and the name: what is
said stands in the captions, in every language.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from PIL import Image, ImageDraw  # noqa: E402

from labels import CREAM, INK, TERRACOTTA, type_at  # noqa: E402
from stage import PAPER  # noqa: E402

MEDIA = HERE.parent / "media"
RAW = HERE.parents[1] / "target" / "studio" / "raw"
SIZE = (1280, 720)
RATE = 25
LANGUAGES = ("en", "it")
BETWEEN = 8
"""Pictures of a film that are made out of one that is rendered."""
FADE = 0.4
"""Seconds in which a scene gives way to the next."""


@dataclass
class Scene:
    """A scene: which picture at which of its moments (0 to 1)."""

    seconds: float
    paint: object
    chapter: dict | None
    caption: dict


def eased(t):
    """Begins and ends slowly."""
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def opened(file):
    with Image.open(file) as image:
        return image.convert("RGB")


def framed(image, zoom=1.0, at=(0.5, 0.5)):
    """A picture in the film's shape: as high as the film, paper beside it; closer by `zoom` about a point of it."""
    width, height = SIZE
    scale = height / image.height * zoom
    left = image.width * at[0] - width / 2 / scale
    top = image.height * at[1] - height / 2 / scale
    shown = image.transform(SIZE, Image.Transform.AFFINE, (1 / scale, 0, left, 0, 1 / scale, top), Image.Resampling.BICUBIC,
                            fillcolor=PAPER)
    return shown


def title(product, scene):
    """The hero picture, and the product's name on the paper beside it."""
    hero = opened(MEDIA / "products" / product / "hero.webp")

    def paint(t):
        ground = Image.new("RGB", SIZE, PAPER)
        side = round(SIZE[1] * (0.98 + 0.04 * t))
        ground.paste(hero.resize((side, side), Image.Resampling.LANCZOS), (SIZE[0] - side + 20, (SIZE[1] - side) // 2))
        pen = ImageDraw.Draw(ground)
        pen.text((96, 330), scene["name"], fill=INK, font=type_at(76, "display", 500), anchor="ls")
        pen.text((98, 384), "Giano", fill=TERRACOTTA, font=type_at(30, "display", 500), anchor="ls")
        return ground
    return paint


def flowing(folder):
    """Rendered pictures made to flow: what lies between them is reckoned by ffmpeg from how things move."""
    flow = folder / "flow"
    rendered, made = list(folder.glob("[0-9][0-9].png")), list(flow.glob("*.png"))
    wanted = (len(rendered) - 1) * BETWEEN + 1
    newest = max(file.stat().st_mtime for file in rendered)
    if len(made) != wanted or min(file.stat().st_mtime for file in made) < newest:
        flow.mkdir(parents=True, exist_ok=True)
        for old in made:
            old.unlink()
        # The last picture stands still for a while, so that the end is reckoned as well.
        run("ffmpeg", "-v", "error", "-framerate", "1", "-i", str(folder / "%02d.png"), "-vf",
            f"tpad=stop=3:stop_mode=clone,minterpolate=fps={BETWEEN}:mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1",
            "-frames:v", str(wanted), str(flow / "%03d.png"))
    return sorted(flow.glob("*.png"))


def turn(product, scene):
    """From its left side to its right."""
    frames = flowing(RAW / "products" / product / "film" / "turn")

    def paint(t):
        return opened(frames[round(eased(t) * (len(frames) - 1))])
    return paint


def closeup(product, scene):
    """A part from near, with its number."""
    file = RAW / "products" / product / "film" / f"{scene['spot']}.png"
    image = opened(file)
    x, y, _ = json.loads(file.with_suffix(".json").read_text())[scene["spot"]]

    def paint(t):
        zoom = 1.03 + 0.05 * eased(t)
        # Towards the part, but never so far that the picture's end would be seen.
        middle = [min(max(part / 1000, 0.5 / zoom), 1 - 0.5 / zoom) for part in (x, y)]
        shown = framed(image, zoom, middle)
        scale = SIZE[1] / image.height * zoom
        at = (SIZE[0] / 2 + (x / 1000 - middle[0]) * image.width * scale,
              SIZE[1] / 2 + (y / 1000 - middle[1]) * image.height * scale)
        return marked(shown, at, scene["number"], eased(t * scene["seconds"] / 0.8 - 0.4))
    return paint


def marked(image, at, number, strength):
    """A numbered mark, as the shop's hot spots are."""
    if strength <= 0:
        return image
    big = Image.new("RGBA", (SIZE[0] * 2, SIZE[1] * 2), (0, 0, 0, 0))
    pen = ImageDraw.Draw(big)
    x, y, r = at[0] * 2, at[1] * 2, 44
    pen.ellipse((x - r - 14, y - r - 14, x + r + 14, y + r + 14), outline=(*rgb(TERRACOTTA), 110), width=4)
    pen.ellipse((x - r, y - r, x + r, y + r), fill=(*rgb(TERRACOTTA), 255))
    pen.text((x, y), str(number), fill=rgb(CREAM), font=type_at(52, "text", 700), anchor="mm")
    over = big.resize(SIZE, Image.Resampling.LANCZOS)
    over.putalpha(over.getchannel("A").point(lambda value: round(value * strength)))
    out = image.convert("RGBA")
    out.alpha_composite(over)
    return out.convert("RGB")


def rgb(colour):
    return tuple(int(colour[place:place + 2], 16) for place in (1, 3, 5))


def move(product, scene):
    """Opens, waits, and closes again where the script says so."""
    folder = RAW / "products" / product / "film" / scene["move"]
    frames = flowing(folder)
    back = scene.get("back", False)

    def paint(t):
        if back:
            t = eased(t / 0.4) if t < 0.4 else 1.0 if t < 0.6 else eased((1 - t) / 0.4)
        else:
            t = eased(t / 0.7)
        return opened(frames[round(t * (len(frames) - 1))])
    return paint


def still(product, scene):
    """One of the product's pictures, slowly nearer."""
    image = opened(MEDIA / "products" / product / f"{scene['picture']}.webp")

    def paint(t):
        if image.width > image.height:
            wide = image.crop((0, 0, image.width, round(image.width * SIZE[1] / SIZE[0])))
            return framed(wide, 1 + 0.05 * eased(t))
        return framed(image, 1 + 0.05 * eased(t))
    return paint


KINDS = {"title": title, "turn": turn, "closeup": closeup, "move": move, "still": still}


def scenes(product, script):
    number = 0
    for scene in script["scenes"]:
        if scene["kind"] == "closeup":
            number += 1
            scene["number"] = scene.get("number", number)
        scene.setdefault("name", script["name"])
        yield Scene(scene["seconds"], KINDS[scene["kind"]](product, scene), scene.get("chapter"), scene["caption"])


def cut(product, script):
    film = list(scenes(product, script))
    folder = MEDIA / "products" / product
    master = RAW / "products" / product / "film" / "master.mkv"
    master.parent.mkdir(parents=True, exist_ok=True)
    encoder = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", str(RATE), "-i", "-",
         "-c:v", "libx264", "-preset", "veryfast", "-qp", "0", str(master)], stdin=subprocess.PIPE)
    last = None
    for scene in film:
        count = round(scene.seconds * RATE)
        for frame in range(count):
            image = scene.paint(frame / max(1, count - 1))
            passed = frame / RATE
            if last is not None and passed < FADE:
                image = Image.blend(last, image, passed / FADE)
            encoder.stdin.write(image.tobytes())
        last = scene.paint(1.0)
    encoder.stdin.close()
    if encoder.wait() != 0:
        raise SystemExit("ffmpeg could not write the film")
    run("ffmpeg", "-v", "error", "-y", "-i", str(master), "-c:v", "libx264", "-preset", "slow", "-crf", "22", "-pix_fmt", "yuv420p",
        "-movflags", "+faststart", "-an", str(folder / "video.mp4"))
    run("ffmpeg", "-v", "error", "-y", "-i", str(master), "-c:v", "libvpx-vp9", "-crf", "33", "-b:v", "0", "-row-mt", "1", "-cpu-used", "2",
        "-pix_fmt", "yuv420p", "-an", str(folder / "video.webm"))
    film[0].paint(1.0).save(folder / "poster.webp", "WEBP", quality=88, method=6)
    for language in LANGUAGES:
        write_cues(folder / f"captions.{language}.vtt", film, lambda scene: scene.caption[language])
        write_cues(folder / f"chapters.{language}.vtt", film, lambda scene: scene.chapter and scene.chapter[language])
    print(f"{product}: {sum(scene.seconds for scene in film):.1f} s", flush=True)


def write_cues(file, film, words):
    """A WebVTT file. A scene without words of its own goes on with those before (chapters), or says nothing (captions)."""
    cues, at = [], 0.0
    for scene in film:
        said = words(scene)
        if said:
            cues.append([at, at + scene.seconds, said])
        elif cues and said is None:
            cues[-1][1] = at + scene.seconds
        at += scene.seconds
    rows = ["WEBVTT", ""]
    for begin, end, said in cues:
        rows += [f"{clock(begin)} --> {clock(end)}", said, ""]
    file.write_text("\n".join(rows))


def clock(seconds):
    return f"{int(seconds // 60):02}:{seconds % 60:06.3f}"


def run(*command):
    subprocess.run(command, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], help="of products whose name holds this")
    only = parser.parse_args().only
    for file in sorted((HERE / "films").glob("*.toml")):
        if not only or any(text in file.stem for text in only):
            cut(file.stem, tomllib.loads(file.read_text()))


if __name__ == "__main__":
    main()
