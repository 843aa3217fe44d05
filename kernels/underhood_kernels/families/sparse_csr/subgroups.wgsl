// Sparse matrix times vector, subgroups: threads that run together share a row.
//
//     y[r] = Σₖ values[k]·vector[columns[k]],   starts[r] ≤ k < starts[r + 1]
//
// They read its entries side by side and add their sums up at the end, so a long row is many times faster; in a row
// with fewer entries than the subgroup has threads, the others have nothing to do.

override work_group_size: u32 = 128;
override rows: u32 = 32;  // of a work group

@group(0) @binding(0) var<storage, read> starts: array<u32>;
@group(0) @binding(1) var<storage, read> columns: array<u32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read> vector: array<f32>;
@group(0) @binding(4) var<uniform> rows_and_entries: vec2u;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
    @builtin(subgroup_id) subgroup: u32, @builtin(subgroup_invocation_id) place: u32,
    @builtin(subgroup_size) size: u32,
) {
    let subgroups = (work_group_size + size - 1u) / size;
    let width = min(size, work_group_size - subgroup * size);  // the last subgroup may not be full
    let first = (group.x + group.y * groups.x) * rows;
    for (var r = first + subgroup; r < min(first + rows, rows_and_entries.x); r += subgroups) {
        var mine = 0.0;
        for (var k = starts[r] + place; k < starts[r + 1u]; k += width) {
            mine += values[k] * vector[columns[k]];
        }
        let sum = subgroupAdd(mine);
        if (place == 0u) {
            result[r] = sum;
        }
    }
}
