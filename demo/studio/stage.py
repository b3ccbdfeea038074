"""The studio: an empty scene, paper below, lights, a camera that frames by itself, and the way from light to a picture.

Products are turned, not the camera: the light falls the same way on every picture, and a turntable is a product turned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import bpy
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Vector
import numpy as np
from PIL import Image

from shapes import MM

PAPER = (0xF0, 0xEB, 0xE3)
"""The shop's paper behind every product; `--photo-ground` of the shop's style is the same."""


@dataclass(frozen=True)
class View:
    """How a product is looked at."""

    azimuth: float = -28.0
    """Degrees that the product is turned: negative shows its right side (+X) less and its left side more."""
    elevation: float = 12.0
    """Degrees that the camera looks down."""
    lens: float = 85.0
    """Focal length in millimetres on a 36 mm sensor."""
    fill: float = 0.76
    """How much of the picture's width or height the product takes, whichever is reached first."""
    target: tuple[float, float, float] | None = None
    """For details: the point looked at, in the product's own millimetres, instead of all of it."""
    width: float = 0.0
    """For details: how many millimetres are seen across."""
    blur: float = 0.0
    """Aperture number for depth of field; 0 keeps everything sharp."""
    exposure: float = 0.0
    """Stops lighter or darker."""
    warm: float = 0.0
    """0 is neutral; 1 is late sun."""


@dataclass(frozen=True)
class Quality:
    """What a picture may cost."""

    size: int = 1200
    samples: int = 96
    threshold: float = 0.02
    draft: bool = False


DRAFT = Quality(300, 16, 0.1, True)


@dataclass
class Picture:
    """What was rendered."""

    image: Image.Image
    spots: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Where the spots are, per mille from the top left, and whether they are seen (1) or hidden (0)."""


def clear():
    """An empty scene with the units, colours and renderer of the studio."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.unit_settings.system = "NONE"
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.denoising_input_passes = "RGB_ALBEDO_NORMAL"
    scene.cycles.denoising_prefilter = "ACCURATE"
    scene.cycles.denoising_quality = "BALANCED"
    # Five large lamps: choosing among them by a tree costs more than it saves.
    scene.cycles.use_light_tree = False
    scene.cycles.max_bounces = 10
    scene.cycles.diffuse_bounces = 2
    scene.cycles.glossy_bounces = 4
    scene.cycles.transmission_bounces = 10
    scene.cycles.transparent_max_bounces = 8
    scene.cycles.caustics_reflective = False
    scene.cycles.caustics_refractive = False
    scene.cycles.blur_glossy = 0.6
    scene.cycles.sample_clamp_indirect = 4.0
    cover = bpy.context.view_layer.aovs.add()
    cover.name = "paper"
    cover.type = "VALUE"
    # Keeps the colours of things as they are, as a catalogue must.
    scene.view_settings.view_transform = "Khronos PBR Neutral"
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGBA"
    scene.render.image_settings.color_depth = "8"
    return scene


def product():
    """Everything that is not the studio's own, hung under one empty named `product`."""
    root = bpy.data.objects.get("product")
    if root is None:
        root = bpy.data.objects.new("product", None)
        bpy.context.scene.collection.objects.link(root)
    bpy.context.view_layer.update()
    for thing in bpy.context.scene.objects:
        if thing is not root and thing.parent is None and not thing.name.startswith("studio:"):
            thing.parent = root
    bpy.context.view_layer.update()
    return root


def _corners():
    """The product's outermost points, in the world."""
    graph = bpy.context.evaluated_depsgraph_get()
    for thing in bpy.context.scene.objects:
        if thing.type != "MESH" or thing.name.startswith("studio:") or thing.get("unframed"):
            continue
        shown = thing.evaluated_get(graph)
        mesh = shown.to_mesh()
        step = max(1, len(mesh.vertices) // 400)
        for vertex in list(mesh.vertices)[::step]:
            yield shown.matrix_world @ vertex.co
        for corner in shown.bound_box:
            if step > 1 and len(mesh.vertices) < 64:
                yield shown.matrix_world @ Vector(corner)
        shown.to_mesh_clear()


def _light(name, at, size, power, to, colour=(1, 1, 1), shape="RECTANGLE"):
    lamp = bpy.data.lights.new(f"studio:{name}", "AREA")
    lamp.shape = shape
    lamp.size, lamp.size_y = size
    lamp.energy = power
    lamp.color = colour
    thing = bpy.data.objects.new(f"studio:{name}", lamp)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = at
    thing.rotation_euler = (Vector(to) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    return thing


def _card(name, at, size, to, colour):
    """A board that is seen in reflections only: white ones brighten metal, black ones give it edges."""
    mesh = bpy.data.meshes.new(f"studio:{name}")
    half, high = size[0] / 2, size[1] / 2
    mesh.from_pydata([(-half, -high, 0), (half, -high, 0), (half, high, 0), (-half, high, 0)], [], [(0, 1, 2, 3)])
    thing = bpy.data.objects.new(f"studio:{name}", mesh)
    material = bpy.data.materials.new(f"studio:{name}")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1)
    shader.inputs["Roughness"].default_value = 1.0
    mesh.materials.append(material)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = at
    thing.rotation_euler = (Vector(to) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    thing.visible_camera = thing.visible_shadow = thing.visible_diffuse = False
    return thing


def _world(strength, warm):
    world = bpy.data.worlds.new("studio")
    bpy.context.scene.world = world
    world.use_nodes = True
    tree = world.node_tree
    back = tree.nodes["Background"]
    spot = tree.nodes.new("ShaderNodeTexCoord")
    parts = tree.nodes.new("ShaderNodeSeparateXYZ")
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    scale = tree.nodes.new("ShaderNodeMapRange")
    scale.inputs["From Min"].default_value = -1.0
    tree.links.new(spot.outputs["Generated"], parts.inputs["Vector"])
    tree.links.new(parts.outputs["Z"], scale.inputs["Value"])
    tree.links.new(scale.outputs["Result"], ramp.inputs["Fac"])
    line = ramp.color_ramp
    line.elements[0].position, line.elements[0].color = 0.0, (0.62, 0.60, 0.57, 1)
    line.elements[1].position, line.elements[1].color = 1.0, (1.0, 1.0, 1.0, 1)
    for position, colour in ((0.47, (0.50, 0.48, 0.45, 1)), (0.53, (0.34, 0.33, 0.32, 1)), (0.72, (0.52, 0.52, 0.52, 1))):
        line.elements.new(position).color = colour
    tree.links.new(ramp.outputs["Color"], back.inputs["Color"])
    back.inputs["Strength"].default_value = strength
    return world


def studio(radius, warm=0.0):
    """Lights and boards for a product of a radius (in units), about the origin. Sizes and distances grow with it, power with
    their square, so that a cup and a machine are lit alike."""
    r = max(radius, 0.2)
    power = r * r
    sun = (1.0, 0.98 - 0.12 * warm, 0.95 - 0.33 * warm)
    middle = (0, 0, r * 0.7)
    _light("key", (-3.4 * r, -2.6 * r, 4.2 * r), (3.4 * r, 3.4 * r), 430 * power, middle, sun)
    _light("fill", (4.4 * r, -2.8 * r, 2.0 * r), (2.6 * r, 3.6 * r), 48 * power, middle, (0.96, 0.98, 1.0))
    _light("rim", (2.2 * r, 3.8 * r, 3.4 * r), (3.4 * r, 1.0 * r), 210 * power, middle)
    _light("edge", (-3.6 * r, 2.6 * r, 1.6 * r), (0.7 * r, 3.6 * r), 110 * power, middle)
    _light("top", (0, 0.4 * r, 5.2 * r), (3.0 * r, 2.4 * r), 90 * power, middle)
    _card("black left", (-2.7 * r, 0.7 * r, 1.2 * r), (0.9 * r, 4.4 * r), middle, (0.012, 0.012, 0.012))
    _card("black right", (2.9 * r, 0.2 * r, 1.2 * r), (0.8 * r, 4.4 * r), middle, (0.015, 0.015, 0.015))
    _card("white front", (0.9 * r, -5.4 * r, 1.2 * r), (2.2 * r, 3.8 * r), middle, (0.9, 0.9, 0.88))
    _world(0.34, warm)


def paper(radius):
    """What the product stands on: takes its shadow, and is seen in it. Behind, it rises, so that no horizon is seen."""
    mesh = bpy.data.meshes.new("studio:paper")
    wide, back, bend = 60 * radius, 6 * radius, 7 * radius
    rows = [(-wide, 0)]
    for step in range(25):
        angle = math.radians(85 * step / 24)
        rows.append((back + bend * math.sin(angle), bend * (1 - math.cos(angle))))
    mesh.from_pydata([(x, y, z) for y, z in rows for x in (-wide, wide)], [],
                     [(2 * n, 2 * n + 1, 2 * n + 3, 2 * n + 2) for n in range(len(rows) - 1)])
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    thing = bpy.data.objects.new("studio:paper", mesh)
    material = bpy.data.materials.new("studio:paper")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (0.80, 0.77, 0.72, 1)
    shader.inputs["Roughness"].default_value = 0.9
    # Says of each pixel how much of it is paper (`flattened`).
    cover = material.node_tree.nodes.new("ShaderNodeOutputAOV")
    cover.aov_name = "paper"
    cover.inputs["Value"].default_value = 1.0
    mesh.materials.append(material)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def camera(view, shape=(1, 1), frame_of=None):
    """A camera for a view; `frame_of` are the points to be seen, in the world, where it is not a detail."""
    eye = bpy.data.cameras.new("studio:camera")
    eye.lens = view.lens
    eye.sensor_width = 36.0
    eye.sensor_fit = "HORIZONTAL"
    thing = bpy.data.objects.new("studio:camera", eye)
    scene = bpy.context.scene
    scene.collection.objects.link(thing)
    scene.camera = thing
    tilt = math.radians(view.elevation)
    back = Vector((0, -math.cos(tilt), math.sin(tilt)))
    thing.rotation_euler = (-back).to_track_quat("-Z", "Y").to_euler()
    half = math.tan(eye.angle_x / 2)
    high = half * shape[1] / shape[0]
    if view.target is not None:
        root = bpy.data.objects["product"]
        middle = root.matrix_world @ (Vector(view.target) * MM)
        distance = view.width * MM / 2 / half
        thing.location = middle + back * distance
    else:
        points = list(frame_of)
        middle = sum(points, Vector()) / len(points)
        right = Vector((1, 0, 0))
        up = back.cross(right)
        distance = 0.0
        for _ in range(4):
            # Each round looks from where the last one stood, so that near parts count as large as they look.
            for point in points:
                way = point - middle
                reach = way.dot(back)
                distance = max(distance, reach + abs(way.dot(right)) / (half * view.fill),
                               reach + abs(way.dot(up)) / (high * view.fill))
            eye_at = middle + back * distance
            seen = [((p - eye_at).dot(right) / -(p - eye_at).dot(back), (p - eye_at).dot(up) / -(p - eye_at).dot(back))
                    for p in points]
            across = (max(s[0] for s in seen) + min(s[0] for s in seen)) / 2
            along = (max(s[1] for s in seen) + min(s[1] for s in seen)) / 2
            middle = middle + right * across * distance + up * along * distance
            distance = 0.0 if _ < 3 else distance
        eye_at = middle + back * distance
        # A little above the middle: shadows and the eye need ground.
        thing.location = eye_at - up * distance * high * 0.03
    eye.clip_end = 1000
    if view.blur > 0:
        eye.dof.use_dof = True
        eye.dof.focus_distance = (thing.location - middle).length
        eye.dof.aperture_fstop = view.blur * MM * 100
    bpy.context.view_layer.update()
    return thing


def prepare(view, shape=(1, 1), frame_of=None):
    """Paper, lights and camera for what stands in the scene, turned to the view. `frame_of` keeps another frame than the
    product's own, for instance that of a whole turn."""
    root = product()
    root.rotation_euler = (0, 0, math.radians(view.azimuth))
    bpy.context.view_layer.update()
    points = list(_corners())
    if not points:
        raise SystemExit("the scene is empty")
    radius = max(max(math.hypot(p.x, p.y) for p in points), max(p.z for p in points) * 0.55)
    paper(radius)
    studio(radius, view.warm)
    camera(view, shape, frame_of or points)
    scene = bpy.context.scene
    scene.view_settings.exposure = view.exposure + 0.05
    return radius


def turned_frame(steps=12):
    """The outermost points of the product in a whole turn, so that it does not grow and shrink while it turns."""
    root = product()
    points = []
    for step in range(steps):
        root.rotation_euler = (0, 0, 2 * math.pi * step / steps)
        bpy.context.view_layer.update()
        points += list(_corners())
    return points


def _measure(width, height, quality):
    scene = bpy.context.scene
    scene.render.resolution_x = width
    scene.render.resolution_y = height
    scene.render.resolution_percentage = 100
    scene.cycles.samples = quality.samples
    scene.cycles.adaptive_threshold = quality.threshold
    scene.render.use_persistent_data = True
    scene.render.film_transparent = True


def empty(quality, width=None, height=None):
    """The paper alone, without product and its shadow: small, because it is smooth."""
    hidden = [thing for thing in bpy.context.scene.objects if thing.type == "MESH" and not thing.name.startswith("studio:")]
    for thing in hidden:
        thing.hide_render = True
    wide, high = width or quality.size, height or quality.size
    small = max(4, min(wide // 150, 8))
    _measure(wide // small, high // small, Quality(0, 48, 0.01))
    file = Path(bpy.app.tempdir) / "empty.png"
    _write(file)
    for thing in hidden:
        thing.hide_render = False
    with Image.open(file) as image:
        flat = image.convert("RGBA")
    ground = Image.new("RGBA", flat.size, (*PAPER, 255))
    ground.alpha_composite(flat)
    return np.asarray(_without_rim(ground.convert("RGB")).resize((wide, high), Image.Resampling.BICUBIC), dtype=np.float32) / 255


def _without_rim(image):
    """The denoiser knows nothing beyond the rim and leaves specks there: what is just inside stands for it."""
    inside = np.asarray(image)[3:-3, 3:-3]
    return Image.fromarray(np.pad(inside, ((3, 3), (3, 3), (0, 0)), mode="edge"), image.mode)


def _write(file):
    scene = bpy.context.scene
    scene.render.filepath = str(file)
    bpy.ops.render.render(write_still=True)


def shoot(quality, file, width=None, height=None, ground=None):
    """Renders into a file and gives the picture. Where `ground` is given (`empty`), what is paper becomes the shop's own
    colour exactly, and keeps its shadow."""
    scene = bpy.context.scene
    file.parent.mkdir(parents=True, exist_ok=True)
    _measure(width or quality.size, height or quality.size, quality)
    if ground is None:
        scene.use_nodes = False
        scene.render.film_transparent = False
        _write(file)
        with Image.open(file) as image:
            return Picture(image.convert("RGB"), spots())
    wide, high = scene.render.resolution_x, scene.render.resolution_y
    part = _filled(wide, high)
    if part is None:
        image, mask = _taken(file)
    else:
        # Paper and the ends of shadows are smooth: a quarter of the size shows them, and half of the time is saved.
        scene.render.resolution_percentage = 25
        coarse, mask = _taken(file)
        image = _without_rim(coarse).resize((wide, high), Image.Resampling.BICUBIC)
        mask = mask.resize((wide, high), Image.Resampling.BICUBIC)
        scene.render.resolution_percentage = 100
        left, top, right, bottom = part
        scene.render.use_border = scene.render.use_crop_to_border = True
        scene.render.border_min_x, scene.render.border_max_x = left / wide, right / wide
        scene.render.border_min_y, scene.render.border_max_y = 1 - bottom / high, 1 - top / high
        fine = _taken(file)
        scene.render.use_border = scene.render.use_crop_to_border = False
        # Without the specks that the denoiser leaves at a rim, unless that is the picture's own.
        before, above = RIM * (left > 0), RIM * (top > 0)
        after, below = RIM * (right < wide), RIM * (bottom < high)
        for whole, near in zip((image, mask), fine):
            whole.paste(near.crop((before, above, near.width - after, near.height - below)), (left + before, top + above))
    flat = flattened(image, mask, ground)
    flat.save(file)
    return Picture(flat, spots())


RIM = 6
"""Pixels at the rim of a part that are not used."""


def _filled(width, height):
    """The part of the picture that the product and the beginning of its shadow take (left, top, right, bottom in pixels), or
    nothing where that is most of it."""
    scene = bpy.context.scene
    graph = bpy.context.evaluated_depsgraph_get()
    eye = scene.camera
    seen = eye.calc_matrix_camera(graph, x=width, y=height) @ eye.matrix_world.inverted()
    near, far = np.full(2, np.inf), np.full(2, -np.inf)
    for thing in scene.objects:
        if thing.type != "MESH" or thing.name.startswith("studio:") or thing.hide_render:
            continue
        shown = thing.evaluated_get(graph)
        points = np.ones((len(shown.data.vertices), 4), dtype=np.float32)
        flat = np.empty(3 * len(points), dtype=np.float32)
        shown.data.vertices.foreach_get("co", flat)
        points[:, :3] = flat.reshape(-1, 3)
        placed = points @ np.array(seen @ shown.matrix_world, dtype=np.float32).T
        if len(placed):
            share = (placed[:, :2] / placed[:, 3:] + 1) / 2
            near, far = np.minimum(near, share.min(axis=0)), np.maximum(far, share.max(axis=0))
    room = 0.04 * width + RIM
    left, right = max(0, math.floor(near[0] * width - room)), min(width, math.ceil(far[0] * width + room))
    top, bottom = max(0, math.floor((1 - far[1]) * height - room)), min(height, math.ceil((1 - near[1]) * height + room))
    return None if (right - left) * (bottom - top) > 0.75 * width * height else (left, top, right, bottom)


def _taken(file):
    """Renders as the scene is set; gives the picture and the share of paper in each pixel. What the renderer writes stands
    beside the file, which is there only when it is finished."""
    cover, light = _covered(file), file.with_name(f"{file.stem}-light.png")
    _write(light)
    bpy.context.scene.use_nodes = False
    with Image.open(light) as image, Image.open(cover) as mask:
        return image.convert("RGBA"), mask.convert("L")


def _covered(file):
    """Has the share of paper in each pixel written beside the picture; returns where."""
    scene = bpy.context.scene
    scene.use_nodes = True
    tree = scene.node_tree
    tree.nodes.clear()
    layers = tree.nodes.new("CompositorNodeRLayers")
    result = tree.nodes.new("CompositorNodeComposite")
    tree.links.new(layers.outputs["Image"], result.inputs["Image"])
    out = tree.nodes.new("CompositorNodeOutputFile")
    out.base_path = str(file.parent)
    out.format.file_format = "PNG"
    out.format.color_mode = "BW"
    out.format.color_management = "OVERRIDE"
    out.format.view_settings.view_transform = "Raw"
    out.file_slots[0].path = f"{file.stem}-paper-"
    tree.links.new(layers.outputs["paper"], out.inputs[0])
    scene.frame_set(1)
    return file.parent / f"{file.stem}-paper-0001.png"


def _blurred(values, reach):
    """Three means over neighbours, one after the other, which is as good as a bell."""
    for axis in (0, 1, 0, 1, 0, 1):
        padded = np.pad(values, [(reach + 1, reach) if a == axis else (0, 0) for a in range(values.ndim)], mode="edge")
        sums = np.cumsum(padded, axis=axis, dtype=np.float64)
        size = 2 * reach + 1
        high = np.take(sums, range(size, sums.shape[axis]), axis=axis)
        low = np.take(sums, range(0, sums.shape[axis] - size), axis=axis)
        values = ((high - low) / size).astype(np.float32)
    return values


def flattened(image, mask, ground):
    """The picture with its paper evened out. A pixel of paper is as much darker than the shop's colour as it is darker than
    the empty paper; one of the product stays as it is."""
    pixels = np.asarray(image, dtype=np.float32) / 255
    share = np.asarray(mask, dtype=np.float32)[..., None] / 255
    colour = np.array(PAPER, dtype=np.float32) / 255
    alpha = pixels[..., 3:]
    seen = pixels[..., :3] * alpha + colour * (1 - alpha)
    ratio = np.clip(seen / np.maximum(ground, 0.05), 0, 1.02)
    # Towards their rims shadows are soft; what is not, is noise: it is smoothed away, the shadow at the foot is not.
    reach = max(2, seen.shape[1] // 80)
    smooth = _blurred(ratio * share, reach) / np.maximum(_blurred(share, reach), 1e-3)
    near = np.clip((ratio.min(axis=-1, keepdims=True) - 0.62) / 0.22, 0, 1)
    ratio = ratio * (1 - near) + smooth * near
    # A breath of unevenness is left on paper far from the product; the eye sees it, so it goes.
    ratio = np.where(ratio < 0.9, ratio, np.minimum(1, 0.9 + (ratio - 0.9) * 0.1 / 0.07))
    # A little deeper than measured: the lamps are so large that shadows are faint.
    on = np.clip(ratio, 0, 1) ** 1.35 * colour
    # Towards the picture's rim shadows end softly: around it the shop's page has the same colour.
    high, wide = share.shape[:2]
    rim = wide / 22
    near = np.minimum.reduce(np.broadcast_arrays(
        np.arange(wide)[None, :], np.arange(wide)[::-1][None, :], np.arange(high)[:, None], np.arange(high)[::-1][:, None]))
    fade = np.clip(near / rim - 0.1, 0, 1)[..., None]
    fade = fade * fade * (3 - 2 * fade)
    on = on * fade + colour * (1 - fade)
    out = seen * (1 - share) + on * share
    return Image.fromarray((np.clip(out, 0, 1) * 255 + 0.5).astype(np.uint8), "RGB")


def spots():
    """Where the scene's spots are seen by its camera."""
    scene = bpy.context.scene
    eye = scene.camera
    graph = bpy.context.evaluated_depsgraph_get()
    found = {}
    for mark in scene.objects:
        if "spot" not in mark:
            continue
        at = mark.matrix_world.translation
        place = world_to_camera_view(scene, eye, at)
        found[mark["spot"]] = (round(place.x * 1000), round((1 - place.y) * 1000), int(_in_sight(graph, at)))
    return found


def _in_sight(graph, at):
    """Whether the camera sees a point. A spot sits on its part or a little in it: what is hit well before it hides it."""
    scene = bpy.context.scene
    start = scene.camera.matrix_world.translation
    way = at - start
    reach, step = 0.0, way.normalized()
    for _ in range(8):
        hit, where, _, _, thing, _ = scene.ray_cast(graph, start + step * reach, step)
        if not hit:
            return True
        reach = (where - start).length
        if not thing.name.startswith("studio:"):
            return reach > way.length - 0.12
        # Boards that are seen in reflections only hide nothing.
        reach += 0.01
    return True
