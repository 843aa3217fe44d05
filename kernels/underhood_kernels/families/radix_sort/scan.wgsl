
// The counts' prefix sum in place, what lies before each: reduce, then scan, as in the family of that name.
@group(0) @binding(4) var<storage, read_write> totals: array<u32>;  // of parts of the counts; before each part, once scanned
const RUN = 16u;  // counts of a thread

@compute @workgroup_size(work_group_size)
fn reduce_counts(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let part = group.x + group.y * groups.x;
    var sum = 0u;
    for (var k = 0u; k < RUN; k++) {
        let i = (part * RUN + k) * work_group_size + lane;
        if (i < arrayLength(&counts)) { sum += counts[i]; }
    }
    let whole = inclusive(sum, lane).y;
    if (lane == 0u && part < arrayLength(&totals)) { totals[part] = whole; }
}

@compute @workgroup_size(work_group_size)
fn scan_counts(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let part = group.x + group.y * groups.x;
    let first = (part * work_group_size + lane) * RUN;
    let end = min(first + RUN, arrayLength(&counts));
    var sum = 0u;
    for (var i = first; i < end; i++) { sum += counts[i]; }
    var before = inclusive(sum, lane).x - sum;
    if (part < arrayLength(&totals)) { before += totals[part]; }
    for (var i = first; i < end; i++) {
        let here = counts[i];
        counts[i] = before;
        before += here;
    }
}
