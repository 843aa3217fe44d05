// Pairwise summation, a tree: values are added two and two, then their sums two and two, and so on.
//
//     result[b] = values[bB] + … + values[bB + B − 1],   B = work-group size values a work group
//
// A tree of 2ʰ values has a height of h additions, and so has the way of each value to the sum. The passes go on until
// one is left.

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
    tile[lane] = 0.0;
    if (i < count) {
        tile[lane] = values[i];
    }
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] += tile[lane + half];
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    if (lane == 0u && block < arrayLength(&result)) {
        result[block] = tile[0];
    }
}
