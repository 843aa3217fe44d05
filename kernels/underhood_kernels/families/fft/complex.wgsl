
// What every pass shares. A complex number is (real, imaginary); a row is one transform of a batch.
// `stage` holds log₂ of a row's points, log₂ of the pass's radix, log₂ of the points transformed before it, and how many
// columns there are in all rows; the passes of `any_size.wgsl` give its numbers meanings of their own.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> source: array<vec2f>;
@group(0) @binding(1) var<uniform> stage: vec4u;
@group(0) @binding(2) var<storage, read_write> result: array<vec2f>;

fn times(a: vec2f, b: vec2f) -> vec2f {
    return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

// The twiddle factor exp(−2πi · part / 2³²): whole numbers wrap round at a full turn, as angles do.
// WGSL's own sin and cos may err by 2⁻¹¹. From an eighth of a turn down, four and five terms give all 24 bits.
fn turn(part: u32) -> vec2f {
    let quarter = (part + (1u << 29u)) >> 30u;
    let y = f32(bitcast<i32>(part - (quarter << 30u))) * 1.8626451492309570e-9;  // of an eighth: −1 to 1
    let z = y * y;
    let s = y * fma(z, fma(z, fma(z, -3.59504522e-5, 2.49000102e-3), -8.07454325e-2), 0.785398161);
    let c = fma(z, fma(z, fma(z, fma(z, 3.53209443e-6, -3.25943564e-4), 1.58543287e-2), -0.308425136), 1.0);
    let odd = select(vec2f(c, -s), vec2f(-s, -c), (quarter & 1u) == 1u);
    return select(odd, -odd, (quarter & 2u) == 2u);
}
