
// What the blocks publish: word 1 + 2b is the total of block b, word 2 + 2b that of all blocks up to it, word 0 counts the
// blocks that were taken. WGSL's atomics are relaxed: who sees a flag need not see a value that was written before it. So
// each word is both: it is EMPTY, or it is the sum's own bits. No two words ever have to agree.
@group(0) @binding(2) var<storage, read_write> status: array<atomic<u32>>;

const EMPTY = 0xffffffffu;  // the bits of a NaN; a sum that is NaN is published as another one

const POLLS = 256u;  // how often a block is asked for before it counts as missing

fn publish(at: u32, sum: f32) {
    let bits = bitcast<u32>(sum);
    atomicStore(&status[at], select(bits, 0x7fc00000u, (bits & 0x7fffffffu) > 0x7f800000u));
}

@compute @workgroup_size(work_group_size)
fn clear(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&status)) {
        atomicStore(&status[i], select(EMPTY, 0u, i == 0u));
    }
}
