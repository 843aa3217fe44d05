
// What the tuned step needs besides: four numbers of a column of `left`, and the order of the blocks.
@group(0) @binding(0) var<storage, read> left: array<f32>;

fn left_column(i: u32, k: u32) -> vec4f {
    return vec4f(
        left[left_row(i) + k], left[left_row(i + 1u) + k], left[left_row(i + 2u) + k], left[left_row(i + 3u) + k]
    );
}

// Where block `number` of `height` rows and `width` vectors starts. They are numbered down bands of `band` blocks, one
// column after the other, so that those at work at the same time share rows and columns while the cache holds them.
fn block_of(number: u32, height: u32, width: u32, band: u32) -> vec2u {
    let down = (shape.x + height - 1u) / height;
    let across = (shape.z + width - 1u) / width;
    let top = number / (band * across) * band;
    let rows = clamp(down - top, 1u, band);  // of the last band; blocks beyond it store nothing
    let place = number % (band * across);
    return vec2u((top + place % rows) * height, place / rows * width);
}
