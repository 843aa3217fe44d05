
// How many runs have started, and the place (from 1) where the last one did: pairs that add up and take the larger.
fn combine(a: vec2u, b: vec2u) -> vec2u { return vec2u(a.x + b.x, max(a.y, b.y)); }

var<workgroup> pairs: array<vec2u, work_group_size>;

fn inclusive(mine: vec2u, lane: u32) -> vec2u {  // over the work group; `pairs` holds all results
    var sum = mine;
    for (var stride = 1u; stride < work_group_size; stride *= 2u) {
        pairs[lane] = sum;
        workgroupBarrier();
        if (lane >= stride) { sum = combine(pairs[lane - stride], sum); }
        workgroupBarrier();  // everyone has read before anyone writes the next
    }
    pairs[lane] = sum;
    workgroupBarrier();
    return sum;
}

@group(0) @binding(4) var<storage, read_write> totals: array<vec2u>;

@compute @workgroup_size(work_group_size)
fn scan(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    var mine = vec2u();
    if (i < arrayLength(&counts)) { mine = counts[i]; }
    let sum = inclusive(mine, lane);
    if (i < arrayLength(&counts)) { counts[i] = sum; }
    if (lane == work_group_size - 1u && block < arrayLength(&totals)) { totals[block] = sum; }
}

@compute @workgroup_size(work_group_size)
fn add(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
       @builtin(local_invocation_index) lane: u32) {
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    if (block > 0u && i < arrayLength(&counts)) { counts[i] = combine(totals[block - 1u], counts[i]); }
}
