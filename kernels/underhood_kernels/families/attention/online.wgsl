// Attention, online: a block of scores at a time, which never leaves the work group.
//
//     result[h, i] = Σⱼ exp(sᵢⱼ − m) v[h, j] / Σⱼ exp(sᵢⱼ − m),   sᵢⱼ = q[h, i]·k[h, j] / √width,   m = the largest sᵢⱼ
//
// m is the largest score so far. When it grows to m′, the sums so far, of weights and of weighted values, are multiplied
// by exp(m − m′). Thread (i, j) has the score of a query and a key, and then four columns of the query's result. (Dao et
// al., FlashAttention, 2022.)

override tile: u32 = 16;

@group(0) @binding(0) var<storage, read> q: array<vec4f>;
@group(0) @binding(1) var<storage, read> k: array<vec4f>;
@group(0) @binding(2) var<storage, read> v: array<vec4f>;
@group(0) @binding(3) var<uniform> shape: vec4u;  // heads, queries, keys, vectors of four in a row
@group(0) @binding(4) var<uniform> scale: f32;  // 1 / √width
@group(0) @binding(5) var<storage, read_write> result: array<vec4f>;

var<workgroup> v_tile: array<vec4f, tile * tile>;
var<workgroup> weights: array<f32, tile * tile>;  // scores first

@compute @workgroup_size(tile, tile)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let blocks = (shape.y + tile - 1u) / tile;
    let slabs = (shape.w + tile - 1u) / tile;  // of columns; this work group computes one of them, of one block
    let number = group.x + group.y * groups.x;
    let i = number % blocks * tile + thread.y;
    let column = number / blocks % slabs * tile + thread.x;
    let head = number / blocks / slabs;
    if (head >= shape.x) {
        return;  // all threads of the work group do
    }
    let mine = thread.y * tile + thread.x;
    let row = thread.y * tile;

    var top = -3.4028234e38;  // the lowest number, because −∞ − −∞ would be NaN
    var sum = 0.0;
    var values = vec4f(0.0);
    for (var first = 0u; first < shape.z; first += tile) {
        let key = first + thread.y;  // that this thread loads
        let score = score_of(head, i, first, thread);
        v_tile[mine] = vec4f(0.0);
        if (key < shape.z && column < shape.w) {
            v_tile[mine] = v[(head * shape.z + key) * shape.w + column];
        }
        weights[mine] = scale * score;
        workgroupBarrier();

        let count = min(tile, shape.z - first);  // keys of this block
        var higher = top;
        for (var j = 0u; j < count; j++) {
            higher = max(higher, weights[row + j]);
        }
        workgroupBarrier();  // all scores are read before weights take their place
        weights[mine] = exp(scale * score - higher);
        workgroupBarrier();
        let fade = exp(top - higher);
        top = higher;
        sum *= fade;
        values *= fade;
        for (var j = 0u; j < count; j++) {
            sum += weights[row + j];
            values += weights[row + j] * v_tile[j * tile + thread.x];
        }
    }
    if (i < shape.y && column < shape.w) {
        result[(head * shape.y + i) * shape.w + column] = values / sum;
    }
}
