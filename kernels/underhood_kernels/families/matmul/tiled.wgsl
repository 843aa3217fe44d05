// Matrix product, tiled: a work group loads tiles of both matrices into shared memory and uses each number often.
//
//     result[i, j] = Σₖ left[i, k] right[k, j]
//
// A tile is loaded once and read by every thread of a row or a column: tile_width times fewer loads from memory. Two
// loads for each multiplication and addition are left, from shared memory now.

override tile_width: u32 = 16;

@group(0) @binding(0) var<storage, read> left: array<f32>;
@group(0) @binding(1) var<storage, read> right: array<f32>;
@group(0) @binding(2) var<uniform> shape: vec3u;  // rows of left, inner dimension, columns of right
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

var<workgroup> left_tile: array<f32, tile_width * tile_width>;
var<workgroup> right_tile: array<f32, tile_width * tile_width>;

@compute @workgroup_size(tile_width, tile_width)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let rows = shape.x;
    let inner = shape.y;
    let columns = shape.z;
    let tiles = (columns + tile_width - 1u) / tile_width;  // side by side
    let number = group.x + group.y * groups.x;
    let i = number / tiles * tile_width + thread.y;
    let j = number % tiles * tile_width + thread.x;
    let place = thread.y * tile_width + thread.x;
    var total = 0.0;
    for (var first = 0u; first < inner; first += tile_width) {
        left_tile[place] = 0.0;  // what lies outside adds nothing
        right_tile[place] = 0.0;
        if (i < rows && first + thread.x < inner) {
            left_tile[place] = left[i * inner + first + thread.x];
        }
        if (first + thread.y < inner && j < columns) {
            right_tile[place] = right[(first + thread.y) * columns + j];
        }
        workgroupBarrier();  // the tiles are complete before anyone reads them
        for (var k = 0u; k < tile_width; k++) {
            total = fma(left_tile[thread.y * tile_width + k], right_tile[k * tile_width + thread.x], total);
        }
        workgroupBarrier();  // everyone has read them before they are loaded anew
    }
    if (i < rows && j < columns) {
        result[i * columns + j] = total;
    }
}
