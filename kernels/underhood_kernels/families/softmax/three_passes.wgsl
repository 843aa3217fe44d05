// Softmax, three passes: a work group reads its row for the maximum, for the sum, and for the result.
//
//     result[r, c] = exp(x[r, c] − m) / Σⱼ exp(x[r, j] − m),   m = the row's largest
//
// Each pass is simple, and each reads the whole row from memory again: three reads and a write for every number.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let row = group.x + group.y * groups.x;
    if (row >= shape.x) {
        return;  // all threads of the work group do
    }
    let columns = shape.y;
    let start = row * columns;

    var top = -3.4028234e38;  // the lowest number: −∞ − −∞ would be NaN
    for (var c = lane; c < columns; c += work_group_size) {
        top = max(top, x[start + c]);
    }
    tile[lane] = top;
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] = max(tile[lane], tile[lane + half]);
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    top = tile[0];
    workgroupBarrier();  // everyone has read it before the sums take its place

    var sum = 0.0;
    for (var c = lane; c < columns; c += work_group_size) {
        sum += exp(x[start + c] - top);
    }
    tile[lane] = sum;
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] += tile[lane + half];
        }
        workgroupBarrier();
    }
    sum = tile[0];

    for (var c = lane; c < columns; c += work_group_size) {
        result[start + c] = exp(x[start + c] - top) / sum;
    }
}
