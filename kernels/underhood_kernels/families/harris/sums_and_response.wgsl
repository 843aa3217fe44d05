
// The last two of the four passes: sums over the 3 × 3 pixels around each, and the response to them.

@compute @workgroup_size(work_group_size)
fn sums(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = (group.x + group.y * groups.x) * work_group_size + lane;
    if (at < shape.x * shape.y) {
        let r = at / shape.y;
        let c = at % shape.y;
        var total = vec3f();
        for (var i = max(r, 1u) - 1u; i <= min(r + 1u, shape.x - 1u); i++) {
            for (var j = max(c, 1u) - 1u; j <= min(c + 1u, shape.y - 1u); j++) {
                total += vec3f(xx[i * shape.y + j], xy[i * shape.y + j], yy[i * shape.y + j]);
            }
        }
        sum_xx[at] = total.x;
        sum_xy[at] = total.y;
        sum_yy[at] = total.z;
    }
}

@compute @workgroup_size(work_group_size)
fn response(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = (group.x + group.y * groups.x) * work_group_size + lane;
    if (at < shape.x * shape.y) {
        let trace = sum_xx[at] + sum_yy[at];
        result[at] = sum_xx[at] * sum_yy[at] - sum_xy[at] * sum_xy[at] - k * trace * trace;
    }
}
