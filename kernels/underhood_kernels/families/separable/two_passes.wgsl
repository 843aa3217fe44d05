// Separable convolution, two passes: all rows first, then all columns of what they gave.
//
//     along_rows:       result[r, c] = Σⱼ weights[j] · pixel(r, c + centre − j),   weights = across
//     along_columns:    result[r, c] = Σᵢ weights[i] · pixel(r + centre − i, c),   weights = down; `image` is the first result
//
// tall + wide multiplications for each pixel instead of tall · wide; but an image more is written and read again.

override width: u32 = 32;
override height: u32 = 8;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(2) var<uniform> shape: vec4u;  // rows and columns of the image, lengths of `down` and `across`
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

fn place(group: vec3u, groups: vec3u, thread: vec3u) -> vec2u {
    // Tiles are numbered row by row, because one dimension holds no more than 65 535 work groups.
    let tiles = (shape.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    return vec2u(number / tiles * height + thread.y, number % tiles * width + thread.x);
}

@compute @workgroup_size(width, height)
fn along_rows(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let at = place(group, groups, thread);
    if (at.x < shape.x && at.y < shape.y) {
        var sum = 0.0;
        for (var j = 0u; j < shape.w; j++) {
            sum += weights[j] * pixel(at.x, at.y + (shape.w - 1u) / 2u - j);
        }
        result[at.x * shape.y + at.y] = sum;
    }
}

@compute @workgroup_size(width, height)
fn along_columns(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let at = place(group, groups, thread);
    if (at.x < shape.x && at.y < shape.y) {
        var sum = 0.0;
        for (var i = 0u; i < shape.z; i++) {
            sum += weights[i] * pixel(at.x + (shape.z - 1u) / 2u - i, at.y);
        }
        result[at.x * shape.y + at.y] = sum;
    }
}
