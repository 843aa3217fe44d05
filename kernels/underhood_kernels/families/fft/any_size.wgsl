
// Lengths that are no powers of two (Bluestein, 1970): jk = (j² + k² − (k − j)²) / 2 makes the transform a convolution
//
//     result[k] = c[k] · Σⱼ (source[j] · c[j]) · conj(c[k − j]),   c[j] = exp(−πi · j²/n)
//
// and that is three products and two transforms of the next power of two m ≥ 2n − 1, the second of which runs backwards:
// transforming twice gives every point again, in reverse order and m-fold.

// Copy rows of n points, `stage.x`, into rows of m points, `stage.y`, zeros behind them.
@compute @workgroup_size(work_group_size)
fn pad(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
       @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= stage.w) { return; }
    let j = i % stage.y;
    var point = vec2f();
    if (j < stage.x) { point = source[i / stage.y * stage.x + j]; }
    result[i] = point;
}

// Multiply the first `stage.x` of every row of `stage.y` points by the source, in place.
@compute @workgroup_size(work_group_size)
fn scale(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    let j = i % stage.y;
    if (i < stage.w && j < stage.x) { result[i] = times(result[i], source[j]); }
}

// Copy the first n points, `stage.x`, of rows of m points, `stage.y`, which are in reverse order.
@compute @workgroup_size(work_group_size)
fn cut(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
       @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= stage.w) { return; }
    let k = i % stage.x;
    result[i] = source[i / stage.x * stage.y + (stage.y - k) % stage.y];
}

// The definition itself, for the few points that are fewer than a thread takes: n = 2^`stage.x`, one thread per result.
@compute @workgroup_size(work_group_size)
fn definition(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
              @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= stage.w) { return; }
    let n = 1u << stage.x;
    let k = i & (n - 1u);
    var sum = source[i - k];
    for (var j = 1u; j < n; j++) {
        sum += times(source[i - k + j], turn((j * k) << (32u - stage.x)));
    }
    result[i] = sum;
}
