// Mandelbrot, naive: one thread per point, work groups along the rows.
//
//     result[r, c] = how many of z₁ = C, zₖ₊₁ = zₖ² + C come before the first with |z| > 2,   C = x[c] + i y[r]
//
// Threads that run together wait for the slowest of them. In a row, neighbours reach far into different parts of the image.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<uniform> view: vec4u;  // rows, columns, limit
@group(0) @binding(3) var<storage, read_write> result: array<u32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= view.x * view.y) {
        return;
    }
    let point = vec2f(x[i % view.y], y[i / view.y]);
    var z = point;
    var count = 0u;
    while (count < view.z && dot(z, z) <= 4.0) {
        z = vec2f(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + point;
        count++;
    }
    result[i] = count;
}
