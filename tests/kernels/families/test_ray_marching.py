"""Each variant against the oracle, and the oracle and its tolerance against geometry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.ray_marching import oracle, scene
from underhood_kernels.trace import trace_variant

FAMILY = registry["ray_marching"]
SHAPES = [(0, 5), (5, 0), (1, 1), (1, 50), (50, 1), (9, 16), (17, 13), (40, 71)]
WGSL = ["wgpu-naive", "wgpu-relaxed", "wgpu-cone-marching"]
SIZES = np.array([4, 4], np.uint32)


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


@pytest.fixture(scope="module")
def points():
    return tuple(np.random.default_rng(4).uniform((-3, 0, -3), (3, 3, 3), (4000, 3)).T)


def _looking(eye, at, size=3, nearness=0.02):
    """A camera that looks from one point to another, and the shape of a small image."""
    forward = np.subtract(at, eye, dtype=float)
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, [0.1, 1, 0.2])
    across = right / np.linalg.norm(right) * nearness / size
    down = np.cross(forward, across)
    corner = forward - (across + down) * size / 2
    return np.array([eye, corner, across, down], np.float32), np.array([size, size], np.uint32)


def test_nothing_is_nearer_than_the_distance_says(points):
    random = np.random.default_rng(5)
    here = scene.distance(np, points)
    for reach in (0.01, 0.3, 1.0):
        d = random.standard_normal((3, here.size))
        d /= np.linalg.norm(d, axis=0)
        there = scene.distance(np, scene.along(points, tuple(d), reach))
        assert np.max(np.abs(there - here)) <= reach + 1e-12


def test_normals_are_the_gradient_of_the_distance(points):
    outside = scene.distance(np, points) > 0.01
    p = tuple(part[outside] for part in points)
    gap, normal, _ = scene.surface(np, p)
    np.testing.assert_array_equal(gap, scene.distance(np, p))
    step = 1e-6
    for axis, part in enumerate(normal):
        aside = tuple(x + step * (axis == k) for k, x in enumerate(p))
        slope = (scene.distance(np, aside) - gap) / step
        assert np.mean(np.abs(slope - part) < 1e-4) > 0.99  # but on the ridges between two things


def test_distances_by_hand():
    assert scene.distance(np, (0.0, 0.3, 2.0)) == pytest.approx(0.3)  # above the table
    assert scene.distance(np, (4.55, -0.1, 0.0)) == pytest.approx(2.0)  # beside it
    assert scene.distance(np, (0.95, 0.62, 0.0)) == pytest.approx(np.hypot(0.45, 0.35) - 0.17)  # before the ring
    assert scene.distance(np, (0.55, 0.25, 2.1)) == pytest.approx(0.25)  # before the cube, above the table
    assert scene.distance(np, (-0.75, 0.55, 0.9)) == pytest.approx(0.15)  # before the drop's largest sphere


def test_a_ray_straight_down_meets_the_table_where_it_is():
    camera = _looking((1.6, 3, 1.7), (1.6, 0, 1.7))[0].astype(float)
    r, c = np.divmod(np.arange(9), 3)
    d = scene.direction(np, camera, r, c)
    marched = oracle.march(camera[0], d, 0.0)
    assert marched.hit.all()
    np.testing.assert_allclose(marched.t * -d[1], 3, rtol=1e-7)


def test_past_everything_is_the_sky(variant):
    camera, shape = _looking((0, 3, 6), (0, 30, 0))
    result = variant(camera, shape)
    d = camera[0] * 0 + np.array([0, 27, -6]) / np.hypot(27, 6)
    height = 0.5 + 0.5 * d[1]
    np.testing.assert_allclose(result[1, 1], [0.82 - 0.7 * height, 0.84 - 0.5 * height, 0.86 - 0.2 * height], rtol=1e-5)


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns):
    inputs = FAMILY.example(rows, seed=rows + columns, columns=columns)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=3, deadline=None)
@given(rows=st.integers(0, 20), columns=st.integers(0, 30), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_from_all_sides(rows, columns, seed):
    inputs = FAMILY.example(rows, seed=seed, columns=columns)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(
    ("eye", "at"),
    [
        ((0, 0.05, 5), (0, 0.0, 0)),
        ((0, 7.9, 0.1), (0, 0, 0)),
        ((0.95, 0.62, 0.1), (0.95, 0.62, -1)),
        ((0, -2, 0), (0, 0, 0.5)),
        ((0.55, 0.33, 1.3), (0.55, 0.33, 0)),
    ],
)
def test_unusual_places_to_look_from(variant, eye, at):
    """Along the table, from above, through the ring, from below and close to the cube."""
    inputs = _looking(eye, at, size=16, nearness=0.7)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize("name", WGSL)
def test_any_parameters_are_right(adapter, name):
    inputs = FAMILY.example(37, seed=5, columns=53)
    values = [{"width": 1, "height": 1}, {"width": 5, "height": 3}, {"width": 32, "height": 4}]
    values += {"wgpu-relaxed": [{"longer": n} for n in (1, 20, 60, 99)]}.get(name, [])
    values += {"wgpu-cone-marching": [{"tile": n} for n in (1, 3, 16, 100)]}.get(name, [])
    for chosen in values:
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **chosen), *inputs)
        assert comparison, f"{chosen}: {comparison.message}"


@pytest.mark.parametrize("name", WGSL)
def test_no_kernel_leaves_its_buffers_or_races(adapter, name):
    for report in trace_variant(FAMILY.variants[name], FAMILY.example(11, seed=1, columns=13)):
        assert report.out_of_bounds == 0
        assert report.races == 0


def test_more_work_groups_than_one_dimension_holds(adapter, monkeypatch):
    import underhood_kernels.launch

    monkeypatch.setattr(underhood_kernels.launch, "WORK_GROUPS_PER_DIMENSION", 3)
    inputs = FAMILY.example(45, seed=7, columns=61)
    for name in WGSL:
        more = {"tile": 2} if "cone" in name else {}
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **more), *inputs)
        assert comparison, f"{name}: {comparison.message}"


def test_limits_are_named(adapter):
    inputs = FAMILY.example(10)
    with pytest.raises(ValueError, match="longer must be 99 % or less, not 100"):
        FAMILY.variants["wgpu-relaxed"](*inputs, longer=100)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-naive"](*inputs, width=100, height=100)


@pytest.mark.parametrize("seed", range(3))
def test_the_tolerance_is_narrow(seed):
    tolerance = FAMILY.tolerance(*FAMILY.example(96, seed=seed)).max(axis=2)
    assert np.median(tolerance) < 2e-5
    assert np.quantile(tolerance, 0.9) < 1e-3
    assert np.mean(tolerance > 1e-2) < 0.01


def test_wrong_kernels_are_found(monkeypatch):
    camera, shape = inputs = FAMILY.example(48, seed=2)
    right = FAMILY.reference(*inputs)
    judge = FAMILY.judge(*inputs)
    assert judge(right)
    aside, nearer = camera.copy(), camera.copy()
    aside[1] += camera[2] / 2
    nearer[0] *= 1.001
    wrong = {
        "half a pixel aside": FAMILY.reference(aside, shape),
        "eye a little nearer": FAMILY.reference(nearer, shape),
        "mirrored": right[:, ::-1],
        "upside down": right[::-1],
        "red and blue mixed up": right[..., ::-1],
        "a tile untouched": np.where(np.arange(48)[:, None, None] // 8 == 2, np.float32(0), right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    changes = {
        "no soft shadow": ("PENUMBRA", 1e6),
        "one step of shadow less": ("SHADOW_STEPS", 5),
        "one step of openness less": ("OCCLUSION_STEPS", 3),
        "sun from elsewhere": ("SUN", (0.36, 0.8, 0.48)),
        "another blue": ("SKYLIGHT", (0.3, 0.4, 0.551)),
        "spheres that don't blend": ("BLEND", 0.01),
    }
    for what, (name, value) in changes.items():
        with monkeypatch.context() as patch:
            patch.setattr(scene, name, value)
            wrong[what] = oracle.image(camera.astype(float), 48, 48)[0].astype(np.float32)  # what has no memory
    wrong["stops too early"] = oracle.image(camera.astype(float), 48, 48, level=1e-3)[0].astype(np.float32)
    for what, result in wrong.items():
        assert not judge(result), what
    assert "shape" in judge(right[:-1]).message
    assert "dtype" in judge(right.astype(np.float64)).message


@pytest.mark.parametrize(
    ("camera", "shape", "words"),
    [
        (np.zeros((4, 3)), SIZES, "float64"),
        (np.zeros((3, 3), np.float32), SIZES, r"shape \(3, 3\)"),
        (np.full((4, 3), np.nan, np.float32), SIZES, "camera must be finite"),
        (np.full((4, 3), 9, np.float32), SIZES, "at most 8 from the origin"),
        (np.tile(np.float32([-0.75, 0.55, 0.2]), (4, 1)), SIZES, "outside of the table"),
        (np.repeat(np.float32([[2], [-2], [1], [0]]), 3, axis=1), SIZES, "camera must look ahead"),
        (np.repeat(np.float32([[2], [0], [0], [0]]), 3, axis=1), SIZES, "camera must look ahead"),
        (np.ones((4, 3), np.float32), [4, 4], "shape must be a uint32 vector"),
        (np.ones((4, 3), np.float32), SIZES[:1], "shape must be a uint32 vector"),
        (np.ones((4, 3), np.float32), np.array([1 << 20, 1 << 20], np.uint32), "2²⁸ pixels at most"),
    ],
)
def test_bad_inputs_are_named(variant, camera, shape, words):
    with pytest.raises(ValueError, match=words):
        variant(camera, shape)


def test_costs():
    camera, shape = FAMILY.example(10, columns=30)
    assert FAMILY.bytes(camera, shape) == 4 * (12 + 2 + 900)
    sky, _ = _looking((0, 3, 6), (0, 30, 0))
    steps, hits = oracle.work(sky.astype(float), np.arange(4), np.arange(4))
    assert hits == 0
    assert FAMILY.flops(sky, SIZES) == 92 * steps
    small, large = (FAMILY.flops(*FAMILY.example(size)) for size in (60, 240))
    assert large == pytest.approx(16 * small, rel=0.05)


def test_the_source_shown_is_all_of_it():
    source = FAMILY.variants["numba"].source
    assert "def numba_ray_marching" in source
    assert "def sunshine" in source


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(first[1], [70, 70])
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])
    with pytest.raises(ValueError, match="columns must be 0 or more, not -1"):
        FAMILY.example(10, columns=-1)
