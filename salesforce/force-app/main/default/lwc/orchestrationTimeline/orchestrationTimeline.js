import { LightningElement, api, wire } from "lwc";
import { getRelatedListRecords } from "lightning/uiRelatedListApi";
import { getRecord } from "lightning/uiRecordApi";

const RUN = "Orchestration_Run__c";
const FIELDS = ["Name", "Workflow__c", "Status__c", "Reason__c", "Timeline__c"].map((name) => `${RUN}.${name}`);

/** The timelines of the runs of a Case, or that of one run. Only what the person may see is shown. */
export default class OrchestrationTimeline extends LightningElement {
    @api recordId;
    @api objectApiName;
    records = [];
    loaded = false;
    error = "";

    get ofCase() {
        return this.objectApiName === RUN ? undefined : this.recordId;
    }

    get ofRun() {
        return this.objectApiName === RUN ? this.recordId : undefined;
    }

    @wire(getRelatedListRecords, {
        parentRecordId: "$ofCase",
        relatedListId: "Orchestration_Runs__r",
        fields: FIELDS,
        sortBy: [`${RUN}.Name`]
    })
    takeList({ data, error }) {
        this.take(data && data.records, error);
    }

    @wire(getRecord, { recordId: "$ofRun", fields: FIELDS })
    takeRun({ data, error }) {
        this.take(data && [data], error);
    }

    get empty() {
        return this.loaded && this.records.length === 0;
    }

    get runs() {
        return this.records.map((record) => ({
            id: record.id,
            url: `/${record.id}`,
            name: this.text(record, "Name"),
            workflow: this.text(record, "Workflow__c"),
            status: this.text(record, "Status__c"),
            reason: this.text(record, "Reason__c"),
            lines: this.text(record, "Timeline__c")
                .split("\n")
                .filter((text) => text.trim())
                .map((text, at) => ({ key: `${record.id}-${at}`, text }))
        }));
    }

    take(records, error) {
        if (records) {
            this.records = records;
            this.loaded = true;
            this.error = "";
        } else if (error) {
            this.error = "The timeline cannot be read: is the permission set Switchyard Operations or Read Only given?";
        }
    }

    text(record, name) {
        const field = record.fields[name];
        return field && field.value ? String(field.value) : "";
    }
}
