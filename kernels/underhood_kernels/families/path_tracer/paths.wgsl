
// A path of light: five segments at most, from the eye over spheres and the floor to the sky.

const segments = 5u;

@group(0) @binding(0) var<storage, read> camera: array<vec4f>;  // eye; to the upper left corner, a column on, a row on
@group(0) @binding(2) var<uniform> sizes: vec4u;  // rows, columns, samples, spheres
@group(0) @binding(3) var<storage, read_write> result: array<f32>;  // red, green and blue of each pixel

struct Path {
    p: vec3f,  // where it is
    d: vec3f,  // where it goes
    weight: vec3f,  // how much of what it meets arrives
    light: vec3f,  // what it has brought
    last: i32,  // what it met last, as in `Meeting`
    segment: u32,
    state: u32,  // its last random number
}

fn unit(v: vec3f) -> vec3f { return v / sqrt(max(dot(v, v), 1e-20)); }

// The path of a sample, ready for its first segment.
fn begin(r: u32, c: u32, sample: u32) -> Path {
    let first = scrambled(scrambled(scrambled(r) + c) + sample);
    let state = scrambled(first);
    let across = f32(c) + fraction(first);
    let down = f32(r) + fraction(state);
    let d = unit(camera[1].xyz + across * camera[2].xyz + down * camera[3].xyz);
    return Path(camera[0].xyz, d, vec3f(1.0), vec3f(0.0), -1, 0u, state);
}

// Follow one segment; false if it was the last.
fn advance(path: ptr<function, Path>) -> bool {
    let p = (*path).p;
    let d = (*path).d;
    let count = i32(sizes.w);
    let met = nearest(p, d, (*path).last);
    let what = met.what;
    if (what < 0) {
        let sky = vec3f(0.5, 0.45, 0.4) + max(d.y, 0.0) * vec3f(-0.36, -0.2, 0.14);
        (*path).light += (*path).weight * sky;
        return false;
    }
    let place = p + met.distance * d;
    var normal = vec3f(0.0, 1.0, 0.0);
    var albedo = vec4f(floor_albedo, 0.0);
    if (what < count) {
        normal = (place - spheres[3 * what].xyz) / spheres[3 * what].w;
        albedo = spheres[3 * what + 1];
        (*path).light += (*path).weight * spheres[3 * what + 2].xyz;
    }
    let first = scrambled((*path).state);
    let state = scrambled(first);
    if (albedo.w > 0.5) {
        (*path).d = d - 2.0 * dot(d, normal) * normal;
    } else {
        (*path).d = unit(normal + on_sphere(fraction(first), fraction(state)));
    }
    (*path).p = place;
    (*path).weight *= albedo.xyz;
    (*path).last = what;
    (*path).state = state;
    (*path).segment++;
    return (*path).segment < segments;
}

fn paint(pixel: u32, light: vec3f) {
    result[3u * pixel] = light.x / f32(sizes.z);
    result[3u * pixel + 1u] = light.y / f32(sizes.z);
    result[3u * pixel + 2u] = light.z / f32(sizes.z);
}
