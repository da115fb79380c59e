using Pir.ActionTracking.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.Sqlite;

internal sealed class ActionTrackingFactory()
    : DesignTimeFactory<ActionsDbContext>(DataProvider.Sqlite);
