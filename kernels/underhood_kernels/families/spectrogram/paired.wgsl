// Spectrogram, paired: fused, and two real frames for each complex transform.
//
//     z = a + i·b   →   A[k] = (Z[k] + conj Z[n − k]) / 2,   B[k] = (Z[k] − conj Z[n − k]) / 2i
//
// A real frame's transform is the same forwards and backwards but for the sign, so that half of `fused` computes what it
// knows already. Two frames share a transform as real and imaginary part, and come apart again at its end.

override framed: u32 = 0u;  // 1: this pass makes all of it

fn load(i: u32) -> vec2f {
    if (framed == 0u) { return source[i]; }
    let f = frames.y + 2u * (i >> stage.x);
    let j = i & ((1u << stage.x) - 1u);
    var b = 0.0;
    if (f + 1u < frames.z) { b = windowed(f + 1u, j); }
    return vec2f(windowed(f, j), b);
}

fn store(i: u32, point: vec2f) { result[i] = point; }

fn store_pair(pair: u32, k: u32, z: vec2f, other: vec2f) {
    if (2u * k > frames.w) { return; }
    let f = frames.y + 2u * pair;
    let bins = frames.w / 2u + 1u;
    let a = 0.5 * vec2f(z.x + other.x, z.y - other.y);
    let b = 0.5 * vec2f(z.x - other.x, z.y + other.y);
    powers[f * bins + k] = dot(a, a);
    if (f + 1u < frames.z) { powers[(f + 1u) * bins + k] = dot(b, b); }
}
