// Radix sort, eight bits at a time: four rounds instead of eight, and so half the way through memory.
//
//     position = how many keys have a smaller digit + how many before this one have the same
//
// In shared memory a block is sorted by four bits twice, which costs no more than before; but its keys leave for 256
// places, so a block must be large for rows of equal digits to be worth a sector each.

const BITS = 8u;
const RADIX = 256u;
const COPIES = 8u;

@compute @workgroup_size(work_group_size)
fn scatter(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    if (block >= arrayLength(&counts) / RADIX) {
        return;  // one too many in the last row of work groups
    }
    load_block(block, lane);
    for (var low = 0u; low < 8u; low += 4u) {
        sort_by(8u * number + low, lane);
    }
    find_starts(block, lane);
    store_block(block, lane);
}
