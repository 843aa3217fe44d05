// Matrix times vector, a work group per row: its threads read side by side, and add up what each has.
//
//     result[i] = Σⱼ matrix[i, j] vector[j]
//
// Every load of a subgroup is one long piece of memory now. But each work group reads the whole vector for one row of
// the matrix, and waits at its barriers for one result.

override work_group_size: u32 = 128;

var<workgroup> tile: array<f32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let number = group.x + group.y * groups.x;
    let row = min(number, shape.x - 1u);  // a work group too many computes the last row again, and stores nothing
    var total = 0.0;
    for (var j = lane; j < shape.y; j += work_group_size) {
        total += product(matrix[row * shape.y + j], values(j));
    }
    tile[lane] = total;
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] += tile[lane + half];
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    if (lane == 0u && number < shape.x) {
        result[row] = finish(tile[0], row);
    }
}
