// 1D convolution, shared memory: a work group loads its stretch of signal and filter once, and all threads re-use it.
//
//     result[i] = Σₖ taps[k] · padded[i + count − 1 − k]
//
// The filter is taken in chunks of as many taps as the work group has threads, so that any filter fits: W outputs and
// W taps meet 2W − 1 samples of the padded signal. Each thread loads one tap and two samples of the tile.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> padded: array<f32>;
@group(0) @binding(1) var<storage, read> taps: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, 2 * work_group_size>;
var<workgroup> chunk: array<f32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let width = i32(work_group_size);
    let first = i32(group.x + group.y * groups.x) * width;  // the work group's first output
    let count = i32(arrayLength(&taps));
    let length = i32(arrayLength(&padded));
    let me = i32(lane);
    var sum = 0.0;
    for (var start = 0; start < count; start += width) {
        let base = first + count - start - width;  // the tile's first sample
        for (var load = me; load < 2 * width; load += width) {
            let j = base + load;
            tile[load] = select(0.0, padded[clamp(j, 0, length - 1)], j >= 0 && j < length);
        }
        chunk[me] = taps[min(start + me, count - 1)];  // what is loaded beyond the last tap is not used
        workgroupBarrier();  // the tile is complete before anyone reads it
        for (var tap = 0; tap < min(width, count - start); tap++) {
            sum += chunk[tap] * tile[me + width - 1 - tap];
        }
        workgroupBarrier();  // everyone has read before anyone loads the next tile
    }
    // No thread may leave before the barriers, so the question comes last.
    if (first + me < i32(arrayLength(&result))) {
        result[first + me] = sum;
    }
}
