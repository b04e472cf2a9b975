"""SOSL: words looked for in many objects at once, read, turned into SQL, answered as Salesforce answers."""
