"""A hand-in that imports torch, numba and wgpu, and in which students compile a function."""

from __future__ import annotations

from .handin import Exercise, Handin

__all__ = ["COMPILED"]

_DATA = """\
rng = np.random.default_rng(11)
image = rng.normal(size=(61, 47)).astype(np.float32)
scores = torch.from_numpy(rng.normal(size=(9, 33)).astype(np.float32))


def reference_blur(image):
    weights = torch.full((1, 1, 3, 3), 1 / 9)
    return torch.nn.functional.conv2d(torch.from_numpy(image)[None, None], weights)[0, 0].numpy()


def close(found, wanted):
    return bool(np.shape(found) == np.shape(wanted) and np.allclose(found, wanted, rtol=1e-4, atol=1e-5))
"""

_LOOPS = """\
@numba.njit
def blur(image):
    height, width = image.shape
    out = np.zeros((height - 2, width - 2), np.float32)
    for i in range({rows}):
        for j in range(width - 2):
            total = 0.0
            for di in range(3):
                for dj in range(3):
                    total += image[i + di, j + dj]
            out[i, j] = total / {count}
    return out"""

_BLUR = Exercise(
    "blur",
    5,
    {
        "right": _LOOPS.format(rows="height - 2", count=9),
        "wrong": _LOOPS.format(rows="height - 2", count=3),
        "raising": "@numba.njit\ndef blur(image):\n    out = {}\n    out[0] = image\n    return out.mean()",
        "partial": _LOOPS.format(rows="min(height - 2, 30)", count=9),
    },
    "points = 0\n"
    "points += 2 * close(blur(image[:20, :20]), reference_blur(image[:20, :20].copy()))\n"
    "### BEGIN HIDDEN TESTS\n"
    "points += 3 * close(blur(image), reference_blur(image))\n"
    "### END HIDDEN TESTS\n"
    "points",
)

_SOFTMAX = Exercise(
    "softmax",
    3,
    {
        "right": "def softmax(rows):\n"
        "    shifted = rows - rows.max(dim=1, keepdim=True).values\n"
        "    return shifted.exp() / shifted.exp().sum(dim=1, keepdim=True)",
        "wrong": "def softmax(rows):\n    return rows.exp() / rows.exp().sum()",
        "raising": "def softmax(rows):\n    return rows.exp() / rows.exp().sum(dim=2)",
        "partial": "def softmax(rows):\n    return rows.exp() / rows.exp().sum(dim=1, keepdim=True)",
    },
    "points = 0\n"
    "points += close(softmax(scores), torch.softmax(scores, 1))\n"
    "### BEGIN HIDDEN TESTS\n"
    "points += 2 * close(softmax(scores * 100), torch.softmax(scores * 100, 1))\n"
    "### END HIDDEN TESTS\n"
    "points",
)

_GROUPS = Exercise(
    "work-groups",
    2,
    {
        "right": "def work_groups(shape, tile):\n    return [math.ceil(n / tile) for n in reversed(shape)]",
        "wrong": "def work_groups(shape, tile):\n    return [n // tile for n in reversed(shape)]",
        "raising": "def work_groups(shape, tile):\n    return [n / 0 for n in shape]",
    },
    "assert work_groups((61, 47), 16) == [3, 4]\n"
    "### BEGIN HIDDEN TESTS\n"
    "assert work_groups((64, 32), 16) == [2, 4]\n"
    "### END HIDDEN TESTS",
)

_USAGE = Exercise(
    "usage",
    1,
    {
        "right": "def usage(is_output):\n"
        "    flags = wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_DST\n"
        "    return flags | wgpu.BufferUsage.COPY_SRC if is_output else flags",
        "wrong": "def usage(is_output):\n    return wgpu.BufferUsage.STORAGE",
        "raising": "def usage(is_output):\n    return wgpu.BufferUsage.READ",
    },
    "assert usage(False) == wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_DST\n"
    "assert usage(True) == usage(False) | wgpu.BufferUsage.COPY_SRC",
)

_SHADER = Exercise(
    "shader",
    2,
    {
        "right": "def shader(group):\n"
        "    return (\n"
        '        f"@compute @workgroup_size({group}) fn main(@builtin(global_invocation_id) id: vec3u) "\n'
        '        "{ if (id.x < arrayLength(&data)) { data[id.x] = 2.0 * data[id.x]; } }"\n'
        "    )",
        "wrong": 'def shader(group):\n    return f"@compute @workgroup_size(64) fn main() {{}}"',
        "raising": "def shader(group):\n    return SOURCE.format(group)",
        "partial": "def shader(group):\n"
        '    return f"@compute @workgroup_size({group}) fn main() {{ data[id.x] = 2.0 * data[id.x]; }}"',
    },
    'points = 0\npoints += "@workgroup_size(128)" in shader(128)\npoints += "arrayLength" in shader(64)\npoints',
)

COMPILED = Handin(
    "compiled",
    "Compiled and on the GPU",
    ("numpy", "torch", "numba", "wgpu"),
    {"imports": "import math\n\nimport numba\nimport numpy as np\nimport torch\nimport wgpu", "data": _DATA.rstrip()},
    (_BLUR, _SOFTMAX, _GROUPS, _USAGE, _SHADER),
    "largest = float(scores[NUMBER % 9].max())\nprint(f'row {NUMBER % 9}: {largest:.4f}')\nlargest",
)
