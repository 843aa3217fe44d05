// Quantisation, serial: a thread goes through a block twice, for its largest value and to round by it.
//
//     q[i] = x[i] / 2^(exponent − 6),   exponent = ⌊log₂ max |x|⌋ over a block of 32
//
// The exponents of four blocks make a word, and no thread can write a part of one: so it takes four blocks.
// Neighbouring threads read 512 bytes apart.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> values: array<vec4u>;  // the bits of float32 values
@group(0) @binding(1) var<uniform> blocks: u32;
@group(0) @binding(2) var<storage, read_write> result: array<u32>;  // eight words a block, then a byte a block

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let first = 4u * ((group.x + group.y * groups.x) * work_group_size + lane);  // of the thread's blocks
    var exponents = 0u;
    for (var b = first; b < min(blocks, first + 4u); b++) {
        let end = min(8u * (b + 1u), arrayLength(&values));  // the last block may be a part
        var largest = 0u;
        for (var i = 8u * b; i < end; i++) {
            largest = max(largest, largest_of(values[i]));
        }
        exponents |= (largest >> 23u) << (8u * (b - first));
        for (var i = 8u * b; i < 8u * (b + 1u); i++) {
            var four = vec4u();
            if (i < end) {
                four = values[i];
            }
            result[i] = rounded(four, largest);
        }
    }
    if (first < blocks) {
        result[8u * blocks + first / 4u] = exponents;
    }
}
