// FFT, radix 2: one dispatch per stage, one thread per butterfly of two points.
//
//     for each stage, with twice the `before` of the last one, starting from 1:
//     a = source[j],  b = source[j + n/2] · exp(−2πi · done / (2·before)),   done = j mod before
//     result[2·(j − done) + done] = a + b,   result[2·(j − done) + done + before] = a − b
//
// Stockham's order: every stage reads two halves and writes to another buffer, so that the points end up in their places
// and no pass is spent on reversing bits. But all points travel to memory and back for one addition each.

@compute @workgroup_size(work_group_size)
fn radix2(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= stage.w) {
        return;
    }
    let half = 1u << (stage.x - 1u);
    let j = i & (half - 1u);
    let row = (i - j) * 2u;  // the row's first point
    let before = 1u << stage.z;
    let done = j & (before - 1u);
    let a = source[row + j];
    let b = times(source[row + j + half], turn(done << (31u - stage.z)));
    let to = row + (j - done) * 2u + done;
    result[to] = a + b;
    result[to + before] = a - b;
}
