// Harris' corners, fused: the steps of the formula one after the other, but in shared memory.
//
//     result = Σx² · Σy² − (Σxy)² − k · (Σx² + Σy²)²,   sums over 3 × 3 pixels; x, y = Sobel's gradient
//
// A work group loads its tile with two more pixels on each side, computes the gradients with one more on each side, and
// adds up their products. Each pixel is loaded and each gradient computed once, but for those around the tile.

override width: u32 = 32;
override height: u32 = 8;
override k: f32;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, (width + 4) * (height + 4)>;
var<workgroup> gradient_x: array<f32, (width + 2) * (height + 2)>;
var<workgroup> gradient_y: array<f32, (width + 2) * (height + 2)>;

@compute @workgroup_size(width, height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let tiles = (shape.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    let top = number / tiles * height;
    let left = number % tiles * width;
    let pitch = width + 4u;  // a row of the tile
    for (var load = lane; load < pitch * (height + 4u); load += width * height) {
        let r = clamp(i32(top + load / pitch) - 2, 0, i32(shape.x) - 1);
        let c = clamp(i32(left + load % pitch) - 2, 0, i32(shape.y) - 1);
        tile[load] = image[u32(r) * shape.y + u32(c)];
    }
    workgroupBarrier();  // the tile is complete before anyone reads it
    let wide = width + 2u;  // a row of the gradients
    for (var load = lane; load < wide * (height + 2u); load += width * height) {
        let here = (load / wide + 1u) * pitch + load % wide + 1u;
        let nw = tile[here - pitch - 1u];
        let ne = tile[here - pitch + 1u];
        let sw = tile[here + pitch - 1u];
        let se = tile[here + pitch + 1u];
        let x = (ne - nw) + 2.0 * (tile[here + 1u] - tile[here - 1u]) + (se - sw);
        let y = (sw - nw) + 2.0 * (tile[here + pitch] - tile[here - pitch]) + (se - ne);
        // Only pixels of the image count; one before the first wraps around, and lies outside all the same.
        let inside = top + load / wide - 1u < shape.x && left + load % wide - 1u < shape.y;
        gradient_x[load] = select(0.0, x, inside);
        gradient_y[load] = select(0.0, y, inside);
    }
    workgroupBarrier();  // the gradients are complete
    var xx = 0.0;
    var xy = 0.0;
    var yy = 0.0;
    for (var i = 0u; i < 3u; i++) {
        for (var j = 0u; j < 3u; j++) {
            let x = gradient_x[(thread.y + i) * wide + thread.x + j];
            let y = gradient_y[(thread.y + i) * wide + thread.x + j];
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
    }
    if (top + thread.y < shape.x && left + thread.x < shape.y) {
        result[(top + thread.y) * shape.y + left + thread.x] = xx * yy - xy * xy - k * (xx + yy) * (xx + yy);
    }
}
