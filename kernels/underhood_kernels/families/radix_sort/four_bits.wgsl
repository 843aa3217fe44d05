// Radix sort, four bits at a time: count the digits, find out where each block's go, and take them there; eight times.
//
//     position = how many keys have a smaller digit + how many before this one have the same
//
// From the lowest digit to the highest, and equal digits keep their order: after the last, the keys are sorted. A block is
// sorted by the digit in shared memory first, so that keys that go to the same place are written side by side.

const BITS = 4u;
const RADIX = 16u;
const COPIES = 32u;

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
    sort_by(4u * number, lane);
    find_starts(block, lane);
    store_block(block, lane);
}
