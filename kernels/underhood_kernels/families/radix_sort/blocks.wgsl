
// A block of keys between global memory, where threads side by side touch keys side by side, and shared memory.
@group(0) @binding(0) var<storage, read> keys: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
@group(0) @binding(2) var<uniform> number: u32;  // of the digit, from the lowest
var<workgroup> starts: array<u32, RADIX>;

fn digit_of(key: u32) -> u32 { return (key >> (number * BITS)) % RADIX; }

fn load_block(block: u32, lane: u32) {
    for (var k = 0u; k < PER_THREAD; k++) {
        let i = (block * PER_THREAD + k) * work_group_size + lane;
        var key = 0xffffffffu;  // beyond the end: sorted behind all others of the block, and never written
        if (i < arrayLength(&keys)) { key = keys[i]; }
        tile[k * work_group_size + lane] = key;
    }
    workgroupBarrier();
}

fn block_size(block: u32) -> u32 {  // of a block that isn't empty
    return min(work_group_size * PER_THREAD, arrayLength(&keys) - block * work_group_size * PER_THREAD);
}

// Keys of one digit now lie in a row: starts[d] is where the row goes, less where it lies.
fn store_block(block: u32, lane: u32) {
    for (var i = lane; i < block_size(block); i += work_group_size) {
        result[starts[digit_of(tile[i])] + i] = tile[i];
    }
}
