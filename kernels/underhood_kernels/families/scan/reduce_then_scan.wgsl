// Inclusive scan, reduce then scan: first only the blocks' totals, then each block once, knowing what came before it.
//
//     result[i] = before(block) + Σⱼ values[j],   j ≤ i in the block of 4 × `per_thread` × work-group size values
//
// Every value moves three times instead of four: `reduce` reads and writes next to nothing, `scan` reads again and writes.
// The blocks' totals are scanned the same way, until one block is left.

@group(0) @binding(2) var<storage, read_write> totals: array<f32>;  // of each block; in `scan`, of all up to it

@compute @workgroup_size(work_group_size)
fn reduce(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    var mine = vec4f();
    for (var k = 0u; k < per_thread; k++) {
        let i = (block * per_thread + k) * work_group_size + lane;
        if (i < arrayLength(&values)) {
            mine += values[i];
        }
    }
    let sum = inclusive((mine.x + mine.y) + (mine.z + mine.w), lane);
    if (lane == work_group_size - 1u && block < arrayLength(&totals)) {
        totals[block] = sum;
    }
}

@compute @workgroup_size(work_group_size)
fn scan(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    inclusive(load(block, lane), lane);
    var before = 0.0;
    if (block > 0u && block <= arrayLength(&totals)) {
        before = totals[block - 1u];
    }
    if (lane > 0u) {
        before += sums[lane - 1u];
    }
    store(block, lane, before);
}
