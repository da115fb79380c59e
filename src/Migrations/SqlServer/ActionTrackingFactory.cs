using Pir.ActionTracking.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.SqlServer;

internal sealed class ActionTrackingFactory()
    : DesignTimeFactory<ActionsDbContext>(DataProvider.SqlServer);
