using Pir.Notifications;
using Pir.ServiceDefaults;

await PirHost.RunServiceAsync(args, new NotificationModule());
