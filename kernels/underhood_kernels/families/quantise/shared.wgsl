// Quantisation, shared: eight threads take a block, four values each, and find its largest one together.
//
//     q[i] = x[i] / 2^(exponent − 6),   exponent = ⌊log₂ max |x|⌋ over a block of 32
//
// Neighbours read side by side, and every value is read once. The eight magnitudes become one in shared memory, in
// three rounds: each thread ends up with the largest. One thread in 32 writes the exponents of its four blocks as a
// word.

override work_group_size: u32 = 128;  // a multiple of 32

@group(0) @binding(0) var<storage, read> values: array<vec4u>;  // the bits of float32 values
@group(0) @binding(1) var<uniform> blocks: u32;
@group(0) @binding(2) var<storage, read_write> result: array<u32>;  // eight words a block, then a byte a block

var<workgroup> magnitudes: array<u32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    var four = vec4u();
    if (i < arrayLength(&values)) {
        four = values[i];
    }
    var largest = largest_of(four);
    for (var apart = 1u; apart < 8u; apart *= 2u) {
        magnitudes[lane] = largest;
        workgroupBarrier();
        largest = max(largest, magnitudes[lane ^ apart]);
        workgroupBarrier();  // everyone has read before anyone writes the next
    }
    magnitudes[lane] = largest;
    workgroupBarrier();
    let block = i / 8u;
    if (block >= blocks) {
        return;
    }
    result[i] = rounded(four, largest);
    if (lane % 32u == 0u) {
        let tops = vec4u(largest, magnitudes[lane + 8u], magnitudes[lane + 16u], magnitudes[lane + 24u]) >> vec4u(23u);
        result[8u * blocks + block / 4u] = tops.x | (tops.y << 8u) | (tops.z << 16u) | (tops.w << 24u);
    }
}
