
// Outside the image lies its nearest pixel. Numbers below zero have wrapped around: as i32 they are negative again.
fn pixel(r: u32, c: u32) -> f32 {
    let y = u32(clamp(i32(r), 0, i32(shape.x) - 1));
    let x = u32(clamp(i32(c), 0, i32(shape.y) - 1));
    return image[y * shape.y + x];
}
