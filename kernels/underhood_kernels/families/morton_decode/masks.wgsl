// Morton decoding, masks: all bits of a coordinate move at once.
//
//     x = gather(code),   y = gather(code div 2),   gather drops every second of 32 bits
//
// Pairs of bits come together, then fours, and so on: log₂ 16 steps instead of sixteen rounds.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> codes: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;  // x in the lower half, y in the upper one

fn gather(code: u32) -> u32 {
    var bits = code & 0x55555555u;                // _f_e_d_c_b_a_9_8_7_6_5_4_3_2_1_0
    bits = (bits | (bits >> 1u)) & 0x33333333u;   // __fe__dc__ba__98__76__54__32__10
    bits = (bits | (bits >> 2u)) & 0x0f0f0f0fu;   // ____fedc____ba98____7654____3210
    bits = (bits | (bits >> 4u)) & 0x00ff00ffu;   // ________fedcba98________76543210
    return (bits | (bits >> 8u)) & 0x0000ffffu;   // ________________fedcba9876543210
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&result)) {
        result[i] = gather(codes[i]) | (gather(codes[i] >> 1u) << 16u);
    }
}
