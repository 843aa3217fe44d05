// Separable convolution, direct: every thread does the whole mask, as if it were any mask.
//
//     result[r, c] = Σᵢ down[i] · Σⱼ across[j] · pixel(r + centreᵣ − i, c + centre꜀ − j)
//
// The inner sum belongs to a row, not to a result: the thread below needs nearly all of the same sums, and does them again.

override width: u32 = 32;
override height: u32 = 8;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<storage, read> down: array<f32>;
@group(0) @binding(2) var<storage, read> across: array<f32>;
@group(0) @binding(3) var<uniform> shape: vec4u;  // rows and columns of the image, lengths of `down` and `across`
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(width, height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (shape.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    let r = number / tiles * height + thread.y;
    let c = number % tiles * width + thread.x;
    if (r >= shape.x || c >= shape.y) {
        return;
    }
    var sum = 0.0;
    for (var i = 0u; i < shape.z; i++) {
        var of_row = 0.0;
        for (var j = 0u; j < shape.w; j++) {
            of_row += across[j] * pixel(r + (shape.z - 1u) / 2u - i, c + (shape.w - 1u) / 2u - j);
        }
        sum += down[i] * of_row;
    }
    result[r * shape.y + c] = sum;
}
