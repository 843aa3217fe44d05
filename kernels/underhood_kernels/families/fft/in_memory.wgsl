
// Where a pass's points come from and go to: memory.
fn load(i: u32) -> vec2f { return source[i]; }
fn store(i: u32, point: vec2f) { result[i] = point; }
