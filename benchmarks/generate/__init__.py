"""What the demonstration region and the England generator share: homes, how they answer, and the layouts of the files."""
