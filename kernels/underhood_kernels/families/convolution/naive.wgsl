// 1D convolution, naive: one thread per output.
//
//     result[i] = Σₖ taps[k] · signal[i + centre − k],   zero outside the signal
//
// Every thread reads the whole filter and its own stretch of signal from global memory, and asks at every tap
// whether it is still inside the signal.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> signal: array<f32>;
@group(0) @binding(1) var<storage, read> taps: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= arrayLength(&result)) {
        return;
    }
    let length = i32(arrayLength(&signal));
    let count = i32(arrayLength(&taps));
    let centre = (count - 1) / 2;
    var sum = 0.0;
    for (var k = 0; k < count; k++) {
        let j = i32(i) + centre - k;
        if (j >= 0 && j < length) {
            sum += taps[k] * signal[j];
        }
    }
    result[i] = sum;
}
