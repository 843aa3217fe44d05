// Sobel's edges, naive: one thread per pixel.
//
//     result = √(x² + y²)
//     x = Σᵢ wᵢ · (image[r + i, c + 1] − image[r + i, c − 1])
//     y = Σⱼ wⱼ · (image[r + 1, c + j] − image[r − 1, c + j]),   w = 1, 2, 1
//
// Every thread reads its eight neighbours from global memory; each pixel is read by eight threads.

override width: u32 = 32;
override height: u32 = 8;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns
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
    let nw = pixel(r - 1, c - 1);
    let n = pixel(r - 1, c);
    let ne = pixel(r - 1, c + 1);
    let w = pixel(r, c - 1);
    let e = pixel(r, c + 1);
    let sw = pixel(r + 1, c - 1);
    let s = pixel(r + 1, c);
    let se = pixel(r + 1, c + 1);
    let x = (ne - nw) + 2.0 * (e - w) + (se - sw);
    let y = (sw - nw) + 2.0 * (s - n) + (se - ne);
    result[u32(r) * shape.y + u32(c)] = sqrt(x * x + y * y);
}
