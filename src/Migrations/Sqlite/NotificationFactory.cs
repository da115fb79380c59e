using Pir.Notifications.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.Sqlite;

internal sealed class NotificationFactory()
    : DesignTimeFactory<NotificationDbContext>(DataProvider.Sqlite);
