// Quantised matrix product, packed: four products and their sum in one instruction.
//
//     C[i, j] = Σ_w dot4(word w of row i of A, word w of column j of B)
//
// `dot4I8Packed` multiplies two words byte by byte. A's words lie ready; B's bytes lie down a column, so a thread loads
// a square of 4 × 4 bytes, turns it in registers and has the words of four columns: it computes four sums.

override tile_width: u32 = 16;

@group(0) @binding(0) var<storage, read> left: array<u32>;  // four bytes of a row of A a word
@group(0) @binding(1) var<storage, read> right: array<u32>;  // four bytes of a row of B a word
@group(0) @binding(2) var<uniform> shape: vec3u;  // m, n and k; n and k are multiples of four
@group(0) @binding(3) var<storage, read_write> result: array<vec4i>;

@compute @workgroup_size(tile_width, tile_width)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let width = shape.y / 4u;  // of a row of B and of the result, in words and vectors
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (width + tile_width - 1u) / tile_width;  // side by side
    let number = group.x + group.y * groups.x;
    let i = number / tiles * tile_width + thread.y;
    let j = number % tiles * tile_width + thread.x;
    if (i >= shape.x || j >= width) {
        return;
    }
    var sums = vec4i();
    for (var w = 0u; w < shape.z / 4u; w++) {
        let a = left[i * (shape.z / 4u) + w];
        let at = 4u * w * width + j;
        let b = turn(vec4u(right[at], right[at + width], right[at + 2u * width], right[at + 3u * width]));
        sums += vec4i(dot4I8Packed(a, b.x), dot4I8Packed(a, b.y), dot4I8Packed(a, b.z), dot4I8Packed(a, b.w));
    }
    result[i * width + j] = sums;
}
