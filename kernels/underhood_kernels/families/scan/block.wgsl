
// A work group's block: loaded and stored in rows of the work group's width, scanned in runs of `per_thread` vectors of
// four a thread. The rows make accesses of global memory neighbours; the runs leave one sum a thread to be scanned.
override work_group_size: u32 = 256;
override per_thread: u32 = 4;
@group(0) @binding(0) var<storage, read> values: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;
var<workgroup> tile: array<vec4f, work_group_size * per_thread * 9 / 8 + 1>;
var<workgroup> sums: array<f32, work_group_size>;

fn slot(i: u32) -> u32 { return i + i / 8u; }  // a spare vector after eight, so that the runs start in different banks

fn load(block: u32, lane: u32) -> f32 {  // returns the sum of the thread's run
    for (var k = 0u; k < per_thread; k++) {
        let i = (block * per_thread + k) * work_group_size + lane;
        var row = vec4f();
        if (i < arrayLength(&values)) { row = values[i]; }
        tile[slot(k * work_group_size + lane)] = row;
    }
    workgroupBarrier();
    var sum = 0.0;
    for (var k = 0u; k < per_thread; k++) {
        let v = tile[slot(lane * per_thread + k)];
        sum += (v.x + v.y) + (v.z + v.w);
    }
    return sum;
}

fn store(block: u32, lane: u32, before: f32) {  // `before` is the sum of all that lies before the thread's run
    var sum = before;
    for (var k = 0u; k < per_thread; k++) {
        let at = slot(lane * per_thread + k);
        let v = tile[at];
        let half = v.x + v.y;
        tile[at] = sum + vec4f(v.x, half, half + v.z, half + (v.z + v.w));
        sum += half + (v.z + v.w);
    }
    workgroupBarrier();
    for (var k = 0u; k < per_thread; k++) {
        let i = (block * per_thread + k) * work_group_size + lane;
        if (i < arrayLength(&result)) { result[i] = tile[slot(k * work_group_size + lane)]; }
    }
}

fn inclusive(mine: f32, lane: u32) -> f32 {  // the work group's scan of one number a thread, see work_group.wgsl
    var sum = mine;
    for (var stride = 1u; stride < work_group_size; stride *= 2u) {
        sums[lane] = sum;
        workgroupBarrier();
        if (lane >= stride) { sum += sums[lane - stride]; }
        workgroupBarrier();
    }
    sums[lane] = sum;
    workgroupBarrier();
    return sum;
}
