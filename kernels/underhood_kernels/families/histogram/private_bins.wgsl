// Histogram, private bins: each thread counts in bins of its own, and nobody waits for anybody.
//
//     result[v] = Σ over the work groups, Σ over their threads, of how many of the thread's bytes are v
//
// 256 counters for each thread fit because they are bytes, four in a word: a thread takes at most 63 words, 252 bytes, and
// so none overflows. The threads' words alternate, so that each has a bank to itself. Data that are all alike cost
// nothing more; but shared memory is full with few threads, and adding up 256 bins of each is work.

override work_group_size: u32 = 64;
override per_thread: u32 = 32;  // words, 63 at most

@group(0) @binding(0) var<storage, read> data: array<u32>;  // four bytes a word
@group(0) @binding(1) var<uniform> count: u32;  // how many of the bytes count
@group(0) @binding(2) var<storage, read_write> result: array<atomic<u32>, 256>;

var<workgroup> bins: array<u32, 64 * work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    for (var word = 0u; word < 64u; word++) {  // promised to be zero, but not every driver keeps that
        bins[word * work_group_size + lane] = 0u;
    }
    let first = (group.x + group.y * groups.x) * work_group_size * per_thread;  // the work group's first word
    for (var word = 0u; word < per_thread; word++) {
        let i = first + word * work_group_size + lane;
        if (i < arrayLength(&data)) {
            for (var k = 0u; k < 4u; k++) {
                if (4u * i + k < count) {
                    let v = (data[i] >> (8u * k)) & 0xffu;
                    bins[(v / 4u) * work_group_size + lane] += 1u << (8u * (v % 4u));
                }
            }
        }
    }
    workgroupBarrier();  // all have counted before anyone adds up
    for (var v = lane; v < 256u; v += work_group_size) {
        var sum = 0u;
        for (var thread = 0u; thread < work_group_size; thread++) {
            sum += (bins[(v / 4u) * work_group_size + thread] >> (8u * (v % 4u))) & 0xffu;
        }
        atomicAdd(&result[v], sum);
    }
}
