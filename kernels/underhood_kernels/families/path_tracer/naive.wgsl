// Path tracer, naive: one thread per pixel follows its paths one after the other.
//
//     result[r, c] = Σ over the samples of the light along a random path / samples
//
// Paths are of unlike length. After each, threads that run together wait for the one with the longest.

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
    for (var sample = 0u; sample < sizes.z; sample++) {
        var path = begin(r, c, sample);
        while (advance(&path)) {}
        light += path.light;
    }
    paint(r * sizes.y + c, light);
}
