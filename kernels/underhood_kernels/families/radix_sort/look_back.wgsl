
// The look-back, a digit a thread. WebGPU doesn't promise that work groups that have started go on: who has asked often
// enough counts the missing block himself, with all threads, and no device waits for ever.
var<workgroup> missing: atomic<u32>;  // one more than the nearest block that somebody waits for
var<workgroup> stop: u32;  // the same, for all to read
var<workgroup> recount: array<atomic<u32>, RADIX>;

fn look_back(block: u32, lane: u32) -> u32 {
    var before = 0u;
    var end = block;  // those before it are still to be added
    loop {
        var polls = 0u;
        while (end > 0u && polls < POLLS) {
            let word = atomicLoad(&status[1u + (end - 1u) * RADIX + lane]);
            before += word & 0x3fffffffu;
            polls += u32(word == 0u);
            end = select(end - min(word >> 30u, 1u), 0u, (word >> 30u) == UP_TO);
        }
        atomicStore(&missing, 0u);
        atomicStore(&recount[lane], 0u);
        workgroupBarrier();
        atomicMax(&missing, end);
        workgroupBarrier();
        if (lane == 0u) { stop = atomicLoad(&missing); }
        let nearest = workgroupUniformLoad(&stop);
        if (nearest == 0u) { break; }
        let first = (nearest - 1u) * PER_THREAD * work_group_size;  // a block before another is full
        for (var k = 0u; k < PER_THREAD; k++) {
            atomicAdd(&recount[digit_of(keys[first + k * work_group_size + lane])], 1u);
        }
        workgroupBarrier();
        publish(nearest - 1u, lane, OWN, atomicLoad(&recount[lane]));
    }
    return before;
}
