
// What the steps with a row in registers share: the buffers, and the moments of two parts combined (how many numbers,
// their mean, and the sum of square deviations), corrected for how far the means are apart (Chan, Golub and LeVeque,
// 1983).
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> gain: array<vec4f>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<uniform> shape: vec2u;  // rows and columns; a row begins with a vector
@group(0) @binding(4) var<uniform> epsilon: f32;
@group(0) @binding(5) var<storage, read_write> result: array<vec4f>;

fn combine(a: vec3f, b: vec3f) -> vec3f {
    let share = b.x / max(a.x + b.x, 1.0);
    let apart = b.y - a.y;
    return vec3f(a.x + b.x, a.y + apart * share, a.z + b.z + apart * apart * a.x * share);
}
