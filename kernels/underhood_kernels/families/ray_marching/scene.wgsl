
// The scene: nothing is nearer to p than `distance` says, in any direction.

const hit_distance = 0x1p-15;  // a ray that is so near has arrived
const far = 16.0;  // a ray that has come so far sees the sky
const most_steps = 256u;
const drop_centres = array(vec3f(-0.75, 0.55, 0.2), vec3f(-0.2, 0.9, -0.2), vec3f(-0.95, 1.2, 0.05));
const drop_radii = vec3f(0.55, 0.36, 0.26);
const blend = 0.4;  // how far from each other the drop's spheres begin to flow together
const ring_centre = vec3f(0.95, 0.62, -0.35);
const box_centre = vec3f(0.55, 0.25, 0.85);

@group(0) @binding(0) var<storage, read> camera: array<vec4f>;  // eye; to the upper left corner, a column on, a row on
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns of the image
@group(0) @binding(2) var<storage, read_write> result: array<f32>;  // red, green and blue of each pixel

// The direction of length 1 through the place (r, c) of the image.
fn direction(r: f32, c: f32) -> vec3f {
    let d = camera[1].xyz + c * camera[2].xyz + r * camera[3].xyz;
    return d / sqrt(dot(d, d));
}

fn distance_of_table(p: vec3f) -> f32 {
    let out = max(vec2f(sqrt(dot(p.xz, p.xz)) - 2.5, abs(p.y + 0.1) - 0.05), vec2f(0.0));
    return sqrt(dot(out, out)) - 0.05;
}

fn distance_of_sphere(p: vec3f, k: u32) -> f32 {
    let q = p - drop_centres[k];
    return sqrt(dot(q, q)) - drop_radii[k];
}

// How much of b is blended into a.
fn share(a: f32, b: f32) -> f32 { return clamp(0.5 + (a - b) / (2.0 * blend), 0.0, 1.0); }

fn blended(a: f32, b: f32) -> f32 {
    let h = share(a, b);
    return a + (b - a) * h - blend * h * (1.0 - h);
}

fn distance_of_drop(p: vec3f) -> f32 {
    return blended(blended(distance_of_sphere(p, 0u), distance_of_sphere(p, 1u)), distance_of_sphere(p, 2u));
}

fn distance_of_ring(p: vec3f) -> f32 {
    let q = p - ring_centre;
    let out = sqrt(dot(q.xy, q.xy)) - 0.45;
    return sqrt(out * out + q.z * q.z) - 0.17;
}

fn distance_of_box(p: vec3f) -> f32 {
    let q = max(abs(p - box_centre) - 0.19, vec3f(0.0));
    return sqrt(dot(q, q)) - 0.06;
}

fn distance_of_scene(p: vec3f) -> f32 {
    return min(min(distance_of_table(p), distance_of_drop(p)), min(distance_of_ring(p), distance_of_box(p)));
}
