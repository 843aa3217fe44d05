// Reduction, sequential addressing: the upper half is combined into the lower one.
//
//     result[b] = values[bB] ∘ … ∘ values[bB + B − 1],   ∘ the operation, B = work-group size values a work group
//
// The threads that still work are the first ones, side by side: whole subgroups become idle and are freed, and threads
// side by side read side by side, from different banks of shared memory.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<uniform> count: u32;  // how many of the values count
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    tile[lane] = identity();
    if (i < count) {
        tile[lane] = values[i];
    }
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] = combine(tile[lane], tile[lane + half]);
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    if (lane == 0u && block < arrayLength(&result)) {
        result[block] = tile[0];
    }
}
