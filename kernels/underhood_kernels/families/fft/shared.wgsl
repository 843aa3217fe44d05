// FFT, shared memory: a work group makes all stages of a smaller transform before anything goes back.
//
//     one pass is Stockham's stage of a large radix R: its butterfly is a whole transform of R points
//     columns of R points, n/R apart, each turned by exp(−2πi · r·done / (R·before)) and transformed by radix-2 stages
//
// What registers are to a thread, shared memory is to a work group. A work group takes neighbouring columns, so that what
// it reads and writes lies side by side; one thread has one butterfly of a column in every stage.

var<workgroup> tile: array<vec2f, 2 * work_group_size>;

@compute @workgroup_size(work_group_size)
fn shared_stages(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let half = 1u << (stage.y - 1u);  // of the radix: butterflies in a column
    let width = work_group_size / half;  // columns side by side
    let column = (group.x + group.y * groups.x) * width + lane % width;
    let t = lane / width;  // this thread's butterfly
    let apart = stage.x - stage.y;  // log₂ of the distance of a column's points, and of the columns in a row
    let j = column & ((1u << apart) - 1u);
    let row = (column >> apart) << stage.x;
    let done = j & ((1u << stage.z) - 1u);
    let angle = done << (32u - stage.y - stage.z);
    var a = vec2f();
    var b = vec2f();
    if (column < stage.w) {
        a = times(source[row + j + (t << apart)], turn(t * angle));
        b = times(source[row + j + ((t + half) << apart)], turn((t + half) * angle));
    }
    for (var s = 0u; s < stage.y; s++) {
        let before = 1u << s;
        let inner = t & (before - 1u);
        let turned = times(b, turn(inner << (31u - s)));
        let to = ((t - inner) * 2u + inner) * width + lane % width;
        tile[to] = a + turned;
        tile[to + before * width] = a - turned;
        workgroupBarrier();  // the stage is complete before anyone reads the next one's points
        a = tile[lane];
        b = tile[lane + half * width];
        workgroupBarrier();  // everyone has read before anyone writes
    }
    if (column < stage.w) {
        let to = row + ((j - done) << stage.y) + done;
        result[to + (t << stage.z)] = a;
        result[to + ((t + half) << stage.z)] = b;
    }
}
