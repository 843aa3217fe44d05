// Inclusive scan, reduce then scan: first only the blocks' totals, then each block once, knowing what came before it.
//
//     result[i] = before(block) + Σⱼ values[j],   j ≤ i in the block of `per_thread` × work-group size values
//
// Every value moves three times instead of four: `reduce` reads and writes next to nothing, `scan` reads again and writes.
// A block is scanned in rows of the work group's width, the sum so far carried from row to row.
override work_group_size: u32 = 128;
override per_thread: u32 = 8;
@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read_write> totals: array<f32>;  // of each block; in `scan`, of all up to it
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
var<workgroup> tile: array<f32, work_group_size>;

fn inclusive(mine: f32, lane: u32) -> f32 {  // the work group's scan of one row, see work_group.wgsl
    var sum = mine;
    for (var stride = 1u; stride < work_group_size; stride *= 2u) {
        tile[lane] = sum;
        workgroupBarrier();
        if (lane >= stride) { sum += tile[lane - stride]; }
        workgroupBarrier();
    }
    return sum;
}
fn value(i: u32) -> f32 {
    if (i < arrayLength(&values)) { return values[i]; }
    return 0.0;
}

@compute @workgroup_size(work_group_size)
fn reduce(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
    let block = group.x + group.y * groups.x;
    var mine = 0.0;
    for (var row = 0u; row < per_thread; row++) {
        mine += value((block * per_thread + row) * work_group_size + lane);
    }
    let sum = inclusive(mine, lane);
    if (lane == work_group_size - 1u && block < arrayLength(&totals)) { totals[block] = sum; }
}

@compute @workgroup_size(work_group_size)
fn scan(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
    let block = group.x + group.y * groups.x;
    var before = 0.0;
    if (block > 0u) { before = totals[block - 1u]; }
    for (var row = 0u; row < per_thread; row++) {
        let i = (block * per_thread + row) * work_group_size + lane;
        let sum = before + inclusive(value(i), lane);
        if (i < arrayLength(&result)) { result[i] = sum; }
        tile[lane] = sum;
        workgroupBarrier();
        before = tile[work_group_size - 1u];
        workgroupBarrier();
    }
}
