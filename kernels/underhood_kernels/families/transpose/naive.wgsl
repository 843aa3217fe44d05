// Transpose, naive: one thread per element.
//
//     result[c, r] = matrix[r, c]
//
// Neighbouring threads read side by side, but write a whole row of the result apart: each write touches a memory sector
// of its own, of which it fills four bytes.

override tile_width: u32 = 16;

@group(0) @binding(0) var<storage, read> matrix: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns of the matrix
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

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
    let r = top + thread.y;
    let c = left + thread.x;
    if (r < rows && c < columns) {
        result[c * rows + r] = matrix[r * columns + c];
    }
}
