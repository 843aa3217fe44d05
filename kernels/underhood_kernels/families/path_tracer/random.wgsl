
// Random numbers: bits, fractions and directions.

// Random bits: PCG's hash.
fn scrambled(v: u32) -> u32 {
    let state = v * 747796405u + 2891336453u;
    let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return (word >> 22u) ^ word;
}

fn fraction(v: u32) -> f32 { return f32(v >> 8u) * 0x1p-24; }  // from 0 to below 1, exactly

// A point of the unit sphere. Sine and cosine are polynomials: WGSL promises only 11 bits of its own.
fn on_sphere(a: f32, b: f32) -> vec3f {
    let quarter = floor(4.0 * b);
    let x = (4.0 * b - quarter - 0.5) * 1.5707963;
    let xx = x * x;
    let sine = x * (1.0 - xx / 6.0 * (1.0 - xx / 20.0 * (1.0 - xx / 42.0)));
    let cosine = 1.0 - xx / 2.0 * (1.0 - xx / 12.0 * (1.0 - xx / 30.0 * (1.0 - xx / 56.0)));
    var q = select(vec2f(cosine, sine), vec2f(-sine, cosine), quarter == 1.0 || quarter == 3.0);
    q = select(q, -q, quarter >= 2.0);
    let radius = 2.0 * sqrt(a * (1.0 - a));
    return vec3f(radius * q.x, 1.0 - 2.0 * a, radius * q.y);
}
