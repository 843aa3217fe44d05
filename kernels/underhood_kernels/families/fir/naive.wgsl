// Decimating FIR filter, naive: one thread per result.
//
//     result[i] = Σₖ taps[k] · signal[i·D − k],   zero before the signal
//
// Neighbouring threads read samples D apart: of each memory sector that is fetched, one sample in D is used now, and the
// others by other taps much later.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> signal: array<f32>;
@group(0) @binding(1) var<storage, read> taps: array<f32>;
@group(0) @binding(2) var<uniform> sizes: vec4u;  // of signal, taps, result; D
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= sizes.z) {
        return;
    }
    let now = i * sizes.w;  // the last sample that has come in
    var sum = 0.0;
    for (var k = 0u; k < min(sizes.y, now + 1u); k++) {
        sum += taps[k] * signal[now - k];
    }
    result[i] = sum;
}
