// Inclusive scan, decoupled look-back: one pass, in which a block looks back at how far those before it have come.
//
//     result[i] = before(block) + Σⱼ values[j],   j ≤ i in the block of 4 × `per_thread` × work-group size values
//
// A block publishes its total as soon as it has it, and that of all blocks up to it as soon as it knows what came before.
// For this it adds up totals backwards, until it meets a block that knows (Merrill and Garland, 2016): every value moves
// twice, as in a copy. Blocks are taken from a counter: all that a block waits for have started before it.

var<workgroup> taken: u32;

@compute @workgroup_size(work_group_size)
fn scan(@builtin(local_invocation_index) lane: u32) {
    if (lane == 0u) { taken = atomicAdd(&status[0], 1u); }
    let block = workgroupUniformLoad(&taken);
    if (2u * block + 2u >= arrayLength(&status)) { return; }  // one too many in the last row of work groups
    let sum = inclusive(load(block, lane), lane);
    if (lane == work_group_size - 1u) { publish(2u * block + 1u, sum); }
    var mine = 0.0;
    if (lane > 0u) { mine = sums[lane - 1u]; }
    workgroupBarrier();  // all have read their sums before they are used again
    let before = look_back(block, lane);
    if (lane == work_group_size - 1u) { publish(2u * block + 2u, before + sum); }
    store(block, lane, before + mine);
}
