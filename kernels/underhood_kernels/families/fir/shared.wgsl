// Decimating FIR filter, shared memory: a work group loads the stretch of signal that its results meet, and re-uses it.
//
//     result[i] = Σₖ taps[k] · signal[i·D − k],   zero before the signal
//
// The filter is taken in chunks, so that any will fit: R results and a chunk of taps meet (R − 1)·D + chunk samples, which
// are read side by side. But then threads read the tile D apart, and where D is even they wait for each other's bank.

override work_group_size: u32 = 128;
override tile_size: u32 = 2048;  // of samples: (results − 1)·D + chunk, and no more than `tile_size`
override results: u32 = 128;  // of a work group, and no more than it has threads
override chunk: u32 = 256;

@group(0) @binding(0) var<storage, read> signal: array<f32>;
@group(0) @binding(1) var<storage, read> taps: array<f32>;
@group(0) @binding(2) var<uniform> sizes: vec4u;  // of signal, taps, result; D
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, tile_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let first = (group.x + group.y * groups.x) * results;
    let i = first + lane;
    let width = (results - 1u) * sizes.w + chunk;
    var sum = 0.0;
    for (var start = 0u; start < sizes.y; start += chunk) {
        // The tile's last sample is what the last result's first tap of the chunk meets; numbers from before 0 wrap round.
        let base = first * sizes.w - start - chunk + 1u;
        for (var s = lane; s < width; s += work_group_size) {
            let at = base + s;
            var sample = 0.0;
            if (at < sizes.x) { sample = signal[at]; }
            tile[s] = sample;
        }
        workgroupBarrier();  // the tile is complete before anyone reads it
        if (lane < results) {
            let last = lane * sizes.w + chunk - 1u;
            for (var k = 0u; k < min(chunk, sizes.y - start); k++) {
                sum += taps[start + k] * tile[last - k];
            }
        }
        workgroupBarrier();  // everyone has read before anyone loads the next tile
    }
    if (lane < results && i < sizes.z) {
        result[i] = sum;
    }
}
