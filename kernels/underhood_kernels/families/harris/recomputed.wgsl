// Harris' corners, recomputed: one dispatch, in which each thread does everything that its pixel needs.
//
//     result = Σx² · Σy² − (Σxy)² − k · (Σx² + Σy²)²,   sums over 3 × 3 pixels; x, y = Sobel's gradient
//
// Nothing lies in memory between the steps. The price: each gradient is computed by nine threads, each pixel loaded for 72.

override width: u32 = 32;
override height: u32 = 8;
override k: f32;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

fn pixel(r: i32, c: i32) -> f32 {  // outside the image lies its nearest pixel
    return image[u32(clamp(r, 0, i32(shape.x) - 1)) * shape.y + u32(clamp(c, 0, i32(shape.y) - 1))];
}

@compute @workgroup_size(width, height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (shape.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    let row = i32(number / tiles * height + thread.y);
    let column = i32(number % tiles * width + thread.x);
    if (row >= i32(shape.x) || column >= i32(shape.y)) {
        return;
    }
    var xx = 0.0;
    var xy = 0.0;
    var yy = 0.0;
    for (var r = max(row - 1, 0); r <= min(row + 1, i32(shape.x) - 1); r++) {
        for (var c = max(column - 1, 0); c <= min(column + 1, i32(shape.y) - 1); c++) {
            let nw = pixel(r - 1, c - 1);
            let ne = pixel(r - 1, c + 1);
            let sw = pixel(r + 1, c - 1);
            let se = pixel(r + 1, c + 1);
            let x = (ne - nw) + 2.0 * (pixel(r, c + 1) - pixel(r, c - 1)) + (se - sw);
            let y = (sw - nw) + 2.0 * (pixel(r + 1, c) - pixel(r - 1, c)) + (se - ne);
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
    }
    result[u32(row) * shape.y + u32(column)] = xx * yy - xy * xy - k * (xx + yy) * (xx + yy);
}
