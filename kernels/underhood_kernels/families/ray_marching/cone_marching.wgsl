// Ray marching, cone marching: a first pass goes ahead for all rays of a tile together.
//
//     sₖ₊₁ = sₖ + distance(eye + sₖ m) − a sₖ,   a the most that a ray d of the tile and the middle one m differ, |d − m|
//
// At sₖ no ray of the tile is farther than a sₖ from the middle one, so that much of the empty sphere is left to all of them.
// A thread a tile does the steps through empty space once; the second pass begins where it ended.

override tile: u32 = 8;  // pixels that the first pass takes together, in rows and in columns

@group(0) @binding(3) var<storage, read_write> starts: array<f32>;  // how far all rays of a tile may go

@compute @workgroup_size(64)
fn cones(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let number = (group.x + group.y * groups.x) * 64u + lane;
    if (number >= arrayLength(&starts)) {
        return;
    }
    let tiles = (shape.y + tile - 1u) / tile;
    let r = f32(number / tiles * tile);
    let c = f32(number % tiles * tile);
    let side = f32(tile);
    let middle = direction(r + 0.5 * side, c + 0.5 * side);
    var spread = 1e-6;  // rounding errors of directions
    for (var corner = 0u; corner < 4u; corner++) {
        let d = direction(r + side * f32(corner / 2u), c + side * f32(corner % 2u)) - middle;
        spread = max(spread, sqrt(dot(d, d)) + 1e-6);
    }
    var t = 0.0;
    for (var step = 0u; step < most_steps && t <= far; step++) {
        let room = distance_of_scene(camera[0].xyz + t * middle) - spread * t - hit_distance;
        if (room < 0.01) {
            break;
        }
        t += room;
    }
    starts[number] = t;
}

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
    var t = starts[r / tile * ((shape.y + tile - 1u) / tile) + c / tile];
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
