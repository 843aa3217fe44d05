
// Eight numbers of float16 in 16 bytes, which become float32 before they are multiplied and added up. `unpack2x16float`
// is part of every GPU's WGSL, even where the type f16 is missing.
@group(0) @binding(0) var<storage, read> matrix: array<vec4u>;
@group(0) @binding(1) var<storage, read> vector: array<vec4u>;
@group(0) @binding(2) var<uniform> shape: vec2u;  // rows, and loads in a row
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

alias Load = vec4u;
alias Values = mat2x4f;  // what one load is multiplied with

fn values(j: u32) -> Values { return unpacked(vector[j]); }
fn product(load: Load, x: Values) -> f32 {
    let numbers = unpacked(load);
    return dot(numbers[0], x[0]) + dot(numbers[1], x[1]);
}
fn finish(total: f32, row: u32) -> f32 { return total; }
fn unpacked(words: vec4u) -> mat2x4f {
    let low = vec4f(unpack2x16float(words.x), unpack2x16float(words.y));
    return mat2x4f(low, vec4f(unpack2x16float(words.z), unpack2x16float(words.w)));
}
