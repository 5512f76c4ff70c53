"""Rules that come from the form: any column of any sheet."""
