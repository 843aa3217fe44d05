// Inclusive scan, a work group's block at a time: scan the blocks, scan their totals, add those to the blocks.
//
//     result[i] = Σⱼ values[j],   j ≤ i
//
// A thread adds what lies 1, 2, 4, … places before it (Hillis and Steele, 1986): after each round it holds the sum of
// twice as many. The totals of the blocks are scanned by the same kernel, block by block again, until one is left.
// Every value moves four times: read and written by `scan`, and read and written again by `add`.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<storage, read_write> totals: array<f32>;  // of each block; in `add`, of all up to it

var<workgroup> tile: array<f32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn scan(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    var sum = 0.0;
    if (i < arrayLength(&values)) {
        sum = values[i];
    }
    for (var stride = 1u; stride < work_group_size; stride *= 2u) {
        tile[lane] = sum;
        workgroupBarrier();  // all sums are there before anyone reads one
        if (lane >= stride) {
            sum += tile[lane - stride];
        }
        workgroupBarrier();  // everyone has read before anyone writes the next
    }
    if (i < arrayLength(&result)) {
        result[i] = sum;
    }
    if (lane == work_group_size - 1u && block < arrayLength(&totals)) {
        totals[block] = sum;
    }
}

@compute @workgroup_size(work_group_size)
fn add(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    if (block > 0u && i < arrayLength(&result)) {
        result[i] += totals[block - 1u];
    }
}
