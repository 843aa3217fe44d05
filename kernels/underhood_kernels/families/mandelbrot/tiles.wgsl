// Mandelbrot, tiles: a work group takes a tile of points, so that threads that run together are near one another.
//
//     result[r, c] = how many of z₁ = C, zₖ₊₁ = zₖ² + C come before the first with |z| > 2,   C = x[c] + i y[r]
//
// 32 points in a tile of 8 × 4 leave after more alike numbers of iterations than 32 in a row: less waiting, with the same
// arithmetic.

override width: u32 = 8;
override height: u32 = 16;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<uniform> view: vec4u;  // rows, columns, limit
@group(0) @binding(3) var<storage, read_write> result: array<u32>;

@compute @workgroup_size(width, height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (view.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    let r = number / tiles * height + thread.y;
    let c = number % tiles * width + thread.x;
    if (r >= view.x || c >= view.y) {
        return;
    }
    let point = vec2f(x[c], y[r]);
    var z = point;
    var count = 0u;
    while (count < view.z && dot(z, z) <= 4.0) {
        z = vec2f(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + point;
        count++;
    }
    result[r * view.y + c] = count;
}
