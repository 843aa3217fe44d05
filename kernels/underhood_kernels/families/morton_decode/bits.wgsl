// Morton decoding, bit by bit: the definition as a loop.
//
//     x = Σ_b (bit 2b of code)·2^b,   y = Σ_b (bit 2b + 1 of code)·2^b,   b from 0 to 15
//
// Sixteen rounds of shifts for a code that is loaded in one access: a processor's work, not the memory's.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> codes: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;  // x in the lower half, y in the upper one

fn decode(code: u32) -> u32 {
    var point = 0u;
    for (var b = 0u; b < 16u; b++) {
        point |= ((code >> (2u * b)) & 1u) << b;
        point |= ((code >> (2u * b + 1u)) & 1u) << (16u + b);
    }
    return point;
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&result)) {
        result[i] = decode(codes[i]);
    }
}
