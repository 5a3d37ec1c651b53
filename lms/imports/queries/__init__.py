"""What imports read: the lookups that files are judged against, and the runs with their files, rows and questions."""
