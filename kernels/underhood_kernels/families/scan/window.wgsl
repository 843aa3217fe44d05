
// The look-back: each thread looks at one block before this one, the first at the nearest, a window after the other.
//
// The blocks waited for have started, but WebGPU doesn't promise that they go on. So who has asked often enough adds the
// missing block up himself, and no device waits for ever (Smith, Levien and Owens, Decoupled fallback, 2025).
var<workgroup> first: atomic<u32>;  // twice the nearest thread whose block knows; one more: whose block is missing
var<workgroup> stop: u32;  // the same, for all to read

fn total(block: u32, lane: u32) -> f32 {
    var mine = 0.0;
    for (var k = 0u; k < per_thread; k++) {  // only the last block isn't full, and nobody looks back at it
        mine += dot(values[(block * per_thread + k) * work_group_size + lane], vec4f(1.0));
    }
    inclusive(mine, lane);
    return workgroupUniformLoad(&sums[work_group_size - 1u]);
}

fn look_back(block: u32, lane: u32) -> f32 {  // each thread looks at one block before this one, the first at the nearest
    var before = 0.0;
    var end = block;  // those before it are still to be added
    while (end > 0u) {
        atomicStore(&first, 2u * work_group_size);
        workgroupBarrier();
        var found = 0u;
        if (lane < end) {
            let at = 2u * (end - lane);
            found = atomicLoad(&status[at]);
            let knows = found != EMPTY;
            for (var poll = 0u; poll < POLLS && found == EMPTY; poll++) { found = atomicLoad(&status[at - 1u]); }
            if (knows || found == EMPTY) { atomicMin(&first, 2u * lane + u32(!knows)); }
        }
        workgroupBarrier();
        if (lane == 0u) { stop = atomicLoad(&first); }
        let last = workgroupUniformLoad(&stop);
        inclusive(select(0.0, bitcast<f32>(found), found != EMPTY && lane <= last / 2u), lane);
        before += workgroupUniformLoad(&sums[work_group_size - 1u]);
        if (last % 2u == 1u) {
            end -= last / 2u + 1u;
            let sum = total(end, lane);
            if (lane == 0u) { publish(2u * end + 1u, sum); }
            before += sum;
        } else {
            end = select(0u, end - work_group_size, last == 2u * work_group_size && end > work_group_size);
        }
    }
    return before;
}
