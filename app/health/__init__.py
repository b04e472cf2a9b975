"""How the installation is: the doctor, logs, metrics."""
