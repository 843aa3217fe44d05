// Histogram, global atomics: every byte adds one to its bin in global memory.
//
//     result[v] = how many of the bytes are v,   v from 0 to 255
//
// WGSL has no bytes, so a thread takes a word of four apart. An atomic addition is never lost, but additions to the same
// bin wait for one another: all threads of the grid share 256 places, and with sorted data nearly all want the same one.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> data: array<u32>;  // four bytes a word
@group(0) @binding(1) var<uniform> count: u32;  // how many of the bytes count
@group(0) @binding(2) var<storage, read_write> result: array<atomic<u32>, 256>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= arrayLength(&data)) {
        return;
    }
    for (var k = 0u; k < 4u; k++) {
        if (4u * i + k < count) {  // the last word may be a part
            atomicAdd(&result[(data[i] >> (8u * k)) & 0xffu], 1u);
        }
    }
}
