// Delta decoding, work groups: each scans the steps of a block in shared memory.
//
//     result[i] = Σⱼ step(codes[j]),   j ≤ i
//
// In each round a thread adds what lies a stride before it, and the stride doubles: log₂ of the block's length rounds.
// The blocks' totals are scanned by the same kernel, and then added to all blocks after them.

override work_group_size: u32 = 128;
override coded: u32 = 1;  // 0: what is scanned are totals, which are no codes

@group(0) @binding(0) var<storage, read> codes: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;  // int32, bit for bit
@group(0) @binding(2) var<storage, read_write> totals: array<u32>;

var<workgroup> sums: array<u32, work_group_size>;

fn step_of(code: u32) -> u32 { return select(code, (code >> 1u) ^ (~(code & 1u) + 1u), coded == 1u); }

@compute @workgroup_size(work_group_size)
fn scan(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    var sum = 0u;
    if (i < arrayLength(&result)) {
        sum = step_of(codes[i]);
    }
    for (var stride = 1u; stride < work_group_size; stride *= 2u) {
        sums[lane] = sum;
        workgroupBarrier();
        if (lane >= stride) {
            sum += sums[lane - stride];
        }
        workgroupBarrier();  // everyone has read before anyone writes the next
    }
    if (i < arrayLength(&result)) {
        result[i] = sum;
    }
    if (lane == work_group_size - 1u && block < arrayLength(&totals)) {
        totals[block] = sum;
    }
}

@compute @workgroup_size(work_group_size)
fn add(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    if (block > 0u && i < arrayLength(&result)) {
        result[i] += totals[block - 1u];
    }
}
