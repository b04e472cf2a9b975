import { LightningElement, api, wire } from "lwc";
import { getRecord, getFieldValue } from "lightning/uiRecordApi";
import { getRelatedListRecords } from "lightning/uiRelatedListApi";
import { hopsOf, leftOut } from "./hops";

const RUN = "Orchestration_Run__c";
const NAMES = ["Name", "Workflow__c", "Status__c", "Outcome__c", "Reason__c", "Timeline__c", "Timeline_Json__c"];
const FIELDS = NAMES.map((name) => `${RUN}.${name}`);

export default class OrchestrationTimeline extends LightningElement {
    @api recordId;
    @api objectApiName;
    runs;
    error;

    get runId() {
        return this.objectApiName === RUN ? this.recordId : undefined;
    }

    get parentId() {
        return this.objectApiName === RUN ? undefined : this.recordId;
    }

    @wire(getRecord, { recordId: "$runId", fields: FIELDS })
    one({ data, error }) {
        if (data) {
            this.runs = [shown(data)];
        }
        this.error = error || this.error;
    }

    @wire(getRelatedListRecords, {
        parentRecordId: "$parentId",
        relatedListId: "Orchestration_Runs__r",
        fields: FIELDS,
        sortBy: [`-${RUN}.CreatedDate`],
        pageSize: 5
    })
    several({ data, error }) {
        if (data) {
            this.runs = data.records.map(shown);
        }
        this.error = error || this.error;
    }

    get isEmpty() {
        return this.runs && this.runs.length === 0;
    }

    get message() {
        return this.error && this.error.body ? this.error.body.message : undefined;
    }
}

function shown(record) {
    const value = (name) => getFieldValue(record, `${RUN}.${name}`);
    const json = value("Timeline_Json__c");
    return {
        id: record.id,
        title: `${value("Workflow__c") || ""} ${value("Name") || ""}`.trim(),
        state: [value("Status__c"), value("Outcome__c")].filter(Boolean).join(" · "),
        reason: value("Reason__c"),
        hops: hopsOf(json),
        earlier: leftOut(json),
        words: value("Timeline__c")
    };
}
