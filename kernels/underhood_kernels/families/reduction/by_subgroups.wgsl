
// What the steps with subgroups share: a thread's part of a block, and the work group's values made one.
var<workgroup> tile: array<f32, work_group_size>;

fn part(block: u32, lane: u32) -> f32 {
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
    return combine(combine(mine.x, mine.y), combine(mine.z, mine.w));
}

fn whole(mine: f32, lane: u32, subgroup: u32, subgroups: u32, place: u32, size: u32) -> f32 {
    let ours = across(mine);
    if (place == 0u) {
        tile[subgroup] = ours;
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
    return tile[0];
}
