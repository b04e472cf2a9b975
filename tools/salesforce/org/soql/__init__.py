"""SOQL: read by a grammar, turned into one parameterised SQL statement, answered as Salesforce answers."""
