// Attention, materialised: all scores are written to memory, made weights there, and read again.
//
//     s[h, i, j] = q[h, i]·k[h, j] / √width
//     w[h, i, j] = exp(s[h, i, j] − m) / Σⱼ exp(s[h, i, j] − m),   m = the row's largest
//     result[h, i] = Σⱼ w[h, i, j] v[h, j]
//
// Three dispatches, each of them simple. There are as many scores as queries times keys: they outgrow the inputs by far,
// are moved five times, and may be more than one buffer holds.

override tile: u32 = 16;

@group(0) @binding(0) var<storage, read> q: array<f32>;
@group(0) @binding(1) var<storage, read> k: array<f32>;
@group(0) @binding(2) var<storage, read> v: array<f32>;
@group(0) @binding(3) var<uniform> shape: vec4u;  // heads, queries, keys, width
@group(0) @binding(4) var<uniform> scale: f32;  // 1 / √width
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(tile, tile)
fn score(@builtin(global_invocation_id) id: vec3u) {
    let j = id.x;
    let i = id.y;
    if (i >= shape.y || j >= shape.z) {
        return;
    }
    let query = (id.z * shape.y + i) * shape.w;
    let key = (id.z * shape.z + j) * shape.w;
    var sum = 0.0;
    for (var w = 0u; w < shape.w; w++) {
        sum = fma(q[query + w], k[key + w], sum);
    }
    scores[(id.z * shape.y + i) * shape.z + j] = scale * sum;
}

@compute @workgroup_size(tile, tile)
fn add_up(@builtin(global_invocation_id) id: vec3u) {
    let w = id.x;
    let i = id.y;
    if (i >= shape.y || w >= shape.w) {
        return;
    }
    let weights = (id.z * shape.y + i) * shape.z;
    let values = id.z * shape.z * shape.w + w;
    var sum = 0.0;
    for (var j = 0u; j < shape.z; j++) {
        sum = fma(scores[weights + j], v[values + j * shape.w], sum);
    }
    result[(id.z * shape.y + i) * shape.w + w] = sum;
}
