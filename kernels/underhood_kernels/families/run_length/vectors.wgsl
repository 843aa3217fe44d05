// Run-length encoding, vectors: a thread takes sixteen bytes and keeps what it finds about them as bits of a word.
//
//     result[1 + r] = (data[e], e + 1 − start),   e the last place of run r; result[0] = (runs, 0)
//
// Four bytes are compared with those before them at once. To count bits and to find the next or the last one is an
// instruction each; only the runs that end are gone through one by one, and the scan is over a sixteenth of the places.

override work_group_size: u32 = 256;

@group(0) @binding(0) var<storage, read> data: array<vec4u>;  // sixteen bytes
@group(0) @binding(1) var<uniform> size: u32;  // how many of the bytes count
@group(0) @binding(2) var<storage, read_write> counts: array<vec2u>;  // of each block, then of all up to it
@group(0) @binding(3) var<storage, read_write> result: array<vec2u>;

fn differ(words: vec4u, before: vec4u) -> u32 {  // sixteen bits: which bytes are not the one before
    let x = words ^ ((words << vec4u(8u)) | (before >> vec4u(24u)));
    let high = ((x & vec4u(0x7f7f7f7fu)) + vec4u(0x7f7f7f7fu)) | x;  // the highest bit of each byte that is not 0
    let bits = ((high >> vec4u(7u)) & vec4u(1u)) | ((high >> vec4u(14u)) & vec4u(2u))
        | ((high >> vec4u(21u)) & vec4u(4u)) | ((high >> vec4u(28u)) & vec4u(8u));
    return bits.x | (bits.y << 4u) | (bits.z << 8u) | (bits.w << 12u);
}

fn marks(v: u32) -> u32 {  // where runs start among the sixteen bytes of vector v; one past the last byte starts, too
    if (16u * v > size) { return 0u; }
    if (16u * v == size) { return 1u; }
    let words = data[v];
    var before = ~words.x << 24u;  // the first byte of all differs from what is before it
    if (v > 0u) { before = data[v - 1u].w; }
    let past = min(size - 16u * v, 16u);
    return (differ(words, vec4u(before, words.xyz)) & ((1u << past) - 1u)) | ((1u << past) & 0xffffu);
}

fn counted(v: u32, bits: u32) -> vec2u {
    let real = bits & ((1u << min(max(size, 16u * v) - 16u * v, 16u)) - 1u);
    return select(vec2u(), vec2u(countOneBits(real), 16u * v + firstLeadingBit(real) + 1u), real != 0u);
}

@compute @workgroup_size(work_group_size)
fn count(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    let block = group.x + group.y * groups.x;
    let v = block * work_group_size + lane;
    let sum = inclusive(counted(v, marks(v)), lane);
    if (lane == work_group_size - 1u && block < arrayLength(&counts)) { counts[block] = sum; }
}

@compute @workgroup_size(work_group_size)
fn write(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    let block = group.x + group.y * groups.x;
    let v = block * work_group_size + lane;
    let bits = marks(v);
    let sum = inclusive(counted(v, bits), lane);
    var run = vec2u();  // how many have started before this thread's bytes, and where the last one did
    if (lane > 0u) { run = pairs[lane - 1u]; }
    if (block > 0u && block <= arrayLength(&counts)) { run = combine(counts[block - 1u], run); }
    if (16u * v < size) {
        let words = data[v];
        var ends = ((bits >> 1u) | (marks(v + 1u) << 15u)) & 0xffffu;  // before each start a run ends
        while (ends != 0u) {
            let j = firstTrailingBit(ends);
            let started = bits & ((2u << j) - 1u);
            let start = select(run.y, 16u * v + firstLeadingBit(started) + 1u, started != 0u);
            let value = (words[j / 4u] >> (8u * (j % 4u))) & 0xffu;
            result[run.x + countOneBits(started)] = vec2u(value, 16u * v + j + 2u - start);
            ends &= ends - 1u;
        }
    }
    if (v == max(size, 1u) / 16u - select(0u, 1u, size > 0u && size % 16u == 0u)) {
        result[0] = vec2u(run.x + counted(v, bits).x, 0u);
    }
}
