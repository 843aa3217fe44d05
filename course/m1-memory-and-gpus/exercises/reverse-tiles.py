# %% solution
reverse_tiles = """
override W: u32 = 64;  // threads of a work group, and elements of a tile

@group(0) @binding(0) var<storage, read> signal: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, W>;

@compute @workgroup_size(W)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let first = group.x * W;
    let length = min(W, arrayLength(&signal) - first);  // the last tile may be shorter
    if (lane < length) {
        tile[lane] = signal[first + lane];
    }
    workgroupBarrier();
    if (lane < length) {
        result[first + lane] = tile[length - 1u - lane];
    }
}
"""

# %% checks
import numpy as np
from underhood_kernels import gpu

answer = "reverse_tiles"


def call(kernel, signal, size):
    """Run the student's kernel with work groups of `size`."""
    buffers = {"signal": signal, "result": np.zeros_like(signal)}
    run = gpu.run(kernel, buffers, work_groups=-(-len(signal) // size), constants={"W": size}, name="reverse_tiles")
    return run.buffers["result"]


def cases(random):
    """Whole tiles, several sizes, and a last tile that is shorter."""
    for length, size in ((64, 64), (1024, 64), (512, 128), (100, 64), (1, 32), (1000, 256)):
        signal = random.random(length, np.float32)
        expected = np.concatenate([signal[i : i + size][::-1] for i in range(0, length, size)])
        yield Case(f"{length} elements, work groups of {size}", (signal, size), expected)
