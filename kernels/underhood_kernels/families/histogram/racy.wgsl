// Histogram, racy: wrong on purpose. Every byte reads its bin, adds one and writes it back, without atomics.
//
//     result[v] ≤ how many of the bytes are v,   v from 0 to 255
//
// Between a thread's load and its store others load the same number, and all of them store that number plus one: many
// counts come to one. It is seldom right, never twice the same, and trace shows why: see its races.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> data: array<u32>;  // four bytes a word
@group(0) @binding(1) var<uniform> count: u32;  // how many of the bytes count
@group(0) @binding(2) var<storage, read_write> result: array<u32, 256>;

@compute @workgroup_size(256)
fn clear(@builtin(local_invocation_index) v: u32) {
    result[v] = 0u;
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= arrayLength(&data)) {
        return;
    }
    for (var k = 0u; k < 4u; k++) {
        if (4u * i + k < count) {  // the last word may be a part
            result[(data[i] >> (8u * k)) & 0xffu] += 1u;
        }
    }
}
