// saxpy, vec4: one thread per four neighbouring elements.
//
//     result[i] = a · x[i] + y[i],   each i a vector of four
//
// One instruction moves 16 bytes, so a quarter of the instructions keeps as many bytes under way. The buffers are a whole
// number of vectors; what the last one has too much is never read back.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<uniform> a: f32;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> y: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&result)) {
        result[i] = a * x[i] + y[i];
    }
}
