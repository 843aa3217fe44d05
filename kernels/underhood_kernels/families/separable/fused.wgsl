// Separable convolution, fused: a work group does the rows that its tile needs, and then its columns, in shared memory.
//
//     between[y, x] = Σⱼ across[j] · pixel(top + y, left + x + centre꜀ − j)
//     result[r, c]  = Σᵢ down[i] · between[r + centreᵣ − i, c]
//
// What lies between the passes never goes to memory. The price: the rows around a tile are done by both neighbours. A long
// `down` is taken in parts of at most `tall` weights, so that any fits.

override width: u32 = 32;
override height: u32 = 8;
override tall: u32 = 7;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<storage, read> down: array<f32>;
@group(0) @binding(2) var<storage, read> across: array<f32>;
@group(0) @binding(3) var<uniform> shape: vec4u;  // rows and columns of the image, lengths of `down` and `across`
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

var<workgroup> between: array<f32, width * (height + tall - 1)>;

@compute @workgroup_size(width, height)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let tiles = (shape.y + width - 1u) / width;  // side by side
    let number = group.x + group.y * groups.x;
    let top = number / tiles * height;
    let c = number % tiles * width + thread.x;
    var sum = 0.0;
    for (var first = 0u; first < shape.z; first += tall) {
        let y = top + (shape.z - 1u) / 2u - first - (tall - 1u);  // the row of the image that is first in `between`
        for (var row = thread.y; row < height + tall - 1u; row += height) {
            var of_row = 0.0;
            for (var j = 0u; j < shape.w; j++) {
                of_row += across[j] * pixel(y + row, c + (shape.w - 1u) / 2u - j);
            }
            between[row * width + thread.x] = of_row;
        }
        workgroupBarrier();  // the rows are complete before anyone goes down their columns
        for (var i = 0u; i < min(tall, shape.z - first); i++) {
            sum += down[first + i] * between[(thread.y + tall - 1u - i) * width + thread.x];
        }
        workgroupBarrier();  // everyone has read before anyone does the next part's rows
    }
    // No thread may leave before the barriers, so the question comes last.
    if (top + thread.y < shape.x && c < shape.y) {
        result[(top + thread.y) * shape.y + c] = sum;
    }
}
