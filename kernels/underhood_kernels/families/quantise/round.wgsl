
// Four values as four bytes of a word: the bits of each value are shifted down as far as the block's largest one
// demands, and rounded, to even where they lie half-way. Whole numbers do it all: some GPUs divide with an error in the
// last bits.
fn rounded(values: vec4u, largest: u32) -> u32 {
    if (largest >= 0x7f800000u) {  // NaN or infinity
        return 0u;
    }
    let fields = (values >> vec4u(23u)) & vec4u(0xffu);  // exponents; 0 has that of 1, but no leading bit
    let digits = (values & vec4u(0x7fffffu)) | select(vec4u(), vec4u(0x800000u), fields > vec4u());
    let places = min(max(largest >> 23u, 1u) - max(fields, vec4u(1u)) + 17u, vec4u(31u));
    let even = (digits >> places) & vec4u(1u);
    let magnitudes = min((digits + ((vec4u(1u) << (places - 1u)) - 1u) + even) >> places, vec4u(127u));
    let q = select(magnitudes, ~magnitudes + 1u, values >= vec4u(0x80000000u)) & vec4u(0xffu);
    return q.x | (q.y << 8u) | (q.z << 16u) | (q.w << 24u);
}

fn largest_of(values: vec4u) -> u32 {  // magnitudes order as their bits do
    let magnitudes = values & vec4u(0x7fffffffu);
    return max(max(magnitudes.x, magnitudes.y), max(magnitudes.z, magnitudes.w));
}
