"""Each variant against the oracle, and the oracle against plain loops and the dense product."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

FAMILY = registry["sparse_csr"]
SHAPES = [
    (0, 0, 4),
    (0, 5, 4),
    (5, 0, 4),
    (1, 1, 1),
    (1, 1000, 900),
    (1000, 1, 1),
    (31, 64, 3),
    (257, 101, 16),
    (999, 999, 0),
]
WGSL = ["wgpu-scalar", "wgpu-subgroups", "wgpu-merged"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, *inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


def matrix_of(lengths, seed=0, columns=500):
    """A matrix whose rows have the given lengths, and a vector."""
    random = np.random.default_rng(seed)
    starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int32)
    places = random.integers(0, columns, starts[-1], np.int32)
    values = random.standard_normal(starts[-1], dtype=np.float32)
    return starts, places, values, random.standard_normal(columns, dtype=np.float32)


def dense(starts, columns, values, x):
    matrix = np.zeros((len(starts) - 1, len(x)))
    for r in range(len(starts) - 1):
        for k in range(starts[r], starts[r + 1]):
            matrix[r, columns[k]] += values[k]
    return matrix


@pytest.mark.parametrize(("rows", "columns", "per_row"), SHAPES)
def test_reference_is_the_dense_product(rows, columns, per_row):
    inputs = FAMILY.example(rows, seed=3, columns=columns, per_row=per_row)
    result = FAMILY.reference(*inputs)
    assert (result.shape, result.dtype) == ((rows,), np.float32)
    np.testing.assert_allclose(result, dense(*inputs) @ inputs[3].astype(np.float64), rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize(("rows", "columns", "per_row"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns, per_row):
    check(variant, *FAMILY.example(rows, seed=rows, columns=columns, per_row=per_row))


@pytest.mark.parametrize(
    "lengths",
    [
        [0] * 3000,
        [5000],
        [0, 0, 5000, 0],
        [1] * 3000,
        [1023, 1, 1024, 0, 1025, 2047],
        [0] * 1500 + [3000] + [0] * 1500,
        [3000, 1, 1, 3000],
        [511, 512, 513, 0, 0],
        list(range(90)),
    ],
    ids=str,
)
def test_rows_of_any_lengths(variant, lengths):
    check(variant, *matrix_of(lengths))


@settings(max_examples=10, deadline=None)
@given(
    lengths=st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 30, 127, 128, 129, 1000]), max_size=60),
    seed=st.integers(0, 2**32 - 1),
)
def test_variants_agree_with_rows_of_any_lengths(lengths, seed):
    inputs = matrix_of(lengths, seed)
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, *inputs)


def test_whole_numbers_are_exact(variant):
    starts, columns, values, x = matrix_of([700, 0, 3, 2000, 1, 1], seed=4)
    inputs = (
        starts,
        columns,
        np.rint(3 * values),
        np.rint(3 * x),
    )  # no order of summation rounds: nothing may be missing
    np.testing.assert_array_equal(variant(*inputs), (dense(*inputs) @ inputs[3]).astype(np.float32))


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_and_infinity_stay_in_their_rows(variant):
    starts, columns, values, x = matrix_of([3, 0, 5, 2000, 0, 4], seed=5)
    for special in (np.nan, np.inf, -np.inf):
        for place in (0, 4, 8, 1500):
            changed = values.copy()
            changed[place] = special
            inputs = starts, columns, changed, x
            result = variant(*inputs)
            assert FAMILY.compare(result, *inputs)
            assert (~np.isfinite(result)).sum() == 1
    hole = x.copy()
    hole[columns[1]] = np.inf
    assert FAMILY.compare(variant(starts, columns, values, hole), starts, columns, values, hole)


@pytest.mark.parametrize("work_group", [1, 3, 50, 256])
@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_size_is_right(adapter, name, work_group):
    if FAMILY.variants[name].available:
        check(FAMILY.variants[name], *FAMILY.example(300, seed=5), work_group=work_group)


@pytest.mark.parametrize(("name", "parameters"), [("wgpu-subgroups", {"rows": 1}), ("wgpu-subgroups", {"rows": 7})])
def test_any_number_of_rows_is_right(adapter, name, parameters):
    if FAMILY.variants[name].available:
        check(FAMILY.variants[name], *FAMILY.example(300, seed=5), **parameters)


@pytest.mark.parametrize("per_thread", [1, 3, 16])
def test_any_share_of_work_is_right(adapter, per_thread):
    check(FAMILY.variants["wgpu-merged"], *FAMILY.example(500, seed=6), work_group=32, per_thread=per_thread)


def test_more_work_groups_than_one_dimension_holds(adapter):
    inputs = FAMILY.example(70_001, seed=6, columns=10, per_row=1)
    check(FAMILY.variants["wgpu-scalar"], *inputs, work_group=1)
    check(FAMILY.variants["wgpu-merged"], *inputs, work_group=1, per_thread=1)


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(1000)
    with pytest.raises(gpu.LimitError, match="needs 139,264 bytes .* use fewer threads"):
        FAMILY.variants["wgpu-merged"](*inputs, work_group=1024, per_thread=16)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
        FAMILY.variants["wgpu-scalar"](*inputs)


def test_wrong_kernels_are_found():
    starts, columns, values, x = inputs = matrix_of([20, 1, 0, 300, 7, 40], seed=2)
    right = FAMILY.reference(*inputs)
    assert FAMILY.compare(right, *inputs)
    shifted = np.concatenate([starts[:1], starts[1:-1] + 1, starts[-1:]])
    wrong = {
        "rows one entry off": FAMILY.reference(shifted, columns, values, x),
        "columns one off": FAMILY.reference(starts, np.roll(columns, 1), values, x),
        "an entry missing": FAMILY.reference(starts, columns, np.where(np.arange(len(values)) == 100, 0, values), x),
        "rows one off": np.roll(right, 1),
        "the empty row has the next term": right + (np.arange(6) == 2) * values[21] * x[columns[21]],
        "what was left over lost": right - (np.arange(6) == 3) * values[21] * x[columns[21]],
        "half precision": right.astype(np.float16),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.float32), *inputs), what


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({0: np.zeros(3)}, "starts must be an int32 vector, not float64"),
        ({1: np.zeros((2, 2), np.int32)}, "columns must be an int32 vector"),
        ({2: np.zeros(2)}, "values must be a float32 vector"),
        ({3: np.zeros(2)}, "x must be a float32 vector"),
        ({2: np.zeros(3, np.float32)}, "there are 2 columns, but 3 values"),
        ({0: np.array([0, 1], np.int32)}, "starts must go from 0 to 2"),
        ({0: np.zeros(0, np.int32)}, "starts must go from 0 to 2"),
        ({0: np.array([0, 2, 1, 2], np.int32)}, "row 1 ends before it starts: 2 to 1"),
        ({1: np.array([0, 4], np.int32)}, "columns must be from 0 to 3, the last place of x, not 0 to 4"),
        ({1: np.array([-1, 2], np.int32)}, "not -1 to 2"),
    ],
)
def test_bad_inputs_are_named(change, words):
    good = [np.array([0, 1, 2], np.int32), np.zeros(2, np.int32), np.zeros(2, np.float32), np.zeros(4, np.float32)]
    inputs = [change.get(i, array) for i, array in enumerate(good)]
    with pytest.raises(ValueError, match=f"sparse_csr: .*{words}"):
        FAMILY.variants["numpy"](*inputs)


def test_costs():
    inputs = matrix_of([2, 0, 3], columns=10)
    assert FAMILY.flops(*inputs) == 10
    assert FAMILY.bytes(*inputs) == 4 * (4 + 5 + 5 + 10 + 3)


def test_examples_are_reproducible_irregular_and_different_by_seed():
    first, again, other = (FAMILY.example(5000, seed=s) for s in (1, 1, 2))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert not np.array_equal(first[0], other[0])
    lengths = np.diff(first[0])
    assert 8 < lengths.mean() < 24
    assert (lengths == 0).any()
    assert lengths.max() > 20 * lengths.mean()
    row = first[1][first[0][7] : first[0][8]]
    np.testing.assert_array_equal(row, np.sort(row))
    with pytest.raises(ValueError, match="per_row must be 0 or more, not -1"):
        FAMILY.example(10, per_row=-1)
