
// The scene: spheres over a round floor, and what a ray meets of them first.

const floor_albedo = vec3f(0.62, 0.58, 0.54);
const floor_radius = 7.0;

@group(0) @binding(1) var<storage, read> spheres: array<vec4f>;  // centre, radius; albedo, mirror; emitted light

struct Meeting {
    what: i32,  // sphere k, the floor as their number, −1 for nothing
    distance: f32,
}

// What a ray from p in direction d meets first. It can't meet again what it comes from, `last`.
fn nearest(p: vec3f, d: vec3f, last: i32) -> Meeting {
    let count = i32(sizes.w);
    var met = Meeting(-1, 1e9);
    if (d.y < 0.0 && last != count) {
        let t = -p.y / d.y;
        let place = p.xz + t * d.xz;
        if (t > 0.0 && dot(place, place) < floor_radius * floor_radius) {
            met = Meeting(count, t);
        }
    }
    for (var k = 0; k < count; k++) {
        let sphere = spheres[3 * k];
        let o = p - sphere.xyz;
        let b = dot(o, d);
        let q = o - b * d;  // where the ray passes the centre
        let room = sphere.w * sphere.w - dot(q, q);
        let t = -b - sqrt(max(room, 0.0));
        if (room > 0.0 && t > 0.0 && t < met.distance && last != k) {
            met = Meeting(k, t);
        }
    }
    return met;
}
