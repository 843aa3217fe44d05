// Transpose, several rows a thread: a work group has fewer threads than its tile has elements.
//
//     result[c, r] = matrix[r, c]
//
// A thread moves every `tile_height`-th element of a column of the tile. A tile's width is a whole sector or more, and a
// thread has several loads under way before it meets the barrier; where a tile lies is worked out once for all of them.

override tile_width: u32 = 32;
override tile_height: u32 = 8;  // rows of threads

@group(0) @binding(0) var<storage, read> matrix: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns of the matrix
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, tile_width * (tile_width + 1)>;

@compute @workgroup_size(tile_width, tile_height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let rows = shape.x;
    let columns = shape.y;
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (columns + tile_width - 1u) / tile_width;  // side by side
    let number = group.x + group.y * groups.x;
    let top = number / tiles * tile_width;
    let left = number % tiles * tile_width;
    for (var y = thread.y; y < tile_width; y += tile_height) {
        if (top + y < rows && left + thread.x < columns) {
            tile[y * (tile_width + 1u) + thread.x] = matrix[(top + y) * columns + left + thread.x];
        }
    }
    workgroupBarrier();  // the tile is complete before anyone reads what others have loaded
    // The tile's place in the result is mirrored, and x still runs along a row of it.
    for (var y = thread.y; y < tile_width; y += tile_height) {
        if (left + y < columns && top + thread.x < rows) {
            result[(left + y) * rows + top + thread.x] = tile[thread.x * (tile_width + 1u) + y];
        }
    }
}
