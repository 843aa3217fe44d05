// 2D convolution, shared memory: a work group loads its tile of the image with the halo around it, and all re-use it.
//
//     result[r, c] = Σᵢ Σⱼ mask[i, j] · image[r + centreᵣ − i, c + centre꜀ − j],   zero outside the image
//
// The halo is as wide as the mask, so a 3 × 3 mask and a tile of 32 × 8 need 34 × 10 pixels, each loaded once instead of
// nine times. A large mask is taken in parts of at most `tall` × `wide` weights, so that any fits. What lies outside the
// image is zero in the tile: nobody has to ask any more.

override width: u32 = 32;
override height: u32 = 8;
override tall: u32 = 3;
override wide: u32 = 3;

@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<uniform> shape: vec4u;  // rows and columns of the image, and of the mask
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, (width + wide - 1) * (height + tall - 1)>;

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
    let pitch = width + wide - 1u;  // a row of the tile
    var sum = 0.0;
    for (var first_i = 0u; first_i < shape.z; first_i += tall) {
        for (var first_j = 0u; first_j < shape.w; first_j += wide) {
            // The tile's corner in the image; below zero it wraps around, and lies outside all the same.
            let y = top + (shape.z - 1u) / 2u - first_i - (tall - 1u);
            let x = left + (shape.w - 1u) / 2u - first_j - (wide - 1u);
            for (var load = lane; load < pitch * (height + tall - 1u); load += width * height) {
                let r = y + load / pitch;
                let c = x + load % pitch;
                var pixel = 0.0;
                if (r < shape.x && c < shape.y) {
                    pixel = image[r * shape.y + c];
                }
                tile[load] = pixel;
            }
            workgroupBarrier();  // the tile is complete before anyone reads it
            for (var i = 0u; i < min(tall, shape.z - first_i); i++) {
                let weights = (first_i + i) * shape.w + first_j;
                let pixels = (thread.y + tall - 1u - i) * pitch + thread.x + wide - 1u;
                var of_row = 0.0;
                for (var j = 0u; j < min(wide, shape.w - first_j); j++) {
                    of_row += mask[weights + j] * tile[pixels - j];
                }
                sum += of_row;
            }
            workgroupBarrier();  // everyone has read before anyone loads the next part's tile
        }
    }
    // No thread may leave before the barriers, so the question comes last.
    if (top + thread.y < shape.x && left + thread.x < shape.y) {
        result[(top + thread.y) * shape.y + left + thread.x] = sum;
    }
}
