// Matrix times vector, naive: one thread per row.
//
//     result[i] = Σⱼ matrix[i, j] vector[j]
//
// Threads side by side read numbers a whole row apart: a subgroup's load touches as many pieces of memory as it has
// threads, and there are no more threads than rows to wait for all of that.

override work_group_size: u32 = 64;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let row = (group.x + group.y * groups.x) * work_group_size + lane;
    if (row < shape.x) {
        var total = 0.0;
        for (var j = 0u; j < shape.y; j++) {
            total += product(matrix[row * shape.y + j], values(j));
        }
        result[row] = finish(total, row);
    }
}
