"""Values to bytes: the template, the consolidated workbook, the page. Writes no file."""
