using Pir.Notifications;
using Pir.ServiceDefaults;

return await PirHost.RunServiceAsync(args, new NotificationModule());
