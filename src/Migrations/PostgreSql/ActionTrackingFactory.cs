using Pir.ActionTracking.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.PostgreSql;

internal sealed class ActionTrackingFactory()
    : DesignTimeFactory<ActionsDbContext>(DataProvider.PostgreSql);
