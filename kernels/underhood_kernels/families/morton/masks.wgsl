// Morton code, masks: all bits of a coordinate move at once.
//
//     code = spread(x) + 2·spread(y),   spread puts a zero before each of sixteen bits
//
// The upper half of the bits moves eight places up, then the upper half of each half four, and so on: log₂ 16 steps
// instead of sixteen rounds.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> points: array<u32>;  // x in the lower half, y in the upper one
@group(0) @binding(1) var<storage, read_write> result: array<u32>;

fn spread(coordinate: u32) -> u32 {
    var bits = coordinate;                        // ________________fedcba9876543210
    bits = (bits | (bits << 8u)) & 0x00ff00ffu;   // ________fedcba98________76543210
    bits = (bits | (bits << 4u)) & 0x0f0f0f0fu;   // ____fedc____ba98____7654____3210
    bits = (bits | (bits << 2u)) & 0x33333333u;   // __fe__dc__ba__98__76__54__32__10
    return (bits | (bits << 1u)) & 0x55555555u;   // _f_e_d_c_b_a_9_8_7_6_5_4_3_2_1_0
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&result)) {
        result[i] = spread(points[i] & 0xffffu) | (spread(points[i] >> 16u) << 1u);
    }
}
