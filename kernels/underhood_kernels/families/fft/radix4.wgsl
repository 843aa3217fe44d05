// FFT, radix 4: one dispatch per two stages, one thread per butterfly of four points.
//
//     a, b, c, d = source[j + q·n/4] · exp(−2πi · q·done / (4·before)),   q = 0, 1, 2, 3,   done = j mod before
//     result[4·(j − done) + done + q·before] = a + b·(−i)^q + c·(−1)^q + d·i^q
//
// Four points in registers make two stages at once: half the trips to memory. Multiplying by i costs nothing, it swaps the
// real and imaginary part. Where log₂ n is odd, the first stage is one of radix 2.

@compute @workgroup_size(work_group_size)
fn radix4(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= stage.w) {
        return;
    }
    let quarter = 1u << (stage.x - 2u);
    let j = i & (quarter - 1u);
    let row = (i - j) * 4u;
    let before = 1u << stage.z;
    let done = j & (before - 1u);
    let angle = done << (30u - stage.z);
    let a = source[row + j];
    let b = times(source[row + j + quarter], turn(angle));
    let c = times(source[row + j + 2u * quarter], turn(2u * angle));
    let d = times(source[row + j + 3u * quarter], turn(3u * angle));
    let even = b + d;
    let odd = vec2f(b.y - d.y, d.x - b.x);  // (b − d) · −i
    let to = row + (j - done) * 4u + done;
    result[to] = a + c + even;
    result[to + before] = a - c + odd;
    result[to + 2u * before] = a + c - even;
    result[to + 3u * before] = a - c - odd;
}
