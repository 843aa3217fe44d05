// Morton code, bit by bit: the definition as a loop.
//
//     code = Σ_b (bit b of x)·2^(2b) + (bit b of y)·2^(2b + 1),   b from 0 to 15
//
// Sixteen rounds of shifts for a point that is loaded in one access: a processor's work, not the memory's.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> points: array<u32>;  // x in the lower half, y in the upper one
@group(0) @binding(1) var<storage, read_write> result: array<u32>;

fn encode(point: u32) -> u32 {
    var code = 0u;
    for (var b = 0u; b < 16u; b++) {
        code |= ((point >> b) & 1u) << (2u * b);
        code |= ((point >> (16u + b)) & 1u) << (2u * b + 1u);
    }
    return code;
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&result)) {
        result[i] = encode(points[i]);
    }
}
