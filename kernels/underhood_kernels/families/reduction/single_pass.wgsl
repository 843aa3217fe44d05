// Reduction, single pass: the work group that finishes last combines what all have left, so that nobody starts again.
//
//     result[0] = values[0] ∘ … ∘ values[count − 1]
//
// WGSL's atomics are relaxed: that all blocks are counted doesn't mean that their values can be seen. So a word is its own
// flag: 0 as long as nothing is there, else the value's bits, all of them inverted. The last block leaves zeros behind for
// the next run.

override work_group_size: u32 = 256;
override per_thread: u32 = 16;
override blocks: u32;

@group(0) @binding(0) var<storage, read> values: array<vec4f>;
@group(0) @binding(1) var<uniform> count: u32;  // how many of the values count
@group(0) @binding(2) var<storage, read_write> status: array<atomic<u32>>;  // one word a block, and how many are done
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

var<workgroup> done: u32;

fn take(b: u32) -> f32 {
    var word = 0u;
    while (word == 0u) { word = atomicLoad(&status[b]); }  // it is on its way
    atomicStore(&status[b], 0u);
    return bitcast<f32>(~word);
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
    @builtin(subgroup_id) subgroup: u32, @builtin(num_subgroups) subgroups: u32,
    @builtin(subgroup_invocation_id) place: u32, @builtin(subgroup_size) size: u32,
) {
    let block = group.x + group.y * groups.x;
    if (block >= blocks) { return; }  // one too many in the last row of work groups
    let ours = whole(part(block, lane), lane, subgroup, subgroups, place, size);
    if (lane == 0u) {
        let bits = bitcast<u32>(ours);
        atomicStore(&status[block], ~select(bits, 0x7fc00000u, (bits & 0x7fffffffu) > 0x7f800000u));
        done = atomicAdd(&status[blocks], 1u);
    }
    if (workgroupUniformLoad(&done) < blocks - 1u) { return; }
    var mine = identity();
    for (var b = lane; b < blocks; b += work_group_size) { mine = combine(mine, take(b)); }
    let all = whole(mine, lane, subgroup, subgroups, place, size);
    if (lane == 0u) {
        result[0] = all;
        atomicStore(&status[blocks], 0u);
    }
}
