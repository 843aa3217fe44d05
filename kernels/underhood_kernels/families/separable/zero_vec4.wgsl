
// Outside the image all is zero. Numbers below zero have wrapped around, and lie outside all the same.
fn pixels(r: u32, v: u32) -> vec4f {
    let inside = r < shape.x && v < shape.y;
    return select(vec4f(), image[min(r, shape.x - 1u) * shape.y + min(v, shape.y - 1u)], inside);
}
