using Pir.Notifications.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.PostgreSql;

internal sealed class NotificationFactory()
    : DesignTimeFactory<NotificationDbContext>(DataProvider.PostgreSql);
