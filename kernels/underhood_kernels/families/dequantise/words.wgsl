// Dequantisation, words: one thread per word of four values.
//
//     x[i] = q[i]·2^(byte − 133)
//
// The word is read once, and its four values are written in one access of 16 bytes.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> quantised: array<u32>;  // eight words a block, then a byte a block
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i >= arrayLength(&result)) {
        return;
    }
    let block = i / 8u;
    let byte = (quantised[arrayLength(&result) + block / 4u] >> (8u * (block % 4u))) & 0xffu;
    let q = bitcast<vec4i>(vec4u(quantised[i]) << vec4u(24u, 16u, 8u, 0u)) >> vec4u(24u);
    // 2⁻⁶ goes to the integers first: together with a small scale it might be too small for a normal number.
    let values = (vec4f(q) * 0.015625) * bitcast<f32>(max(byte, 1u) << 23u);
    result[i] = select(values, vec4f(bitcast<f32>(0x7fc00000u | block)), byte == 255u);  // NaN has no literal
}
