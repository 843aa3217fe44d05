// Reduction, first add on load: each thread combines two values on their way into shared memory.
//
//     result[b] = values[bB] ∘ … ∘ values[bB + B − 1],   ∘ the operation, B = 2 × work-group size values a work group
//
// With one value a thread, half of the threads do nothing but load. Here half as many work groups do as much, and every
// thread has computed something before the first barrier.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<uniform> count: u32;  // how many of the values count
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, work_group_size>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    var mine = identity();
    for (var k = 0u; k < 2u; k++) {
        let i = (2u * block + k) * work_group_size + lane;
        if (i < count) {
            mine = combine(mine, values[i]);
        }
    }
    tile[lane] = mine;
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
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
