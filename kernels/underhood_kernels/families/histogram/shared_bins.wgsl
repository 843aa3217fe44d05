// Histogram, shared bins: each work group counts its block in shared memory and adds its counts to the result once.
//
//     result[v] = Σ over the work groups of how many of their bytes are v
//
// Threads wait only for those of their own work group, in memory that is near; global memory sees 256 additions for a
// whole block. Bytes that are all alike still wait for one another.

override work_group_size: u32 = 128;
override per_thread: u32 = 16;

@group(0) @binding(0) var<storage, read> data: array<u32>;  // four bytes a word
@group(0) @binding(1) var<uniform> count: u32;  // how many of the bytes count
@group(0) @binding(2) var<storage, read_write> result: array<atomic<u32>, 256>;

var<workgroup> bins: array<atomic<u32>, 256>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // WGSL promises zeros at the start, but not every driver keeps that.
    for (var v = lane; v < 256u; v += work_group_size) {
        atomicStore(&bins[v], 0u);
    }
    workgroupBarrier();
    let first = (group.x + group.y * groups.x) * work_group_size * per_thread;  // the work group's first word
    for (var word = 0u; word < per_thread; word++) {
        let i = first + word * work_group_size + lane;
        if (i < arrayLength(&data)) {
            for (var k = 0u; k < 4u; k++) {
                if (4u * i + k < count) {
                    atomicAdd(&bins[(data[i] >> (8u * k)) & 0xffu], 1u);
                }
            }
        }
    }
    workgroupBarrier();  // all have counted before anyone adds up
    for (var v = lane; v < 256u; v += work_group_size) {
        atomicAdd(&result[v], atomicLoad(&bins[v]));
    }
}
