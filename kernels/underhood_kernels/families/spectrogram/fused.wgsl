// Spectrogram, fused: one dispatch, from the samples to the power.
//
//     a frame is windowed as it is loaded, transformed in shared memory, and squared as it is stored
//
// Nothing goes to memory in between: samples come in, powers go out. Frames that don't fit one pass of a transform, or
// whose length is no power of two, take the steps of `separate`.

override framed: u32 = 0u;  // 1: this pass makes all of it

fn load(i: u32) -> vec2f {
    if (framed == 1u) { return vec2f(windowed(frames.y + (i >> stage.x), i & ((1u << stage.x) - 1u)), 0.0); }
    return source[i];
}

fn store(i: u32, point: vec2f) {
    if (framed == 1u) {
        let k = i & ((1u << stage.x) - 1u);
        if (2u * k <= frames.w) {
            powers[(frames.y + (i >> stage.x)) * (frames.w / 2u + 1u) + k] = dot(point, point);
        }
    } else {
        result[i] = point;
    }
}
