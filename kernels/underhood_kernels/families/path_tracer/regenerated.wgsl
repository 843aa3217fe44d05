// Path tracer, regenerated: a thread whose path has ended begins its next one at once.
//
//     result[r, c] = Σ over the samples of the light along a random path / samples
//
// One loop over segments in place of a loop over paths and one over their segments: all threads always have a segment to
// follow, whichever path it belongs to, and wait for one another only once at the end.
//
// Novák, Havran and Dachsbacher, Path Regeneration for Interactive Path Tracing (2010).

override width: u32 = 8;
override height: u32 = 8;

@compute @workgroup_size(width, height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (sizes.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    let r = number / tiles * height + thread.y;
    let c = number % tiles * width + thread.x;
    if (r >= sizes.x || c >= sizes.y) {
        return;
    }
    var light = vec3f(0.0);
    var sample = 0u;
    var path = begin(r, c, sample);
    while (sample < sizes.z) {
        if (!advance(&path)) {
            light += path.light;
            sample++;
            path = begin(r, c, sample);
        }
    }
    paint(r * sizes.y + c, light);
}
