// Quantised matrix product, unpacked: one thread per sum, and one byte at a time.
//
//     C[i, j] = Σₚ A[i, p]·B[p, j]
//
// WGSL has no bytes: each is shifted to the top of its word and down again, so that its sign is drawn along. Taking
// bytes out of words costs more instructions than multiplying them.

override tile_width: u32 = 16;

@group(0) @binding(0) var<storage, read> left: array<u32>;  // four bytes of a row of A a word
@group(0) @binding(1) var<storage, read> right: array<u32>;  // four bytes of a row of B a word
@group(0) @binding(2) var<uniform> shape: vec3u;  // m, n and k; n and k are multiples of four
@group(0) @binding(3) var<storage, read_write> result: array<i32>;

fn byte(word: u32, number: u32) -> i32 { return bitcast<i32>(word << (24u - 8u * number)) >> 24u; }

@compute @workgroup_size(tile_width, tile_width)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (shape.y + tile_width - 1u) / tile_width;  // side by side
    let number = group.x + group.y * groups.x;
    let i = number / tiles * tile_width + thread.y;
    let j = number % tiles * tile_width + thread.x;
    if (i >= shape.x || j >= shape.y) {
        return;
    }
    var sum = 0;
    for (var w = 0u; w < shape.z / 4u; w++) {
        let a = left[i * (shape.z / 4u) + w];
        for (var k = 0u; k < 4u; k++) {
            let b = right[((4u * w + k) * shape.y + j) / 4u];
            sum += byte(a, k) * byte(b, j % 4u);
        }
    }
    result[i * shape.y + j] = sum;
}
