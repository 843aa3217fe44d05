// Bilateral filter, naive: one thread per pixel.
//
//     result = Σ w · q / Σ w,   w = exp(−far · (i² + j²) − near · (q − p)²)
//
// Every thread reads all its neighbours from global memory. Where the image ends is asked for each of them.

override width: u32 = 32;
override height: u32 = 8;
override far: f32;   // 1 / 2S²
override near: f32;  // 1 / 2R²

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec4u;  // rows, columns, radius
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

fn pixel(r: i32, c: i32) -> f32 {  // outside the image lies its nearest pixel
    let y = u32(clamp(r, 0, i32(shape.x) - 1));
    let x = u32(clamp(c, 0, i32(shape.y) - 1));
    return image[y * shape.y + x];
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
    let r = i32(number / tiles * height + thread.y);
    let c = i32(number % tiles * width + thread.x);
    if (r >= i32(shape.x) || c >= i32(shape.y)) {
        return;
    }
    let radius = i32(shape.z);
    let p = pixel(r, c);
    var total = 0.0;
    var weights = 0.0;
    for (var i = -radius; i <= radius; i++) {
        for (var j = -radius; j <= radius; j++) {
            let q = pixel(r + i, c + j);
            let weight = exp(-far * f32(i * i + j * j) - near * (q - p) * (q - p));
            total += weight * q;
            weights += weight;
        }
    }
    result[u32(r) * shape.y + u32(c)] = total / weights;
}
