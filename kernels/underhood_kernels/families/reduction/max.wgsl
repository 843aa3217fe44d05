
// The operation ∘ takes the larger; NaN is larger than any number. (WGSL's own max() may drop a NaN.)
fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
fn combine(a: f32, b: f32) -> f32 { return select(a, b, b > a || is_nan(b)); }
fn combine4(a: vec4f, b: vec4f) -> vec4f {
    return vec4f(combine(a.x, b.x), combine(a.y, b.y), combine(a.z, b.z), combine(a.w, b.w));
}
fn identity() -> f32 { var bits = 0xff800000u; return bitcast<f32>(bits); }  // −∞ has no literal
