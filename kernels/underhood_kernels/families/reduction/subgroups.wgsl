// Reduction, subgroups: threads that run together combine their values without shared memory.
//
//     result[b] = values[bB] ∘ … ∘ values[bB + B − 1],   ∘ the operation, B = 4 × per_thread × work-group size values a work group
//
// One built-in takes the place of the first rounds and their barriers; only one value a subgroup is shared. A subgroup has
// 4 to 128 threads, whatever the device likes: the kernel asks, and never assumes.

override work_group_size: u32 = 128;
override per_thread: u32 = 4;

@group(0) @binding(0) var<storage, read> values: array<vec4f>;
@group(0) @binding(1) var<uniform> count: u32;  // how many of the values count
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
    @builtin(subgroup_id) subgroup: u32, @builtin(num_subgroups) subgroups: u32,
    @builtin(subgroup_invocation_id) place: u32, @builtin(subgroup_size) size: u32,
) {
    let block = group.x + group.y * groups.x;
    var mine = vec4f(identity());
    for (var k = 0u; k < per_thread; k++) {
        let i = (per_thread * block + k) * work_group_size + lane;
        if (i < arrayLength(&values)) {
            let beyond = 4u * i + vec4u(0u, 1u, 2u, 3u) >= vec4u(count);  // the last vector may be a part
            mine = combine4(mine, select(values[i], vec4f(identity()), beyond));
        }
    }
    let whole = across(combine(combine(mine.x, mine.y), combine(mine.z, mine.w)));
    if (place == 0u) {
        tile[subgroup] = whole;
    }
    workgroupBarrier();
    // Some drivers forget to count the last subgroup where it is not full.
    for (var live = max(subgroups, (work_group_size + size - 1u) / size); live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] = combine(tile[lane], tile[lane + half]);
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    if (lane == 0u && block < arrayLength(&result)) {
        result[block] = tile[0];
    }
}
