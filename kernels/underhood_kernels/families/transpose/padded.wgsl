// Transpose, tiled without bank conflicts: the tile's rows are one element longer than the tile is wide.
//
//     result[c, r] = matrix[r, c]
//
// Down a column, neighbouring threads now lie a width and one apart: each in a bank of its own. The spare element of each
// row is never used.

override tile_width: u32 = 16;

@group(0) @binding(0) var<storage, read> matrix: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns of the matrix
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, tile_width * (tile_width + 1)>;

@compute @workgroup_size(tile_width, tile_width)
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
    if (top + thread.y < rows && left + thread.x < columns) {
        tile[thread.y * (tile_width + 1u) + thread.x] = matrix[(top + thread.y) * columns + left + thread.x];
    }
    workgroupBarrier();  // the tile is complete before anyone reads what others have loaded
    // The tile's place in the result is mirrored, and x still runs along a row of it.
    if (left + thread.y < columns && top + thread.x < rows) {
        result[(left + thread.y) * rows + top + thread.x] = tile[thread.x * (tile_width + 1u) + thread.y];
    }
}
