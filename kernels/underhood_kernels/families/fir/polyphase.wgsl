// Decimating FIR filter, polyphase: D filters of every D-th tap, each at the low rate, whose results add up.
//
//     result[i] = Σₚ Σ_q taps[qD + p] · u[i − q],   u[m] = signal[mD − p],   p < D
//
// A phase's samples lie side by side in the tile, so that no bank is asked twice; and a thread makes four neighbouring
// results from two vectors of the window, one of which it had already: 16 products for 16 bytes of shared memory.

override work_group_size: u32 = 128;
override phases: u32 = 8;  // in the tile at a time: eight neighbouring samples are a memory sector
override chunk: u32 = 64;  // taps of a phase at a time, a multiple of four

@group(0) @binding(0) var<storage, read> signal: array<f32>;
@group(0) @binding(1) var<storage, read> taps: array<f32>;
@group(0) @binding(2) var<uniform> sizes: vec4u;  // of signal, taps, result; D
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;  // its last vector is a whole one

var<workgroup> tile: array<vec4f, phases * (work_group_size + chunk / 4 + 1)>;
var<workgroup> filters: array<f32, phases * chunk>;

fn sample(m: u32, p: u32) -> f32 {
    let at = m * sizes.w - p;
    if (m < sizes.z && at < sizes.x) { return signal[at]; }
    return 0.0;  // before the signal, where numbers wrap round to large ones, or after the last result
}

@compute @workgroup_size(work_group_size)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
    let first = (group.x + group.y * groups.x) * work_group_size * 4u;
    let width = work_group_size + chunk / 4u + 1u;  // one to spare, so that phases begin in different banks
    var sum = vec4f();
    for (var p = 0u; p < min(sizes.w, sizes.y); p += phases) {
        for (var start = 0u; start * sizes.w + p < sizes.y; start += chunk) {
            for (var s = lane; s < phases * width; s += work_group_size) {
                let m = first + 4u * (s / phases) - start - chunk;
                let phase = p + s % phases;
                tile[s % phases * width + s / phases] =
                    vec4f(sample(m, phase), sample(m + 1u, phase), sample(m + 2u, phase), sample(m + 3u, phase));
            }
            for (var s = lane; s < phases * chunk; s += work_group_size) {
                let k = (start + s / phases) * sizes.w + p + s % phases;
                if (k < sizes.y) { filters[s % phases * chunk + s / phases] = taps[k]; }
            }
            workgroupBarrier();  // samples and taps are complete before anyone reads them
            for (var phase = 0u; phase < min(phases, sizes.w - p); phase++) {
                // The chunk's taps of this phase: those k = (start + q)·D + p + phase that there are.
                let before = min(sizes.y, start * sizes.w + p + phase);
                let count = min(chunk, (sizes.y - before + sizes.w - 1u) / sizes.w);
                var at = phase * width + lane + chunk / 4u;
                var now = tile[at];
                for (var q = 0u; q < count; q += 4u) {
                    at -= 1u;
                    let older = tile[at];
                    let tap = phase * chunk + q;
                    sum += filters[tap] * now;
                    if (q + 1u < count) { sum += filters[tap + 1u] * vec4f(older.w, now.xyz); }
                    if (q + 2u < count) { sum += filters[tap + 2u] * vec4f(older.zw, now.xy); }
                    if (q + 3u < count) { sum += filters[tap + 3u] * vec4f(older.yzw, now.x); }
                    now = older;
                }
            }
            workgroupBarrier();  // everyone has read before anyone loads the next tile
        }
    }
    let i = first + lane * 4u;
    if (i < sizes.z) { result[i / 4u] = sum; }
}
