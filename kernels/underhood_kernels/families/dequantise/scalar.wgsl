// Dequantisation, scalar: one thread per value.
//
//     x[i] = q[i]·2^(byte − 133)
//
// A byte is shifted to the top of its word and down again, so that its sign is drawn along. The scale is a float that
// is nothing but an exponent. Four threads read the same word.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> quantised: array<u32>;  // eight words a block, then a byte a block
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

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
    let block = i / 32u;
    let byte = (quantised[arrayLength(&result) / 4u + block / 4u] >> (8u * (block % 4u))) & 0xffu;
    let q = bitcast<i32>(quantised[i / 4u] << (24u - 8u * (i % 4u))) >> 24u;
    // 2⁻⁶ goes to the integer first: together with a small scale it might be too small for a normal number.
    let value = (f32(q) * 0.015625) * bitcast<f32>(max(byte, 1u) << 23u);
    result[i] = select(value, bitcast<f32>(0x7fc00000u | block), byte == 255u);  // NaN has no literal
}
