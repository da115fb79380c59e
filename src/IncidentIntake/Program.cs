using Pir.IncidentIntake;
using Pir.ServiceDefaults;

return await PirHost.RunServiceAsync(args, new IntakeModule());
