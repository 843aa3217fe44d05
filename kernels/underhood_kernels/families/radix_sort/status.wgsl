
// What the blocks publish, [block, digit] from word 1 on: two bits that say what it is, and a count below 2³⁰. One word, as
// in scan's look-back: WGSL's atomics are relaxed, so a flag in another word would vouch for nothing. Word 0 counts the
// blocks that were taken.
@group(0) @binding(3) var<storage, read_write> totals: array<atomic<u32>>;  // [number, digit]; then of smaller ones
@group(0) @binding(4) var<storage, read_write> status: array<atomic<u32>>;
const OWN = 1u;  // the block's own count
const UP_TO = 2u;  // that of all blocks up to it
const POLLS = 256u;  // how often a block is asked for before it counts as missing
const SHARE = 8u;  // blocks a work group counts in `histogram`
const COPIES = 4u;
var<workgroup> bins: array<atomic<u32>, 4 * RADIX * COPIES>;  // [number, digit, copy]

fn publish(block: u32, digit: u32, what: u32, count: u32) {
    atomicMax(&status[1u + block * RADIX + digit], (what << 30u) | count);  // nothing takes back what is known
}

@compute @workgroup_size(work_group_size)
fn clear_totals(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
    atomicStore(&totals[group.x * RADIX + lane], 0u);
}

@compute @workgroup_size(work_group_size)
fn clear(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&status)) { atomicStore(&status[i], 0u); }
}

@compute @workgroup_size(work_group_size)
fn histogram(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    for (var i = lane; i < 4u * RADIX * COPIES; i += work_group_size) { atomicStore(&bins[i], 0u); }
    workgroupBarrier();
    let first = (group.x + group.y * groups.x) * SHARE * PER_THREAD * work_group_size;
    for (var k = 0u; k < SHARE * PER_THREAD; k++) {
        let i = first + k * work_group_size + lane;
        if (i < arrayLength(&keys)) {
            let key = keys[i];
            for (var n = 0u; n < 4u; n++) {
                atomicAdd(&bins[(n * RADIX + (key >> (8u * n)) % RADIX) * COPIES + lane % COPIES], 1u);
            }
        }
    }
    workgroupBarrier();
    for (var i = lane; i < 4u * RADIX; i += work_group_size) {
        var sum = 0u;
        for (var c = 0u; c < COPIES; c++) { sum += atomicLoad(&bins[i * COPIES + c]); }
        atomicAdd(&totals[i], sum);
    }
}

@compute @workgroup_size(work_group_size)
fn scan_totals(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
    let total = atomicLoad(&totals[group.x * RADIX + lane]);
    atomicStore(&totals[group.x * RADIX + lane], inclusive(total, lane).x - total);
}
