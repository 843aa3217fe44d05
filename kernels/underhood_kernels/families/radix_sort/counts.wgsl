
// How many keys of each block have each digit, and from that where each block's keys of each digit go.
@group(0) @binding(3) var<storage, read_write> counts: array<u32>;  // [digit, block]; once scanned, where they start
var<workgroup> bins: array<atomic<u32>, RADIX * COPIES>;  // as in histogram's replicated bins

@compute @workgroup_size(work_group_size)
fn histogram(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    let blocks = arrayLength(&counts) / RADIX;
    for (var i = lane; i < RADIX * COPIES; i += work_group_size) { atomicStore(&bins[i], 0u); }
    workgroupBarrier();
    for (var k = 0u; k < PER_THREAD; k++) {
        let i = (block * PER_THREAD + k) * work_group_size + lane;
        if (i < arrayLength(&keys)) { atomicAdd(&bins[digit_of(keys[i]) * COPIES + lane % COPIES], 1u); }
    }
    workgroupBarrier();
    for (var digit = lane; digit < RADIX && block < blocks; digit += work_group_size) {
        var sum = 0u;
        for (var c = 0u; c < COPIES; c++) { sum += atomicLoad(&bins[digit * COPIES + (c + digit) % COPIES]); }
        counts[digit * blocks + block] = sum;
    }
}

fn find_starts(block: u32, lane: u32) {  // where a row of equal digits begins in the block, and where it belongs
    for (var i = lane; i < block_size(block); i += work_group_size) {
        let digit = digit_of(tile[i]);
        if (i == 0u || digit != digit_of(tile[max(i, 1u) - 1u])) {
            starts[digit] = counts[digit * (arrayLength(&counts) / RADIX) + block] - i;
        }
    }
    workgroupBarrier();
}
