// Ray marching, naive: sphere tracing, one thread per pixel.
//
//     tₖ₊₁ = tₖ + distance(eye + tₖ d),   until the distance is as good as none
//
// The distance says how far a ray may go in any direction without touching anything, so it goes so far. Where it passes
// something closely its steps are small, and the threads that run with it wait.

override width: u32 = 8;
override height: u32 = 8;

@compute @workgroup_size(width, height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (shape.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    let r = number / tiles * height + thread.y;
    let c = number % tiles * width + thread.x;
    if (r >= shape.x || c >= shape.y) {
        return;
    }
    let d = direction(f32(r) + 0.5, f32(c) + 0.5);
    var t = 0.0;
    var hit = false;
    for (var step = 0u; step < most_steps && t <= far; step++) {
        let room = distance_of_scene(camera[0].xyz + t * d);
        hit = room < hit_distance;
        if (hit) {
            break;
        }
        t += room;
    }
    paint(r * shape.y + c, d, t, hit);
}
