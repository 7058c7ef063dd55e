using Mirrored.Cli;
return CommandLine.Run(args, Terminal.Standard());
