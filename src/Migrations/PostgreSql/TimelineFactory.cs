using Pir.Platform.Persistence;
using Pir.Timelines.Data;

namespace Pir.Migrations.PostgreSql;

internal sealed class TimelineFactory()
    : DesignTimeFactory<TimelineDbContext>(DataProvider.PostgreSql);
