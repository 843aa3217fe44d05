// Run-length encoding, byte by byte: mark where runs start, count the marks, and write each run at its end.
//
//     result[1 + r] = (data[e], e + 1 − start),   e the last place of run r; result[0] = (runs, 0)
//
// A scan says at each place how many runs have started up to it and where the last one did, all that the end of a run
// has to know. First the blocks' marks are counted, then the counts are scanned, and then each block is scanned from
// there.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> data: array<u32>;  // four bytes a word
@group(0) @binding(1) var<uniform> size: u32;  // how many of the bytes count
@group(0) @binding(2) var<storage, read_write> counts: array<vec2u>;  // of each block, then of all up to it
@group(0) @binding(3) var<storage, read_write> result: array<vec2u>;

fn byte(i: u32) -> u32 { return (data[i / 4u] >> (8u * (i % 4u))) & 0xffu; }

fn mark(i: u32) -> vec2u {  // one run and its start, or nothing
    var starts = i < size;
    if (starts && i > 0u) {
        starts = byte(i) != byte(i - 1u);
    }
    return select(vec2u(), vec2u(1u, i + 1u), starts);
}

@compute @workgroup_size(work_group_size)
fn count(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    let block = group.x + group.y * groups.x;
    let sum = inclusive(mark(block * work_group_size + lane), lane);
    if (lane == work_group_size - 1u && block < arrayLength(&counts)) {
        counts[block] = sum;
    }
}

@compute @workgroup_size(work_group_size)
fn write(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    var sum = inclusive(mark(i), lane);
    if (i < size) {
        if (block > 0u) {
            sum = combine(counts[block - 1u], sum);
        }
        var ends = i + 1u == size;
        if (!ends) {
            ends = byte(i) != byte(i + 1u);
        }
        if (ends) {
            result[sum.x] = vec2u(byte(i), i + 2u - sum.y);
        }
    }
    if (i + 1u == max(size, 1u)) {
        result[0] = vec2u(sum.x, 0u);
    }
}
