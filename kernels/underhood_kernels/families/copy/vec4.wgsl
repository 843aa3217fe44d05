// Copy, vec4: one thread per four neighbouring elements.
//
//     result[i] = source[i],   each i a vector of four
//
// One instruction moves 16 bytes, so a quarter of the instructions keeps as many bytes under way. The buffers are a whole
// number of vectors; what the last one has too much is never read back.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&result)) {
        result[i] = source[i];
    }
}
