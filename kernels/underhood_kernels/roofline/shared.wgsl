// Ceiling of work-group memory: every thread reads vectors of four, its neighbours the ones beside, nobody the same bank.
//
//     sum ← sum + tile[(lane + place) mod size],   16 bytes a read, 8 reads a round
//
// The place moves on with each read, so that no read can be left out; all values are the same, so the sum is known.

override work_group_size: u32 = 256;  // a power of two

@group(0) @binding(0) var<uniform> value: f32;
@group(0) @binding(1) var<uniform> rounds: u32;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<vec4f, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    tile[lane] = vec4f(value);
    workgroupBarrier();
    var sum = vec4f(0.0);
    var other = vec4f(0.0);
    var place = lane;
    for (var round = 0u; round < rounds; round++) {
        for (var k = 0u; k < 8u; k += 2u) {
            sum += tile[(place + k) & (work_group_size - 1u)];
            other += tile[(place + k + 1u) & (work_group_size - 1u)];
        }
        place += 8u;
    }
    result[(group.x + group.y * groups.x) * work_group_size + lane] = dot(sum + other, vec4f(0.25));
}
