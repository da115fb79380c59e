using Pir.Platform.Persistence;
using Pir.Reviews.Data;

namespace Pir.Migrations.Sqlite;

internal sealed class ReviewFactory() : DesignTimeFactory<ReviewDbContext>(DataProvider.Sqlite);
