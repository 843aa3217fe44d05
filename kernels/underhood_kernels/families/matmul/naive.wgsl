// Matrix product, naive: one thread per element of the result.
//
//     result[i, j] = Σₖ left[i, k] right[k, j]
//
// Each thread reads a whole row of `left` and a whole column of `right`, all of which its neighbours read too: there are
// two loads for each multiplication and addition, and the caches do what they can.

override tile_width: u32 = 16;

@group(0) @binding(0) var<storage, read> left: array<f32>;
@group(0) @binding(1) var<storage, read> right: array<f32>;
@group(0) @binding(2) var<uniform> shape: vec3u;  // rows of left, inner dimension, columns of right
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(tile_width, tile_width)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let rows = shape.x;
    let inner = shape.y;
    let columns = shape.z;
    // Tiles of the result are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (columns + tile_width - 1u) / tile_width;  // side by side
    let number = group.x + group.y * groups.x;
    let i = number / tiles * tile_width + thread.y;
    let j = number % tiles * tile_width + thread.x;
    if (i < rows && j < columns) {
        var total = 0.0;
        for (var k = 0u; k < inner; k++) {
            total = fma(left[i * inner + k], right[k * columns + j], total);
        }
        result[i * columns + j] = total;
    }
}
