// Ray marching, over-relaxed: steps longer than the distance, taken back where they were too long.
//
//     tₖ₊₁ = tₖ + ω distance(eye + tₖ d),   1 < ω < 2
//
// The empty spheres around two points of a ray leave no gap between them where they overlap: then nothing was passed by, and
// the step was free. Where they don't, the ray goes back and on with ω = 1. Along a surface this saves a part of the steps.
//
// Keinert, Schäfer, Korndörfer, Ganse and Stamminger, Enhanced Sphere Tracing (2014).

override longer: f32 = 0.4;  // ω − 1

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
    var relaxation = 1.0 + longer;
    var before = 0.0;  // the distance at the point before
    var gone = 0.0;  // the step from there
    for (var step = 0u; step < most_steps && t <= far; step++) {
        let room = distance_of_scene(camera[0].xyz + t * d);
        if (relaxation > 1.0 && before + room < gone) {
            t += before - gone;  // as far as was sure
            gone = before;
            relaxation = 1.0;
            continue;
        }
        hit = room < hit_distance;
        if (hit) {
            break;
        }
        before = room;
        gone = relaxation * room;
        t += gone;
    }
    paint(r * shape.y + c, d, t, hit);
}
