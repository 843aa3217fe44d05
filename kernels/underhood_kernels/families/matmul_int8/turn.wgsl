
// Four rows of four bytes, a word each, turned: word c of the result holds the bytes c of the rows.
fn turn(rows: vec4u) -> vec4u {
    let even = (rows.xz & vec2u(0x00ff00ffu)) | ((rows.yw & vec2u(0x00ff00ffu)) << vec2u(8u));
    let odd = ((rows.xz >> vec2u(8u)) & vec2u(0x00ff00ffu)) | (rows.yw & vec2u(0xff00ff00u));
    return vec4u(
        (even.x & 0xffffu) | (even.y << 16u), (odd.x & 0xffffu) | (odd.y << 16u),
        (even.x >> 16u) | (even.y & 0xffff0000u), (odd.x >> 16u) | (odd.y & 0xffff0000u),
    );
}
