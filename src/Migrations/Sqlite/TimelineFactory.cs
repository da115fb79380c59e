using Pir.Platform.Persistence;
using Pir.Timelines.Data;

namespace Pir.Migrations.Sqlite;

internal sealed class TimelineFactory() : DesignTimeFactory<TimelineDbContext>(DataProvider.Sqlite);
