
// Where a share begins: the path that merges the ends of the rows with the entries takes a row's end as soon as all its
// entries are taken. Of the first `steps` of the path, as many as this are rows.
fn rows_before(steps: u32) -> u32 {
    var low = steps - min(steps, rows_and_entries.y);
    var high = min(steps, rows_and_entries.x);
    while (low < high) {
        let middle = (low + high) / 2u;
        if (starts[middle + 1u] + middle < steps) { low = middle + 1u; } else { high = middle; }
    }
    return low;
}

@compute @workgroup_size(work_group_size)
fn search(
    @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let share = (group.x + group.y * groups.x) * work_group_size + lane;
    if (share < arrayLength(&first_rows)) {
        let steps = min(share * work_group_size * per_thread, rows_and_entries.x + rows_and_entries.y);
        first_rows[share] = rows_before(steps);
    }
}

// What shares have left over belongs to the row that a later one ends: the first of those with the same row adds it up.
@compute @workgroup_size(work_group_size)
fn add(
    @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let share = (group.x + group.y * groups.x) * work_group_size + lane;
    if (share + 1u >= arrayLength(&first_rows)) { return; }
    let row = left_rows[share];
    if (row == rows_and_entries.x || (share > 0u && left_rows[max(share, 1u) - 1u] == row)) { return; }
    var sum = 0.0;
    for (var s = share; s + 1u < arrayLength(&first_rows) && left_rows[s] == row; s++) { sum += left_sums[s]; }
    result[row] += sum;
}
