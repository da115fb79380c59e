using Pir.Notifications.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.SqlServer;

internal sealed class NotificationFactory()
    : DesignTimeFactory<NotificationDbContext>(DataProvider.SqlServer);
