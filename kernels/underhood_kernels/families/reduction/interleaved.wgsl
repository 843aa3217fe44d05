// Reduction, interleaved addressing: neighbours are combined first, then neighbours of neighbours.
//
//     result[b] = values[bB] ∘ … ∘ values[bB + B − 1],   ∘ the operation, B = work-group size values a work group
//
// The threads that still work are every second, every fourth, …: all those between are idle, but as a subgroup goes
// through the loop together, none of it is freed. The results are reduced by the same kernel until one is left.

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
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let block = group.x + group.y * groups.x;
    let i = block * work_group_size + lane;
    tile[lane] = identity();
    if (i < count) {
        tile[lane] = values[i];
    }
    workgroupBarrier();
    for (var stride = 1u; stride < work_group_size; stride *= 2u) {
        if (lane % (2u * stride) == 0u && lane + stride < work_group_size) {
            tile[lane] = combine(tile[lane], tile[lane + stride]);
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    if (lane == 0u && block < arrayLength(&result)) {
        result[block] = tile[0];
    }
}
