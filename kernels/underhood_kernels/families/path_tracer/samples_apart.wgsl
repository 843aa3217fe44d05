// Path tracer, samples apart: several threads share a pixel's samples.
//
//     result[r, c] = Σ over the pixel's threads, Σ over their samples, of the light along a random path / samples
//
// A small image has too few pixels to keep a GPU busy, but pixels times samples are many. Threads of a pixel also begin
// alike, and so go together for a segment or two. Their sums meet in shared memory.

override work_group_size: u32 = 64;
override sharing: u32 = 8;  // threads of a pixel

var<workgroup> sums: array<vec3f, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let pixel = (group.x + group.y * groups.x) * (work_group_size / sharing) + lane / sharing;
    let inside = pixel < sizes.x * sizes.y;
    var light = vec3f(0.0);
    var sample = lane % sharing;
    if (inside && sample < sizes.z) {
        let r = pixel / sizes.y;
        let c = pixel % sizes.y;
        var path = begin(r, c, sample);
        while (sample < sizes.z) {
            if (!advance(&path)) {
                light += path.light;
                sample += sharing;
                path = begin(r, c, sample);
            }
        }
    }
    sums[lane] = light;
    workgroupBarrier();  // all sums are there before anyone adds them up
    if (inside && lane % sharing == 0u) {
        for (var k = 1u; k < sharing; k++) {
            light += sums[lane + k];
        }
        paint(pixel, light);
    }
}
