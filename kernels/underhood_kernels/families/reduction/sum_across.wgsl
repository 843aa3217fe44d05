fn across(x: f32) -> f32 { return subgroupAdd(x); }
