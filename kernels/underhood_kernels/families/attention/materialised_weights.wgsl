
// The second of three dispatches: a work group makes weights of a query's scores, in their place.
override row_threads: u32 = 256;

var<workgroup> parts: array<vec2f, row_threads>;  // a maximum and its sum

@compute @workgroup_size(row_threads)
fn weigh(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let row = group.x + group.y * groups.x;
    if (row >= shape.x * shape.y) {
        return;  // all threads of the work group do
    }
    let start = row * shape.z;
    var mine = vec2f(-3.4028234e38, 0.0);  // the lowest number, because −∞ − −∞ would be NaN
    for (var j = lane; j < shape.z; j += row_threads) {
        let top = max(mine.x, scores[start + j]);
        mine = vec2f(top, mine.y * exp(mine.x - top) + exp(scores[start + j] - top));
    }
    parts[lane] = mine;
    workgroupBarrier();
    for (var live = row_threads; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            let a = parts[lane];
            let b = parts[lane + half];
            let top = max(a.x, b.x);
            parts[lane] = vec2f(top, a.y * exp(a.x - top) + b.y * exp(b.x - top));
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    let whole = parts[0];
    for (var j = lane; j < shape.z; j += row_threads) {
        scores[start + j] = exp(scores[start + j] - whole.x) / whole.y;
    }
}
