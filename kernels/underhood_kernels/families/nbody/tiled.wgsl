// n-body, tiled: the threads of a work group load a tile of bodies together and meet them in shared memory.
//
//     result[i] = Σ over the tiles, Σⱼ in the tile, of mⱼ d / (|d|² + ε²)^(3/2),   d = rⱼ − rᵢ
//
// Each body is loaded from global memory once for a work group, not once for a thread; the tile stands where a load takes
// least. The last tile is filled up with bodies without mass, which pull nobody.

override work_group_size: u32 = 256;

@group(0) @binding(0) var<storage, read> bodies: array<vec4f>;  // position and mass
@group(0) @binding(1) var<uniform> count: u32;
@group(0) @binding(2) var<uniform> squared: f32;  // the softening ε²
@group(0) @binding(3) var<storage, read_write> result: array<f32>;  // three numbers a body

var<workgroup> tile: array<vec4f, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    var mine = vec3f(0.0);
    if (i < count) {
        mine = bodies[i].xyz;
    }
    var acceleration = vec3f(0.0);
    for (var first = 0u; first < count; first += work_group_size) {
        workgroupBarrier();  // all have met the tile before
        tile[lane] = vec4f(0.0);
        if (first + lane < count) {
            tile[lane] = bodies[first + lane];
        }
        workgroupBarrier();  // the tile is complete
        for (var j = 0u; j < work_group_size; j++) {
            let other = tile[j];
            let d = other.xyz - mine;
            let inverse = inverseSqrt(dot(d, d) + squared);
            acceleration += other.w * inverse * inverse * inverse * d;
        }
    }
    if (i < count) {
        result[3u * i] = acceleration.x;
        result[3u * i + 1u] = acceleration.y;
        result[3u * i + 2u] = acceleration.z;
    }
}
