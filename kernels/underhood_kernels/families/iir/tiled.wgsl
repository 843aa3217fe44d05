// IIR filter, in blocks with a tile: as `blocks`, but samples come and go through shared memory, a piece of all blocks at a
// time, so that neighbouring threads read and write side by side.
//
//     `reduce`  a block's end from a start of zero
//     `filter_block`  every block again, from the start that the scan of `states.wgsl` has found
//
// A row of the tile is a thread's. One number to spare in each puts the threads' columns in different banks.

const PIECE: u32 = 32;  // samples of a block at a time
var<workgroup> tile: array<f32, work_group_size * (PIECE + 1)>;

// Where the work group's e-th number of a piece that begins after `done` samples stands: in the signal, and in the tile.
struct Place { inside: bool, at: u32, slot: u32 }

fn place(e: u32, first: u32, done: u32) -> Place {
    let row = e / PIECE;
    let i = done + e % PIECE;
    let inside = first + row < sizes.x && i < block_length(first + row);
    return Place(inside, block_start(first + row) + i, row * (PIECE + 1u) + e % PIECE);
}

fn load(first: u32, done: u32, lane: u32) {
    for (var e = lane; e < work_group_size * PIECE; e += work_group_size) {
        let p = place(e, first, done);
        if (p.inside) { tile[p.slot] = source[p.at]; }
    }
}

@compute @workgroup_size(work_group_size)
fn reduce(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
    let first = (group.x + group.y * groups.x) * work_group_size;
    var length = 0u;
    if (first + lane < sizes.x) { length = block_length(first + lane); }
    var s = vec2f();
    for (var done = 0u; done < sizes.w; done += PIECE) {
        load(first, done, lane);
        workgroupBarrier();  // the piece is complete before anyone reads it
        for (var i = done; i < min(length, done + PIECE); i++) {
            s = next_state(s, tile[lane * (PIECE + 1u) + i - done]);
        }
        workgroupBarrier();  // everyone has read before the next one comes
    }
    if (first + lane < sizes.x) { states[first + lane] = s; }
}

@compute @workgroup_size(work_group_size)
fn filter_block(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                @builtin(local_invocation_index) lane: u32) {
    let first = (group.x + group.y * groups.x) * work_group_size;
    var length = 0u;
    var s = vec2f();
    if (first + lane < sizes.x) {
        length = block_length(first + lane);
        s = states[first + lane];
    }
    for (var done = 0u; done < sizes.w; done += PIECE) {
        load(first, done, lane);
        workgroupBarrier();  // the piece is complete before anyone reads it
        for (var i = done; i < min(length, done + PIECE); i++) {
            let slot = lane * (PIECE + 1u) + i - done;
            let x = tile[slot];
            tile[slot] = section.b.x * x + s.x;
            s = next_state(s, x);
        }
        workgroupBarrier();  // all outputs are there before they are written
        for (var e = lane; e < work_group_size * PIECE; e += work_group_size) {
            let p = place(e, first, done);
            if (p.inside) { result[p.at] = tile[p.slot]; }
        }
        workgroupBarrier();  // everyone has written before the next one comes
    }
}
