using Mirrored.ScalingModel;

// Prints the tables of docs/scaling.md; a test compares the two.
ScalingReport.Write(Console.Out);
