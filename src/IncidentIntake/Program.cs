using Pir.Intake;
using Pir.ServiceDefaults;

return await PirHost.RunServiceAsync(args, new IntakeModule());
