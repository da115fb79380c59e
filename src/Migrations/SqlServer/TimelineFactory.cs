using Pir.Platform.Persistence;
using Pir.Timelines.Data;

namespace Pir.Migrations.SqlServer;

internal sealed class TimelineFactory()
    : DesignTimeFactory<TimelineDbContext>(DataProvider.SqlServer);
