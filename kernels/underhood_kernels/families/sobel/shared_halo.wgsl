// Sobel's edges, shared memory: a work group loads its tile with one more pixel on each side, and all threads re-use it.
//
//     result = √(x² + y²)
//     x = Σᵢ wᵢ · (image[r + i, c + 1] − image[r + i, c − 1])
//     y = Σⱼ wⱼ · (image[r + 1, c + j] − image[r − 1, c + j]),   w = 1, 2, 1
//
// Each pixel is loaded once, but for those around the tile. The question where the image ends is asked while loading.

override width: u32 = 32;
override height: u32 = 8;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, (width + 2) * (height + 2)>;

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
    let pitch = width + 2u;  // a row of the tile
    for (var load = lane; load < pitch * (height + 2u); load += width * height) {
        let r = clamp(i32(top + load / pitch) - 1, 0, i32(shape.x) - 1);
        let c = clamp(i32(left + load % pitch) - 1, 0, i32(shape.y) - 1);
        tile[load] = image[u32(r) * shape.y + u32(c)];
    }
    workgroupBarrier();  // the tile is complete before anyone reads it
    let here = (thread.y + 1u) * pitch + thread.x + 1u;
    let nw = tile[here - pitch - 1u];
    let ne = tile[here - pitch + 1u];
    let sw = tile[here + pitch - 1u];
    let se = tile[here + pitch + 1u];
    let x = (ne - nw) + 2.0 * (tile[here + 1u] - tile[here - 1u]) + (se - sw);
    let y = (sw - nw) + 2.0 * (tile[here + pitch] - tile[here - pitch]) + (se - ne);
    if (top + thread.y < shape.x && left + thread.x < shape.y) {
        result[(top + thread.y) * shape.y + left + thread.x] = sqrt(x * x + y * y);
    }
}
