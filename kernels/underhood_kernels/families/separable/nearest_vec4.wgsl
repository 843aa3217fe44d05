
// Outside the image lies its nearest pixel. Numbers below zero have wrapped around: as i32 they are negative again. The
// host has filled the last vector of each row with the row's last pixel.
fn pixels(r: u32, v: u32) -> vec4f {
    let y = u32(clamp(i32(r), 0, i32(shape.x) - 1));
    let x = u32(clamp(i32(v), 0, i32(shape.y) - 1));
    let p = image[y * shape.y + x];
    return select(select(p, p.xxxx, i32(v) < 0), p.wwww, i32(v) >= i32(shape.y));
}
