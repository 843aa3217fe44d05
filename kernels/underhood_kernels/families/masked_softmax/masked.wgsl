
// The vector `i` of a row as the fused steps take it: scaled, and −∞ where it is masked.
fn masked(row: u32, i: u32) -> vec4f {
    let hidden = 4u * i + vec4u(0u, 1u, 2u, 3u) >= vec4u(min(row + 1u, shape.y));
    return select(scale * x[row * ((shape.y + 3u) / 4u) + i], nothing(), hidden);
}

fn nothing() -> vec4f { var bits = 0xff800000u; return vec4f(bitcast<f32>(bits)); }  // −∞ has no literal
