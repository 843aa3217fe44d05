"""Each variant against the oracle, and the oracle, its numbers and its tolerance against what they should be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.cameras import around
from underhood_kernels.families.path_tracer import oracle, paths
from underhood_kernels.gpu.quirks import loops_end_early
from underhood_kernels.trace import trace_variant

FAMILY = registry["path_tracer"]
SHAPES = [(0, 5), (5, 0), (1, 1), (1, 50), (50, 1), (9, 16), (17, 13), (30, 41)]
WGSL = ["wgpu-naive", "wgpu-regenerated", "wgpu-samples-apart"]
SIZES = np.array([4, 4, 2], np.uint32)
CAMERA = around(0.0, 0.5, 0.6, 4, 4)
NOTHING = np.zeros((0, 12), np.float32)


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def _sphere(*, albedo=(0.5, 0.5, 0.5), mirror=0, light=(0, 0, 0), radius=1.0):
    return np.array([[0, 1, 0, radius, *albedo, mirror, *light, 0]], np.float32)


def test_the_hash_is_pcg():
    def pcg(v):
        state = (v * 747796405 + 2891336453) % 2**32
        word = (((state >> ((state >> 28) + 4)) ^ state) * 277803737) % 2**32
        return (word >> 22) ^ word

    bits = np.random.default_rng(1).integers(0, 2**32, 1000)
    np.testing.assert_array_equal(paths.scrambled(bits), [pcg(int(v)) for v in bits])
    assert len(set(paths.scrambled(np.arange(10_000)))) == 10_000


def test_directions_are_spread_evenly():
    a, b = np.random.default_rng(2).uniform(size=(2, 40_000))
    x, y, z = paths.on_sphere(np, a, b)
    np.testing.assert_allclose(x * x + y * y + z * z, 1, atol=2e-6)
    for axis in (x, y, z):
        histogram, _ = np.histogram(axis, bins=10, range=(-1, 1))  # a sphere's zones of one height have one area
        np.testing.assert_allclose(histogram, 4000, rtol=0.1)


def test_intersections_are_on_the_spheres():
    random = np.random.default_rng(3)
    spheres = FAMILY.example(1)[1].astype(float)
    p = tuple(random.uniform((-4, 0.01, 3), (4, 4, 6), (3000, 3)).T)
    d = paths.unit(np, tuple(random.uniform((-1, -1, -1), (1, 0.2, 0), (3000, 3)).T))
    what, t = paths.nearest(np, spheres, p, d, np.full(3000, -1))
    at = np.stack(paths.along(p, d, t), axis=-1)
    assert len(set(what)) == len(spheres) + 2, "every sphere, the floor and the sky"
    for k, sphere in enumerate(spheres):
        np.testing.assert_allclose(np.linalg.norm(at[what == k] - sphere[:3], axis=1), sphere[3], rtol=1e-9)
    np.testing.assert_allclose(at[what == len(spheres)][:, 1], 0, atol=1e-9)
    for share in (0.1, 0.5, 0.9):  # nothing is in the way
        ahead = np.stack(paths.along(p, d, share * np.minimum(t, 50)), axis=-1)
        away = np.linalg.norm(ahead[:, None] - spheres[:, :3], axis=2)
        assert np.all((away > spheres[:, 3] - 1e-9) | (np.linalg.norm(np.stack(p, -1)[:, None] - spheres[:, :3], axis=2)
                                                      < spheres[:, 3]))  # fmt: skip


def test_a_white_sphere_in_a_white_sky_can_not_be_seen(monkeypatch):
    """Nothing is lost and nothing is won where every surface gives back all that it gets."""
    monkeypatch.setattr(paths, "SKY", (1.0, 1.0, 1.0))
    monkeypatch.setattr(paths, "ZENITH", (0.0, 0.0, 0.0))
    monkeypatch.setattr(paths, "FLOOR_RADIUS", 0.0)
    for mirror in (0, 1):
        spheres = _sphere(albedo=(1, 1, 1), mirror=mirror).astype(float)
        light = oracle.image(CAMERA.astype(float), spheres, 4, 4, 5, bounded=False).light
        np.testing.assert_allclose(light, 1)


def test_a_lamp_alone_shines_as_it_is(variant):
    camera = around(0.0, 1.0, 0.1, 3, 3)
    result = variant(camera, _sphere(albedo=(0, 0, 0), light=(3, 2, 1)), np.array([3, 3, 2], np.uint32))
    np.testing.assert_allclose(result, np.broadcast_to([3, 2, 1], (3, 3, 3)), rtol=1e-6)


@pytest.mark.parametrize("samples", [1, 2, 3, 9])
@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns, samples):
    inputs = FAMILY.example(rows, seed=rows + columns, columns=columns, samples=samples)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=8, deadline=None)
@given(
    rows=st.integers(0, 15),
    columns=st.integers(0, 20),
    samples=st.integers(1, 4),
    count=st.integers(0, 12),
    seed=st.integers(0, 2**32 - 1),
)
def test_variants_agree_about_any_spheres(rows, columns, samples, count, seed):
    camera, _, sizes = FAMILY.example(rows, seed=seed, columns=columns, samples=samples)
    random = np.random.default_rng(seed)
    spheres = np.zeros((count, 12), np.float32)
    spheres[:, :3] = random.uniform((-3, 0, -3), (3, 2, 3), (count, 3))
    spheres[:, 3] = random.uniform(0.2, 1, count)
    spheres[:, 4:7] = random.uniform(0, 1, (count, 3))
    spheres[:, 7] = random.integers(0, 2, count)
    spheres[:, 8:11] = random.uniform(0, 5, (count, 1)) * random.integers(0, 2, (count, 3))
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(camera, spheres, sizes), camera, spheres, sizes)
            assert comparison, f"{variant.name}: {comparison.message}"


def test_an_empty_scene_is_floor_and_sky(variant):
    inputs = CAMERA, NOTHING, SIZES
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize("name", WGSL)
def test_any_parameters_are_right(adapter, name):
    inputs = FAMILY.example(21, seed=5, columns=33, samples=5)
    values = [{"width": 1, "height": 1}, {"width": 5, "height": 3}, {"width": 32, "height": 4}]
    if "apart" in name:
        values = [{"work_group": w, "sharing": s} for w, s in ((1, 1), (12, 3), (64, 64), (128, 4), (32, 16))]
    for chosen in values:
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **chosen), *inputs)
        assert comparison, f"{chosen}: {comparison.message}"


@pytest.mark.parametrize("name", WGSL)
def test_no_kernel_leaves_its_buffers_or_races(adapter, name):
    for inputs in (FAMILY.example(7, seed=1, columns=9, samples=3), (CAMERA, NOTHING, SIZES)):
        for report in trace_variant(FAMILY.variants[name], inputs):
            assert report.out_of_bounds == 0
            assert report.races == 0


def test_more_work_groups_than_one_dimension_holds(adapter, monkeypatch):
    import underhood_kernels.launch

    monkeypatch.setattr(underhood_kernels.launch, "WORK_GROUPS_PER_DIMENSION", 3)
    inputs = FAMILY.example(25, seed=7, columns=31, samples=2)
    for name in WGSL:
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs), *inputs)
        assert comparison, f"{name}: {comparison.message}"


def test_limits_are_named(adapter):
    inputs = FAMILY.example(10)
    with pytest.raises(ValueError, match="sharing must divide the work-group size"):
        FAMILY.variants["wgpu-samples-apart"](*inputs, work_group=64, sharing=3)
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size"):
        FAMILY.variants["wgpu-samples-apart"](*inputs, work_group=1 << 20)
    many = np.array([1, 1, 2000], np.uint32)
    if loops_end_early():
        for name in WGSL[:2]:
            with pytest.raises(gpu.LimitError, match="goes round its loops 82,000 times"):
                FAMILY.variants[name](*inputs[:2], many)
    comparison = FAMILY.compare(FAMILY.variants["wgpu-samples-apart"](*inputs[:2], many), *inputs[:2], many)
    assert comparison, comparison.message
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-naive"](*inputs, width=100, height=100)


@pytest.mark.parametrize("seed", range(3))
def test_the_tolerance_is_narrow(seed):
    tolerance = FAMILY.tolerance(*FAMILY.example(64, seed=seed)).max(axis=2)
    assert np.median(tolerance) < 3e-5
    assert np.quantile(tolerance, 0.95) < 1e-3
    assert np.mean(tolerance > 1e-2) < 0.01


def test_wrong_kernels_are_found(monkeypatch):
    camera, spheres, sizes = inputs = FAMILY.example(24, seed=2)
    right = FAMILY.reference(*inputs)
    judge = FAMILY.judge(*inputs)
    assert judge(right)
    aside, matt = camera.copy(), spheres.copy()
    aside[1] += camera[2] / 2
    matt[:, 7] = 0
    fewer, more = sizes.copy(), sizes.copy()
    fewer[2], more[2] = 3, 5
    wrong = {
        "half a pixel aside": FAMILY.reference(aside, spheres, sizes),
        "no mirrors": FAMILY.reference(camera, matt, sizes),
        "last sphere missing": FAMILY.reference(camera, spheres[:-1], sizes),
        "one sample less": FAMILY.reference(camera, spheres, fewer),
        "one sample more": FAMILY.reference(camera, spheres, more),
        "a sample summed but not counted": right * np.float32(5 / 4),
        "mirrored": right[:, ::-1],
        "red and blue mixed up": right[..., ::-1],
        "a tile untouched": np.where(np.arange(24)[:, None, None] // 8 == 2, np.float32(0), right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    changes = {
        "one segment less": ("SEGMENTS", 4),
        "one segment more": ("SEGMENTS", 6),
        "a smaller floor": ("FLOOR_RADIUS", 6.9),
        "another floor": ("FLOOR", (0.62, 0.58, 0.541)),
        "other random numbers": ("scrambled", lambda v: (v * 747796405 + 12345) & 0xFFFFFFFF),
        "a sine of 11 bits": ("PI", 3.1406),
        "directions not normalised": ("unit", lambda m, v: v),
    }
    for what, (name, value) in changes.items():
        with monkeypatch.context() as patch:
            patch.setattr(paths, name, value)
            exact = camera.astype(float), spheres.astype(float)
            wrong[what] = oracle.image(*exact, *map(int, sizes), bounded=False).light.astype(np.float32)
    for what, result in wrong.items():
        assert not judge(result), what
    assert "shape" in judge(right[:-1]).message
    assert "dtype" in judge(right.astype(np.float64)).message


def _with(column, value):
    spheres = _sphere()
    spheres[0, column] = value
    return spheres


@pytest.mark.parametrize(
    ("camera", "spheres", "sizes", "words"),
    [
        (CAMERA.astype(float), _sphere(), SIZES, "camera must be float32"),
        (CAMERA * np.float32(2), _sphere(), SIZES, "at most 8 from the origin"),
        (CAMERA * np.float32([1, -1, 1]), _sphere(), SIZES, "eye above the floor"),
        (CAMERA * np.float32([[1], [0], [0], [0]]), _sphere(), SIZES, "camera must look ahead"),
        (CAMERA, _sphere().astype(float), SIZES, r"spheres must be float32 of shape \(n, 12\), not float64"),
        (CAMERA, _sphere()[:, :11], SIZES, r"not float32 of shape \(1, 11\)"),
        (CAMERA, _with(0, np.nan), SIZES, "centres must lie between -8 and 8"),
        (CAMERA, _with(3, 0), SIZES, "radii must lie between 0.01 and 8"),
        (CAMERA, _with(5, 1.5), SIZES, "albedos must lie between 0 and 1"),
        (CAMERA, _with(7, 0.5), SIZES, "a sphere is a mirror"),
        (CAMERA, _with(9, -1), SIZES, "emitted light must lie between 0 and 1000"),
        (CAMERA, _sphere(), SIZES.astype(int), "sizes must be a uint32 vector"),
        (CAMERA, _sphere(), SIZES * np.uint32(0), "one sample at least"),
    ],
)
def test_bad_inputs_are_named(variant, camera, spheres, sizes, words):
    with pytest.raises(ValueError, match=words):
        variant(camera, spheres, sizes)


def test_costs():
    camera, spheres, sizes = FAMILY.example(10, columns=30)
    assert FAMILY.bytes(camera, spheres, sizes) == 4 * (12 + 7 * 12 + 3 + 900)
    up = around(0.0, 30.0, 0.1, 4, 4)
    assert FAMILY.flops(up, spheres, SIZES) == (25 * 7 + 85) * 32
    small, large = (FAMILY.flops(*FAMILY.example(size)) for size in (60, 120))
    assert large == pytest.approx(4 * small, rel=0.05)
    assert FAMILY.flops(*FAMILY.example(60, samples=8)) == 2 * small


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(first[2], [70, 70, 4])
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])
    with pytest.raises(ValueError, match="columns must be 0 or more, not -1"):
        FAMILY.example(10, columns=-1)
    with pytest.raises(ValueError, match="samples must be 1 or more, not 0"):
        FAMILY.example(10, samples=0)
