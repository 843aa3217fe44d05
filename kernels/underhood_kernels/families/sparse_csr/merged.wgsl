// Sparse matrix times vector, merged: every thread takes as many rows and entries together as every other one.
//
//     y[r] = Σₖ values[k]·vector[columns[k]],   starts[r] ≤ k < starts[r + 1]
//
// A path of rows + entries steps multiplies an entry or ends a row, and is cut into equal shares wherever that is
// (Merrill and Garland, Merge-based parallel sparse matrix-vector multiplication, 2016). What a thread has left over of
// its last row goes to those after it, in the work group by a scan of the sums that belong to the same row.

override work_group_size: u32 = 128;
override per_thread: u32 = 8;

@group(0) @binding(0) var<storage, read> starts: array<u32>;
@group(0) @binding(1) var<storage, read> columns: array<u32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read> vector: array<f32>;
@group(0) @binding(4) var<uniform> rows_and_entries: vec2u;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;
@group(0) @binding(6) var<storage, read_write> first_rows: array<u32>;  // of each share, and of the end
@group(0) @binding(7) var<storage, read_write> left_rows: array<u32>;  // the row that a share leaves unfinished
@group(0) @binding(8) var<storage, read_write> left_sums: array<f32>;

var<workgroup> products: array<f32, work_group_size * per_thread>;
var<workgroup> ends: array<u32, work_group_size * per_thread>;
var<workgroup> rows: array<u32, work_group_size>;  // that each thread leaves unfinished
var<workgroup> sums: array<f32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
    let share = group.x + group.y * groups.x;
    if (share + 1u >= arrayLength(&first_rows)) { return; }
    let start = share * work_group_size * per_thread;
    let steps = min(work_group_size * per_thread, rows_and_entries.x + rows_and_entries.y - start);
    let first = vec2u(first_rows[share], start - first_rows[share]);  // row and entry
    let count = vec2u(first_rows[share + 1u] - first.x, steps - (first_rows[share + 1u] - first.x));
    for (var i = lane; i < steps; i += work_group_size) {
        if (i < count.y) { products[i] = values[first.y + i] * vector[columns[first.y + i]]; }
        if (i < count.x) { ends[i] = starts[first.x + i + 1u] - first.y; }
    }
    workgroupBarrier();
    let mine = min(lane * per_thread, steps);  // where the thread's steps begin
    var row = mine - min(mine, count.y);
    for (var high = min(mine, count.x); row < high;) {
        let middle = (row + high) / 2u;
        if (ends[middle] + middle < mine) { row = middle + 1u; } else { high = middle; }
    }
    let begun = row;
    var entry = mine - row;
    var sum = 0.0;
    var kept = 0.0;  // the sum of the row that was begun before this thread, if it ends here
    for (var step = mine; step < min(mine + per_thread, steps); step++) {
        if (entry < count.y && (row == count.x || entry < ends[row])) {
            sum += products[entry];
            entry++;
        } else {
            if (row == begun) { kept = sum; } else { result[first.x + row] = sum; }
            sum = 0.0;
            row++;
        }
    }
    rows[lane] = row;
    for (var stride = 1u; stride < work_group_size; stride *= 2u) {
        sums[lane] = sum;
        workgroupBarrier();
        if (lane >= stride) { sum += select(0.0, sums[lane - stride], rows[lane - stride] == row); }
        workgroupBarrier();
    }
    sums[lane] = sum;
    workgroupBarrier();
    if (row > begun) { result[first.x + begun] = kept + select(0.0, sums[max(lane, 1u) - 1u], lane > 0u); }
    if (lane == work_group_size - 1u) {
        left_rows[share] = first.x + row;
        left_sums[share] = sum;
    }
}
