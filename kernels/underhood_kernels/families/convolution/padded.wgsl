// 1D convolution, zero-padded: one thread per output, and no question at any tap.
//
//     result[i] = Σₖ taps[k] · padded[i + count − 1 − k]
//
// The host has put zeros around the signal, so every index below is inside `padded`.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> padded: array<f32>;
@group(0) @binding(1) var<storage, read> taps: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= arrayLength(&result)) {
        return;
    }
    let count = arrayLength(&taps);
    var sum = 0.0;
    for (var k = 0u; k < count; k++) {
        sum += taps[k] * padded[i + count - 1u - k];
    }
    result[i] = sum;
}
