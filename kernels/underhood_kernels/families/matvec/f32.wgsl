
// Four numbers of float32 in 16 bytes.
@group(0) @binding(0) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(1) var<storage, read> vector: array<vec4f>;
@group(0) @binding(2) var<uniform> shape: vec2u;  // rows, and loads in a row
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

alias Load = vec4f;
alias Values = vec4f;  // what one load is multiplied with

fn values(j: u32) -> Values { return vector[j]; }
fn product(load: Load, x: Values) -> f32 { return dot(load, x); }
fn finish(total: f32, row: u32) -> f32 { return total; }
