"""`matvec`, `matvec_f16` and `matvec_int8`: each variant against the oracle, and the oracles against the definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.matvec_int8 import quantise
from underhood_kernels.trace import trace_variant

FAMILIES = [registry[name] for name in ("matvec", "matvec_f16", "matvec_int8")]
SINGLE, HALF, INT8 = FAMILIES
SHAPES = [(0, 0), (0, 5), (5, 0), (1, 1), (1, 5000), (700, 3), (31, 33), (67, 129), (130, 1024), (9, 1039)]


@pytest.fixture(params=[(family, name) for family in FAMILIES for name in family.variants], ids=lambda p: p[1])
def case(request):
    family, name = request.param
    if not family.variants[name].available:
        pytest.skip(family.variants[name].reason)
    return family, family.variants[name]


def check(family, variant, inputs, **parameters):
    comparison = family.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{family.name} {variant.name} {parameters}: {comparison.message}"


def wgsl(family, step):
    variant = family.variants[f"wgpu-{step}"]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.name)
@pytest.mark.parametrize("shape", [(3, 0), (1, 1), (7, 100)])
def test_references_are_the_definition(family, shape):
    matrix, *scales, vector = inputs = family.example(shape[0], columns=shape[1])
    result = family.reference(*inputs)
    assert (result.shape, result.dtype) == ((shape[0],), np.float32)
    for i, row in enumerate(matrix):
        exact = math.fsum(float(a) * float(x) for a, x in zip(row, vector, strict=True))
        exact *= float(scales[0][i]) if scales else 1
        assert abs(result[i] - exact) <= np.spacing(np.float32(abs(exact)))


def test_variant_agrees_with_the_reference(case):
    family, variant = case
    for rows, columns in SHAPES:
        check(family, variant, family.example(rows, seed=rows + columns, columns=columns))


@settings(max_examples=8, deadline=None)
@given(rows=st.integers(0, 200), columns=st.integers(0, 200), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(rows, columns, seed):
    for family in FAMILIES:
        for variant in family.variants.values():
            if variant.available:
                check(family, variant, family.example(rows, seed=seed, columns=columns))


def test_products_of_small_whole_numbers_are_exact(case):
    family, variant = case
    random = np.random.default_rng(3)  # below 2²⁴ no order of summation rounds, so not one term may be missing
    matrix, vector = random.integers(-9, 10, (37, 1801)), random.integers(-9, 10, 1801)
    scales = [np.exp2(random.integers(-3, 4, 37)).astype(np.float32)] if family is INT8 else []
    dtypes = {"matvec": (np.float32, np.float32), "matvec_f16": (np.float16, np.float16)}
    of_matrix, of_vector = dtypes.get(family.name, (np.int8, np.float32))
    result = variant(matrix.astype(of_matrix), *scales, vector.astype(of_vector))
    np.testing.assert_array_equal(result, matrix @ vector * (scales[0] if scales else 1))


def test_every_element_counts_once(case):
    family, variant = case
    matrix, *scales, vector = family.example(70, columns=70)
    matrix = np.eye(70).astype(matrix.dtype)
    expected = vector.astype(np.float32) * (scales[0] if scales else 1)
    np.testing.assert_allclose(variant(matrix, *scales, vector), expected, rtol=2e-7)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.name)
@pytest.mark.parametrize(
    ("step", "parameters"),
    [
        ("naive", {"work_group": 1}),
        ("naive", {"work_group": 1000}),
        ("group", {"work_group": 1}),
        ("group", {"work_group": 50}),
        ("rows", {"work_group": 3, "rows": 7, "loads": 3}),
        ("rows", {"work_group": 256, "rows": 16, "loads": 2}),
        ("rows", {"work_group": 1, "rows": 1, "loads": 1}),
        ("subgroups", {"work_group": 1, "rows": 3, "loads": 2, "turns": 1}),
        ("subgroups", {"work_group": 50, "rows": 1, "loads": 4, "turns": 9}),
    ],
    ids=str,
)
def test_any_parameters_are_right(adapter, family, step, parameters):
    check(family, wgsl(family, step), family.example(45, seed=5, columns=301), **parameters)


def test_the_type_f16_takes_any_parameters(adapter):
    inputs = HALF.example(45, seed=5, columns=301)
    for parameters in ({"work_group": 3, "rows": 7, "loads": 3}, {"work_group": 256, "rows": 16, "loads": 1}):
        check(HALF, wgsl(HALF, "halves"), inputs, **parameters)


def test_more_work_groups_than_one_dimension_holds(adapter):
    for family in FAMILIES:
        inputs = family.example(65_600, seed=6, columns=1)
        check(family, wgsl(family, "group"), inputs, work_group=1)
        check(family, wgsl(family, "rows"), inputs, work_group=1, rows=1)
        check(family, wgsl(family, "subgroups"), inputs, work_group=1, rows=1, turns=1)


def test_what_the_ladder_teaches_is_counted(adapter):
    inputs = SINGLE.example(32, columns=512)
    naive, group, rows = (trace_variant(wgsl(SINGLE, step), inputs)[0].buffers for step in ("naive", "group", "rows"))
    assert naive["matrix"].coalescing < group["matrix"].coalescing == rows["matrix"].coalescing == 1
    assert group["vector"].bytes == 4 * rows["vector"].bytes  # four rows a work group
    for family, nbytes in zip(FAMILIES, (4, 2, 1), strict=True):
        (report,) = trace_variant(wgsl(family, "rows"), family.example(32, columns=512))
        assert report.buffers["matrix"].bytes == 32 * 512 * nbytes
        assert report.buffers["matrix"].coalescing == report.buffers["vector"].coalescing == 1


def test_limits_are_named(adapter, monkeypatch):
    inputs = SINGLE.example(400)
    for step in ("naive", "group", "subgroups"):
        with pytest.raises(gpu.LimitError, match="a work group of 100000 threads"):
            wgsl(SINGLE, step)(*inputs, work_group=100_000)
    monkeypatch.setitem(gpu.device().limits, "max-compute-workgroup-storage-size", 32768)
    with pytest.raises(
        gpu.LimitError, match="needs 65,536 bytes of shared memory, but this adapter's max-compute-work"
    ):
        wgsl(SINGLE, "rows")(*inputs, work_group=1024, rows=16)
    with pytest.raises(gpu.LimitError, match="use fewer rows or fewer threads"):
        wgsl(HALF, "halves")(*HALF.example(4), work_group=1024, rows=16)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for family in FAMILIES:
        for name in (name for name in family.variants if name.startswith("wgpu")):
            with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
                wgsl(family, name.removeprefix("wgpu-"))(*family.example(400))


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_and_infinity_spread_as_the_formula_says(case):
    family, variant = case
    matrix, *scales, vector = family.example(9, seed=1, columns=50)
    matrix[7] = 0  # 0 · ∞
    vector[3] = np.inf
    if scales:
        scales[0][5] = np.nan
    else:
        matrix[5, 49], matrix[2, 0] = np.nan, -np.inf
    expected = family.reference(matrix, *scales, vector)
    assert np.isnan(expected[5])
    assert np.isnan(expected[7])
    assert np.isinf(expected).any()
    check(family, variant, (matrix, *scales, vector))
    vector[3] = np.nan
    check(family, variant, (matrix, *scales, vector))


def test_denormals_may_be_flushed(case):
    family, variant = case
    matrix, *scales, vector = family.example(9, seed=1, columns=300)
    tiny = 1e-6 if family is HALF else 1e-39
    if scales:
        check(family, variant, (matrix, scales[0] * np.float32(tiny), vector))
    else:
        check(family, variant, (matrix * matrix.dtype.type(tiny), vector))
    check(family, variant, (matrix, *scales, vector * vector.dtype.type(tiny)))


def test_every_number_of_float16_keeps_its_value(case):
    family, variant = case
    if family is HALF:
        bits = np.arange(1 << 16, dtype=np.uint16)
        normal = bits[((bits & 0x7C00) != 0) & ((bits & 0x7C00) != 0x7C00)].view(np.float16)
        vector = np.array([0, 1, 0], np.float16)
        matrix = np.zeros((len(normal), 3), np.float16)
        matrix[:, 1] = normal
        np.testing.assert_array_equal(variant(matrix, vector), normal.astype(np.float32))


def test_every_number_of_int8_keeps_its_value(case):
    family, variant = case
    if family is INT8:
        matrix = np.arange(-128, 128).astype(np.int8).reshape(256, 1)
        result = variant(matrix, np.ones(256, np.float32), np.ones(1, np.float32))
        np.testing.assert_array_equal(result, np.arange(-128, 128))
        check(family, variant, (matrix, np.ones(256, np.float32), np.ones(1, np.float32)))


def test_quantising_loses_half_a_scale_at_most():
    matrix, _ = SINGLE.example(40, seed=3, columns=70)
    matrix[3] = 0
    quantised, scales = quantise(matrix)
    assert (quantised.dtype, scales.dtype) == (np.int8, np.float32)
    assert (np.abs(quantised).max(axis=1)[np.arange(40) != 3] == 127).all()
    assert (np.abs(quantised * scales[:, None] - matrix) <= 0.5001 * scales[:, None]).all()
    assert quantise(np.zeros((3, 0), np.float32))[1].tolist() == [1, 1, 1]


def test_inputs_may_be_views(case):
    family, variant = case
    matrix, *scales, vector = family.example(40, columns=30)
    views = matrix[::2, ::-3], *(array[::2] for array in scales), vector[::3]
    assert family.compare(variant(*views), *map(np.ascontiguousarray, views))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.name)
@pytest.mark.parametrize("columns", [50, 2000])
def test_wrong_kernels_are_found(family, columns):
    matrix, *scales, vector = inputs = family.example(40, seed=2, columns=columns)
    vector[[0, -1]] = 1  # a term that is hardly more than nothing may be missing
    right = family.reference(*inputs)
    assert family.compare(right, *inputs)
    last = right.copy()
    last[-1] = 0
    wrong = {
        "last term missing": family.reference(matrix[:, :-1], *scales, vector[:-1]),
        "first term missing": family.reference(matrix[:, 1:], *scales, vector[1:]),
        "off by one": family.reference(matrix, *scales, np.roll(vector, 1)),
        "another row": np.roll(right, 1),
        "last row missing": last,
        "rounded to half": right.astype(np.float16).astype(np.float32),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
    }
    if scales:
        wrong["unscaled"] = family.reference(matrix, np.ones_like(scales[0]), vector)
        wrong["unsigned"] = family.reference(np.abs(matrix), *scales, vector)
    else:
        wrong["quantised"] = right + np.float32(0.01) * np.abs(right).max()
    for what, result in wrong.items():
        assert not family.compare(result, *inputs), what
    assert "shape" in family.compare(right[:-1], *inputs).message
    assert "dtype" in family.compare(right.astype(np.float64), *inputs).message


def test_a_sum_in_float16_is_found():
    matrix, vector = HALF.example(40, seed=2, columns=50)
    assert not HALF.compare((matrix @ vector).astype(np.float32), matrix, vector)


@pytest.mark.parametrize(
    ("family", "inputs", "words"),
    [
        (SINGLE, (np.zeros((2, 2)), np.zeros(2, np.float32)), "matvec: matrix must be a float32 matrix, not float64"),
        (SINGLE, (np.zeros((2, 3), np.float32), np.zeros(2, np.float32)), "has 3 columns and the vector 2 elements"),
        (HALF, (np.zeros((2, 2), np.float16), np.zeros(2, np.float32)), "matvec_f16: vector must be a float16 vector"),
        (
            INT8,
            (np.zeros((2, 2), np.int8), np.zeros(3, np.float32), np.zeros(2, np.float32)),
            "matvec_int8: 3 scales for 2 rows",
        ),
        (
            INT8,
            (np.zeros((2, 2), np.uint8), np.zeros(2, np.float32), np.zeros(2, np.float32)),
            "matrix must be a int8 matrix, not uint8",
        ),
    ],
)
def test_bad_inputs_are_named(family, inputs, words):
    for variant in family.variants.values():
        with pytest.raises(ValueError, match=words):
            variant(*inputs)
    with pytest.raises(ValueError, match=words):
        family.reference(*inputs)


def test_costs():
    sizes = {family.name: family.bytes(*family.example(10, columns=20)) for family in FAMILIES}
    assert sizes == {"matvec": 800 + 80 + 40, "matvec_f16": 400 + 40 + 40, "matvec_int8": 200 + 40 + 80 + 40}
    flops = [family.flops(*family.example(10, columns=20)) for family in FAMILIES]
    assert flops == [400, 400, 410]


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    for family in FAMILIES:
        first, again, other = (family.example(70, seed=s) for s in (1, 1, 2))
        assert first[0].shape == (70, 70)
        for one, same in zip(first, again, strict=True):
            np.testing.assert_array_equal(one, same)
        assert not np.array_equal(first[0], other[0])
        with pytest.raises(ValueError, match=f"{family.name}: columns must be 0 or more, not -1"):
            family.example(10, columns=-1)
