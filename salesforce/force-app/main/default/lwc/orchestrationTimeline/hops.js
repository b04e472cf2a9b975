// The hops of a run out of its Timeline_Json__c; null where that is empty or was cut in a way that cannot be read.
const ICONS = {
    done: "utility:check",
    skipped: "utility:dash",
    unsure: "utility:question",
    failed: "utility:error",
    waiting: "utility:clock"
};

export function hopsOf(json) {
    let rows;
    try {
        rows = JSON.parse(json);
    } catch {
        return null;
    }
    if (!Array.isArray(rows)) {
        return null;
    }
    return rows
        .filter((row) => row && row.step)
        .map((row, place) => ({
            key: `${place}`,
            step: row.step,
            reason: row.reason,
            at: row.at,
            status: row.status,
            icon: ICONS[row.status] || "utility:record"
        }));
}

// How many earlier hops were left out for want of room.
export function leftOut(json) {
    try {
        const [first] = JSON.parse(json);
        return first && first.cut ? first.cut : 0;
    } catch {
        return 0;
    }
}
