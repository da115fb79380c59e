using Pir.Intake;
using Pir.ServiceDefaults;

await PirHost.RunServiceAsync(args, new IntakeModule());
