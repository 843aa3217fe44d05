// n-body, naive: one thread per body, which meets every body in global memory.
//
//     result[i] = Σⱼ mⱼ d / (|d|² + ε²)^(3/2),   d = rⱼ − rᵢ
//
// All threads read the same body at the same time, so caches serve nearly all loads; but each interaction waits for a load
// of its own.

override work_group_size: u32 = 256;

@group(0) @binding(0) var<storage, read> bodies: array<vec4f>;  // position and mass
@group(0) @binding(1) var<uniform> count: u32;
@group(0) @binding(2) var<uniform> squared: f32;  // the softening ε²
@group(0) @binding(3) var<storage, read_write> result: array<f32>;  // three numbers a body

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= count) {
        return;
    }
    let mine = bodies[i].xyz;
    var acceleration = vec3f(0.0);
    for (var j = 0u; j < count; j++) {
        let other = bodies[j];
        let d = other.xyz - mine;
        let inverse = inverseSqrt(dot(d, d) + squared);
        acceleration += other.w * inverse * inverse * inverse * d;  // a body meets itself with d = 0
    }
    result[3u * i] = acceleration.x;
    result[3u * i + 1u] = acceleration.y;
    result[3u * i + 2u] = acceleration.z;
}
