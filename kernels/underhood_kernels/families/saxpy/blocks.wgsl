// saxpy, blocks: one contiguous block of the array for each work group.
//
//     result[i] = a · x[i] + y[i],   each i a vector of four
//
// A thread takes `per_thread` vectors, a work-group's width apart: its accesses stay close together, and as the count is
// fixed when the kernel is compiled, the loop is unrolled and its loads are all under way at once.

override work_group_size: u32 = 128;
override per_thread: u32 = 2;

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
    let first = (group.x + group.y * groups.x) * work_group_size * per_thread;  // the work group's first vector
    for (var k = 0u; k < per_thread; k++) {
        let i = first + k * work_group_size + lane;
        if (i < arrayLength(&result)) {
            result[i] = a * x[i] + y[i];
        }
    }
}
