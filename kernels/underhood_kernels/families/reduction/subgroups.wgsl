// Reduction, subgroups: threads that run together combine their values without shared memory.
//
//     result[b] = values[bB] ∘ … ∘ values[bB + B − 1],   B = 4 × per_thread × work-group size
//
// One built-in takes the place of the first rounds and their barriers; only one value a subgroup is shared. A subgroup has
// 4 to 128 threads, whatever the device likes: the kernel asks, and never assumes.

override work_group_size: u32 = 256;
override per_thread: u32 = 8;

@group(0) @binding(0) var<storage, read> values: array<vec4f>;
@group(0) @binding(1) var<uniform> count: u32;  // how many of the values count
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
    @builtin(subgroup_id) subgroup: u32, @builtin(num_subgroups) subgroups: u32,
    @builtin(subgroup_invocation_id) place: u32, @builtin(subgroup_size) size: u32,
) {
    let block = group.x + group.y * groups.x;
    let all = whole(part(block, lane), lane, subgroup, subgroups, place, size);
    if (lane == 0u && block < arrayLength(&result)) {
        result[block] = all;
    }
}
