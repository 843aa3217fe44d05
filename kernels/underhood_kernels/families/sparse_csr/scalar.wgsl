// Sparse matrix times vector, scalar: one thread per row.
//
//     y[r] = Σₖ values[k]·vector[columns[k]],   starts[r] ≤ k < starts[r + 1]
//
// Neighbouring threads are in different rows and read far apart; a subgroup takes as long as the longest of its rows.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> starts: array<u32>;
@group(0) @binding(1) var<storage, read> columns: array<u32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read> vector: array<f32>;
@group(0) @binding(4) var<uniform> rows_and_entries: vec2u;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let r = (group.x + group.y * groups.x) * work_group_size + lane;
    if (r >= rows_and_entries.x) {
        return;
    }
    var sum = 0.0;
    for (var k = starts[r]; k < starts[r + 1u]; k++) {
        sum += values[k] * vector[columns[k]];
    }
    result[r] = sum;
}
