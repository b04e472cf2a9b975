"""The REST resources of the service, one file each."""
