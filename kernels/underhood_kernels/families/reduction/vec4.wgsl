// Reduction, vec4: each thread combines several vectors of four before anything is shared.
//
//     result[b] = values[bB] ∘ … ∘ values[bB + B − 1],   B = 4 × per_thread × work-group size
//
// Most of the work is now a plain loop over memory in 16-byte loads, several of them under way at once; the rounds with
// their barriers come once for many values instead of for two.

override work_group_size: u32 = 256;
override per_thread: u32 = 8;

@group(0) @binding(0) var<storage, read> values: array<vec4f>;
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
    var mine = vec4f(identity());
    let first = block * per_thread * work_group_size;
    if (first + per_thread * work_group_size <= count / 4u) {  // a whole block: nothing stands between the loads
        for (var k = 0u; k < per_thread; k++) {
            mine = combine4(mine, values[first + k * work_group_size + lane]);
        }
    } else {
        let end = min(arrayLength(&values), first + per_thread * work_group_size);
        for (var i = first + lane; i < end; i += work_group_size) {
            let beyond = 4u * i + vec4u(0u, 1u, 2u, 3u) >= vec4u(count);  // the last vector may be a part
            mine = combine4(mine, select(values[i], vec4f(identity()), beyond));
        }
    }
    tile[lane] = combine(combine(mine.x, mine.y), combine(mine.z, mine.w));
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
