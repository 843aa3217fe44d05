
// Outside the image all is zero. Numbers below zero have wrapped around, and lie outside all the same.
fn pixel(r: u32, c: u32) -> f32 {
    if (r < shape.x && c < shape.y) {
        return image[r * shape.y + c];
    }
    return 0.0;
}
