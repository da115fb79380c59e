using Pir.Platform.Persistence;
using Pir.Reviews.Data;

namespace Pir.Migrations.PostgreSql;

internal sealed class ReviewFactory() : DesignTimeFactory<ReviewDbContext>(DataProvider.PostgreSql);
