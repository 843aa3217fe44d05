// Harris' corners, four passes: each step of the formula is a dispatch of its own.
//
//     gradients:   gx, gy = Sobel's gradient of the image
//     products:    xx, xy, yy = gx², gx · gy, gy²
//     sums:        sum_xx, sum_xy, sum_yy = their sums over 3 × 3 pixels
//     response:    result = sum_xx · sum_yy − sum_xy² − k · (sum_xx + sum_yy)²
//
// Each step is simple, and each is a trip through memory: nine images are written and as many read, instead of one each.

override work_group_size: u32 = 128;
override k: f32;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns
@group(0) @binding(2) var<storage, read_write> gx: array<f32>;
@group(0) @binding(3) var<storage, read_write> gy: array<f32>;
@group(0) @binding(4) var<storage, read_write> xx: array<f32>;
@group(0) @binding(5) var<storage, read_write> xy: array<f32>;
@group(0) @binding(6) var<storage, read_write> yy: array<f32>;
@group(0) @binding(7) var<storage, read_write> sum_xx: array<f32>;
@group(0) @binding(8) var<storage, read_write> sum_xy: array<f32>;
@group(0) @binding(9) var<storage, read_write> sum_yy: array<f32>;
@group(0) @binding(10) var<storage, read_write> result: array<f32>;

fn pixel(r: i32, c: i32) -> f32 {  // outside the image lies its nearest pixel
    return image[u32(clamp(r, 0, i32(shape.x) - 1)) * shape.y + u32(clamp(c, 0, i32(shape.y) - 1))];
}

@compute @workgroup_size(work_group_size)
fn gradients(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let at = (group.x + group.y * groups.x) * work_group_size + lane;
    if (at < shape.x * shape.y) {
        let r = i32(at / shape.y);
        let c = i32(at % shape.y);
        let nw = pixel(r - 1, c - 1);
        let ne = pixel(r - 1, c + 1);
        let sw = pixel(r + 1, c - 1);
        let se = pixel(r + 1, c + 1);
        gx[at] = (ne - nw) + 2.0 * (pixel(r, c + 1) - pixel(r, c - 1)) + (se - sw);
        gy[at] = (sw - nw) + 2.0 * (pixel(r + 1, c) - pixel(r - 1, c)) + (se - ne);
    }
}

@compute @workgroup_size(work_group_size)
fn products(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = (group.x + group.y * groups.x) * work_group_size + lane;
    if (at < shape.x * shape.y) {
        xx[at] = gx[at] * gx[at];
        xy[at] = gx[at] * gy[at];
        yy[at] = gy[at] * gy[at];
    }
}
