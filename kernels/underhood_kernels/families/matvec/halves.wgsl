// Matrix times vector in the type f16: four numbers in 8 bytes, with the loop of `rows`.
//
// The device must know the type ("shader-f16"). It is the plainest way to write it, and its loads are half as long.
enable f16;

@group(0) @binding(0) var<storage, read> matrix: array<vec4<f16>>;
@group(0) @binding(1) var<storage, read> vector: array<vec4<f16>>;
@group(0) @binding(2) var<uniform> shape: vec2u;  // rows, and loads in a row
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

alias Load = vec4<f16>;
alias Values = vec4f;  // what one load is multiplied with

fn values(j: u32) -> Values { return vec4f(vector[j]); }
fn product(load: Load, x: Values) -> f32 { return dot(vec4f(load), x); }
fn finish(total: f32, row: u32) -> f32 { return total; }

