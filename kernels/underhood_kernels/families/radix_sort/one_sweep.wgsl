// Radix sort, one sweep: all digits are counted in one go, and then each round reads and writes the keys once.
//
//     position = how many keys have a smaller digit + how many before this one have the same
//
// A block need not wait for the counts of all others: for each digit, a thread looks back at what the blocks before have
// published, as in scan's look-back (Adinets and Merrill, Onesweep, 2022). The keys move nine times instead of twelve.

const BITS = 8u;
const RADIX = 256u;

var<workgroup> taken: u32;
var<workgroup> ends: array<u32, RADIX>;  // where the block's row of a digit ends; before that, where it begins

@compute @workgroup_size(work_group_size)
fn sweep(@builtin(local_invocation_index) lane: u32) {
    if (lane == 0u) { taken = atomicAdd(&status[0], 1u); }
    let block = workgroupUniformLoad(&taken);
    if (block >= arrayLength(&status) / RADIX) { return; }  // one too many in the last row of work groups
    load_block(block, lane);
    for (var low = 0u; low < 8u; low += 4u) {
        sort_by(8u * number + low, lane);
    }
    starts[lane] = 0u;  // a thread for each digit
    ends[lane] = 0u;
    workgroupBarrier();
    for (var i = lane; i < block_size(block); i += work_group_size) {
        let digit = digit_of(tile[i]);
        if (i == 0u || digit != digit_of(tile[max(i, 1u) - 1u])) { starts[digit] = i; }
        let next = min(i + 1u, block_size(block) - 1u);
        if (next == i || digit != digit_of(tile[next])) { ends[digit] = i + 1u; }
    }
    workgroupBarrier();
    let count = ends[lane] - starts[lane];
    publish(block, lane, OWN, count);
    let before = look_back(block, lane);
    publish(block, lane, UP_TO, before + count);
    starts[lane] = atomicLoad(&totals[number * RADIX + lane]) + before - starts[lane];
    workgroupBarrier();
    store_block(block, lane);
}
