
// Sixteen numbers of int8 in 16 bytes, which become float32 before they are multiplied and added up. The vector's sixteen
// for a load lie in four planes, by fours, so that threads side by side read side by side.
@group(0) @binding(0) var<storage, read> matrix: array<vec4u>;
@group(0) @binding(1) var<storage, read> vector: array<vec4f>;
@group(0) @binding(2) var<uniform> shape: vec2u;  // rows, and loads in a row
@group(0) @binding(3) var<storage, read_write> result: array<f32>;
@group(0) @binding(4) var<storage, read> scales: array<f32>;

alias Load = vec4u;
alias Values = mat4x4f;  // what one load is multiplied with

fn values(j: u32) -> Values {
    return mat4x4f(vector[j], vector[shape.y + j], vector[2u * shape.y + j], vector[3u * shape.y + j]);
}
fn product(load: Load, x: Values) -> f32 {
    return dot(vec4f(unpack4xI8(load.x)), x[0]) + dot(vec4f(unpack4xI8(load.y)), x[1])
        + dot(vec4f(unpack4xI8(load.z)), x[2]) + dot(vec4f(unpack4xI8(load.w)), x[3]);
}
fn finish(total: f32, row: u32) -> f32 { return total * scales[row]; }  // once a row, not once a number
