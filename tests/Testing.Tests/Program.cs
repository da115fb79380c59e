// A test process to be killed: starts a program and makes a folder, says so, and never ends by itself.
using Pir.Testing;
using Pir.Testing.Processes;

using var folder = new TempFolder("abandoned");
await using var child = ChildProcess.Start(new ChildProcessStart("sleep", "sleep", "1000"));
Console.WriteLine($"started {child.Id} {folder}");
await Task.Delay(Timeout.Infinite);
