// Softmax, online: the sum is kept for the largest value so far, and rescaled when a larger one comes.
//
//     result[r, c] = exp(x[r, c] − m) / s,   s = Σⱼ exp(x[r, j] − m),   m = the row's largest
//
// With m grown to m′, the sum so far is s·exp(m − m′). So one pass over the row gives both, and a second one the result;
// two threads' pairs (m, s) are combined in the same way. (Milakov and Gimelshein, Online normalizer calculation for
// softmax, 2018.)

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<uniform> shape: vec2u;  // rows and columns
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<vec2f, work_group_size>;  // a maximum m and its sum s

fn combine(a: vec2f, b: vec2f) -> vec2f {
    let top = max(a.x, b.x);
    return vec2f(top, a.y * exp(a.x - top) + b.y * exp(b.x - top));
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let row = group.x + group.y * groups.x;
    if (row >= shape.x) {
        return;  // all threads of the work group do
    }
    let columns = shape.y;
    let start = row * columns;

    var mine = vec2f(-3.4028234e38, 0.0);  // of nothing; the lowest number, because −∞ − −∞ would be NaN
    for (var c = lane; c < columns; c += work_group_size) {
        let value = x[start + c];
        let top = max(mine.x, value);
        mine = vec2f(top, mine.y * exp(mine.x - top) + exp(value - top));
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

    let whole = tile[0];
    for (var c = lane; c < columns; c += work_group_size) {
        result[start + c] = exp(x[start + c] - whole.x) / whole.y;
    }
}
