// Bilateral filter, shared memory: a work group loads its tile and `radius` more pixels on each side, for all threads.
//
//     result = Σ w · q / Σ w,   w = exp(−far · (i² + j²) − near · (q − p)²)
//
// Each pixel is loaded once, but for those around the tile. Where the image ends is asked only while loading. What is left
// is arithmetic, and most of that is the exponential of each neighbour: no memory makes it cheaper.

override width: u32 = 32;
override height: u32 = 8;
override radius: u32 = 3;
override far: f32;   // 1 / 2S²
override near: f32;  // 1 / 2R²

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec4u;  // rows, columns, radius
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, (width + 2 * radius) * (height + 2 * radius)>;

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
    let pitch = width + 2u * radius;  // a row of the tile
    for (var load = lane; load < pitch * (height + 2u * radius); load += width * height) {
        let r = clamp(i32(top + load / pitch) - i32(radius), 0, i32(shape.x) - 1);
        let c = clamp(i32(left + load % pitch) - i32(radius), 0, i32(shape.y) - 1);
        tile[load] = image[u32(r) * shape.y + u32(c)];
    }
    workgroupBarrier();  // the tile is complete before anyone reads it
    let p = tile[(thread.y + radius) * pitch + thread.x + radius];
    var total = 0.0;
    var weights = 0.0;
    for (var i = 0u; i <= 2u * radius; i++) {
        for (var j = 0u; j <= 2u * radius; j++) {
            let q = tile[(thread.y + i) * pitch + thread.x + j];
            let di = f32(i) - f32(radius);
            let dj = f32(j) - f32(radius);
            let weight = exp(-far * (di * di + dj * dj) - near * (q - p) * (q - p));
            total += weight * q;
            weights += weight;
        }
    }
    if (top + thread.y < shape.x && left + thread.x < shape.y) {
        result[(top + thread.y) * shape.y + left + thread.x] = total / weights;
    }
}
