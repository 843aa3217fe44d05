
// The operation ∘ is addition.
fn identity() -> f32 { return 0.0; }
fn combine(a: f32, b: f32) -> f32 { return a + b; }
fn combine4(a: vec4f, b: vec4f) -> vec4f { return a + b; }
