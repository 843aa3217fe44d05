
// Scores of the online step: q·k of this thread's query and key, `tile` vectors of four of each at a time in shared
// memory.
var<workgroup> q_tile: array<vec4f, tile * tile>;
var<workgroup> k_tile: array<vec4f, tile * tile>;

fn score_of(head: u32, i: u32, first: u32, thread: vec3u) -> f32 {
    let key = first + thread.y;  // that this thread loads
    let mine = thread.y * tile + thread.x;
    let turned = thread.x * tile + thread.y;  // keys are columns of their tile, to be read side by side
    var score = 0.0;
    for (var w = 0u; w < shape.w; w += tile) {
        workgroupBarrier();  // nobody reads the tiles any more
        q_tile[mine] = vec4f(0.0);
        k_tile[turned] = vec4f(0.0);
        if (i < shape.y && w + thread.x < shape.w) {
            q_tile[mine] = q[(head * shape.y + i) * shape.w + w + thread.x];
        }
        if (key < shape.z && w + thread.x < shape.w) {
            k_tile[turned] = k[(head * shape.z + key) * shape.w + w + thread.x];
        }
        workgroupBarrier();
        for (var n = 0u; n < tile; n++) {
            score += dot(q_tile[thread.y * tile + n], k_tile[n * tile + thread.x]);
        }
    }
    return score;
}
