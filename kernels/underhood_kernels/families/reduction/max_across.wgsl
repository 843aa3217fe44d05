fn across(x: f32) -> f32 { return select(subgroupMax(x), subgroupAdd(x), subgroupAny(is_nan(x))); }
