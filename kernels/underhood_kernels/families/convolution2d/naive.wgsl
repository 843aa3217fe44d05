// 2D convolution, naive: one thread per output.
//
//     result[r, c] = Σᵢ Σⱼ mask[i, j] · image[r + centreᵣ − i, c + centre꜀ − j],   zero outside the image
//
// Every thread reads the whole mask and all the pixels under it from global memory, and asks at every pixel whether it
// is still inside the image. A row of the mask has a sum of its own: long sums would lose more digits.

override width: u32 = 32;
override height: u32 = 8;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<uniform> shape: vec4u;  // rows and columns of the image, and of the mask
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(width, height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let rows = i32(shape.x);
    let columns = i32(shape.y);
    let tall = i32(shape.z);
    let wide = i32(shape.w);
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (shape.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    let r = i32(number / tiles * height + thread.y);
    let c = i32(number % tiles * width + thread.x);
    if (r >= rows || c >= columns) {
        return;
    }
    var sum = 0.0;
    for (var i = 0; i < tall; i++) {
        let y = r + (tall - 1) / 2 - i;
        var of_row = 0.0;
        for (var j = 0; j < wide; j++) {
            let x = c + (wide - 1) / 2 - j;
            if (y >= 0 && y < rows && x >= 0 && x < columns) {
                of_row += mask[i * wide + j] * image[y * columns + x];
            }
        }
        sum += of_row;
    }
    result[r * columns + c] = sum;
}
