// Morton code, table: the bits of a byte are looked up, spread already.
//
//     code = spread[x mod 256] + 2¹⁶·spread[x div 256] + 2·(spread[y mod 256] + 2¹⁶·spread[y div 256])
//
// Four look-ups take the place of all steps. Each work group makes the table of 256 entries for itself, because shared
// memory is near; random look-ups meet in its banks.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> points: array<u32>;  // x in the lower half, y in the upper one
@group(0) @binding(1) var<storage, read_write> result: array<u32>;

var<workgroup> spread: array<u32, 256>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    for (var byte = lane; byte < 256u; byte += work_group_size) {
        var bits = byte;
        bits = (bits | (bits << 4u)) & 0x0f0fu;
        bits = (bits | (bits << 2u)) & 0x3333u;
        spread[byte] = (bits | (bits << 1u)) & 0x5555u;
    }
    workgroupBarrier();  // the table is complete before anyone looks anything up
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < arrayLength(&result)) {
        let point = points[i];
        let x = spread[point & 0xffu] | (spread[(point >> 8u) & 0xffu] << 16u);
        let y = spread[(point >> 16u) & 0xffu] | (spread[point >> 24u] << 16u);
        result[i] = x | (y << 1u);
    }
}
