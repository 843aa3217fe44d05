"""A hand-in that needs NumPy alone."""

from __future__ import annotations

from .handin import Exercise, Handin

__all__ = ["ARRAYS"]

_DATA = """\
rng = np.random.default_rng(7)
x = rng.normal(size=4096).astype(np.float32)
y = rng.normal(size=4096).astype(np.float32)
image = rng.normal(size=(37, 53))


def close(found, wanted):
    return bool(np.shape(found) == np.shape(wanted) and np.allclose(found, wanted, rtol=1e-4, atol=1e-5))
"""

_SAXPY = Exercise(
    "saxpy",
    2,
    {
        "right": "def saxpy(a, x, y):\n    return a * x + y",
        "wrong": "def saxpy(a, x, y):\n    return a * (x + y)",
        "raising": "def saxpy(a, x, y):\n    return a * x + z",
    },
    "assert close(saxpy(2.0, x, y), 2.0 * x + y)\n"
    "### BEGIN HIDDEN TESTS\n"
    "assert saxpy(0.5, x[:0], y[:0]).size == 0\n"
    "assert close(saxpy(-1.0, y, x), x - y)\n"
    "### END HIDDEN TESTS\n"
    'print("saxpy is right")',
)

_AVERAGE = Exercise(
    "moving-average",
    4,
    {
        "right": "def moving_average(values, width):\n"
        "    total = np.cumsum(np.insert(values, 0, 0.0))\n"
        "    return (total[width:] - total[:-width]) / width",
        "wrong": "def moving_average(values, width):\n    return values[: len(values) - width + 1] / width",
        "raising": "def moving_average(values, width):\n    raise NotImplementedError()",
        "partial": "def moving_average(values, width):\n"
        "    # wrong for even widths\n"
        "    half = width // 2\n"
        "    found = [sum(values[i - half : i + half + 1]) / width for i in range(half, len(values) - half)]\n"
        "    return np.array(found)",
    },
    "points = 0\n"
    "for width in (3, 5):\n"
    '    points += close(moving_average(x[:200], width), np.convolve(x[:200], np.ones(width) / width, "valid"))\n'
    "### BEGIN HIDDEN TESTS\n"
    "for width in (4, 10):\n"
    '    points += close(moving_average(y[:100], width), np.convolve(y[:100], np.ones(width) / width, "valid"))\n'
    "### END HIDDEN TESTS\n"
    "points",
)

_TRANSPOSE = Exercise(
    "transpose",
    3,
    {
        "right": "def transpose_in_tiles(matrix, tile):\n"
        "    out = np.empty(matrix.shape[::-1], matrix.dtype)\n"
        "    for i in range(0, matrix.shape[0], tile):\n"
        "        for j in range(0, matrix.shape[1], tile):\n"
        "            out[j : j + tile, i : i + tile] = matrix[i : i + tile, j : j + tile].T\n"
        "    return out",
        "wrong": "def transpose_in_tiles(matrix, tile):\n    return matrix.reshape(matrix.shape[::-1])",
        "raising": "def transpose_in_tiles(matrix, tile):\n"
        "    out = np.empty(matrix.shape, matrix.dtype)\n"
        "    out[:tile] = matrix.T[:, :tile]\n"
        "    return out",
        "partial": "def transpose_in_tiles(matrix, tile):\n"
        "    # forgets what does not fill a tile\n"
        "    out = np.zeros(matrix.shape[::-1], matrix.dtype)\n"
        "    for i in range(0, matrix.shape[0] - tile + 1, tile):\n"
        "        for j in range(0, matrix.shape[1] - tile + 1, tile):\n"
        "            out[j : j + tile, i : i + tile] = matrix[i : i + tile, j : j + tile].T\n"
        "    return out",
    },
    "points = 0\n"
    "points += close(transpose_in_tiles(image[:32, :32], 8), image[:32, :32].T)\n"
    "points += 2 * close(transpose_in_tiles(image, 8), image.T)\n"
    "points",
)

_SCAN = Exercise(
    "scan",
    2,
    {
        "right": "def exclusive_scan(values):\n"
        "    out, total = np.zeros_like(values), 0\n"
        "    for i, value in enumerate(values):\n"
        "        out[i] = total\n"
        "        total += value\n"
        "    return out",
        "wrong": "def exclusive_scan(values):\n    return np.cumsum(values)",
        "raising": "def exclusive_scan(values):\n"
        "    return np.array([sum(values[:i]) for i in values], dtype=values.dtype).reshape(-1, 2)",
    },
    "numbers = np.arange(1, 502)\n"
    "assert exclusive_scan(np.array([3, 1, 4])).tolist() == [0, 3, 4]\n"
    "### BEGIN HIDDEN TESTS\n"
    "assert exclusive_scan(numbers).tolist() == [0, *np.cumsum(numbers)[:-1].tolist()]\n"
    "### END HIDDEN TESTS",
)

_HISTOGRAM = Exercise(
    "histogram",
    4,
    {
        "right": "def histogram(values, low, high, bins):\n"
        "    place = ((np.asarray(values) - low) / (high - low) * bins).astype(int)\n"
        "    inside = (np.asarray(values) >= low) & (np.asarray(values) < high)\n"
        "    return np.bincount(place[inside], minlength=bins)",
        "wrong": "def histogram(values, low, high, bins):\n    return np.full(bins, len(values) // bins)",
        "raising": "def histogram(values, low, high, bins):\n    return {}[low]",
        "partial": "def histogram(values, low, high, bins):\n"
        "    # puts what is outside into the first and the last\n"
        "    place = ((np.asarray(values) - low) / (high - low) * bins).astype(int)\n"
        "    return np.bincount(np.clip(place, 0, bins - 1), minlength=bins)",
    },
    "points = 0.0\n"
    "points += 1.5 * (list(histogram([0.1, 0.2, 0.6], 0.0, 1.0, 2)) == [2, 1])\n"
    "points += 0.5 * (len(histogram([0.5], 0.0, 1.0, 8)) == 8)\n"
    "### BEGIN HIDDEN TESTS\n"
    "wanted, _ = np.histogram(x, 16, (-1.0, 1.0))\n"
    "points += 2 * bool(np.array_equal(histogram(x, -1.0, 1.0, 16), wanted))\n"
    "### END HIDDEN TESTS\n"
    "points",
)

ARRAYS = Handin(
    "arrays",
    "Arrays in memory",
    ("numpy",),
    {"imports": "import math\n\nimport numpy as np", "data": _DATA.rstrip()},
    (_SAXPY, _AVERAGE, _TRANSPOSE, _SCAN, _HISTOGRAM),
    "mean = float(np.mean(x[: 100 + NUMBER]))\nprint(f'mean of {100 + NUMBER}: {mean:.4f}')\nmean",
)
