using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;

namespace Pir.Testing.SqlServer;

/// <summary>
/// No SQL Server can run where most tests run, so each query a feature makes is also translated for
/// SQL Server as it is compiled, and the statement goes through Microsoft's T-SQL parser. A query
/// that SQL Server would not accept fails its test.
/// </summary>
public sealed class SqlServerTwin : IQueryExpressionInterceptor
{
    private static readonly ConcurrentDictionary<Type, DbContext> Twins = new();

    /// <summary>
    /// One for all hosts: EF builds its services anew for each interceptor of this kind, and
    /// refuses to do so more than twenty times.
    /// </summary>
    public static SqlServerTwin Instance { get; } = new();

    /// <summary>Every statement checked in this process.</summary>
    public static ConcurrentDictionary<string, byte> Statements { get; } = new();

    public Expression QueryCompilationStarting(
        Expression queryExpression,
        QueryExpressionEventData eventData
    )
    {
        if (eventData.Context is PirDbContext context && !context.Database.IsSqlServer())
        {
            Check(context.GetType(), queryExpression);
        }

        return queryExpression;
    }

    private static void Check(Type contextType, Expression query)
    {
        var twin = Twins.GetOrAdd(contextType, Create);
        // One context serves one query at a time.
        lock (twin)
        {
            var sql = Translate(twin, query);
            foreach (var statement in sql)
            {
                TSql.Check(statement);
                Statements.TryAdd(statement, 0);
            }
        }
    }

#pragma warning disable EF1001 // The only way to compile an expression of another context.
    private static List<string> Translate(DbContext twin, Expression query)
    {
        var expression = new Transplant(twin).Visit(query);
        var result = ResultOf(expression.Type);
        var execute = typeof(IQueryCompiler)
            .GetMethod(nameof(IQueryCompiler.Execute))!
            .MakeGenericMethod(result);
        Recorder.Sql.Clear();
        try
        {
            var answer = execute.Invoke(twin.GetService<IQueryCompiler>(), [expression]);
            if (answer is System.Collections.IEnumerable rows and not string)
            {
                _ = rows.Cast<object>().Count();
            }
        }
        catch (Exception) when (Recorder.Sql.Count > 0)
        {
            // It was translated and "ran" on no rows. The result of First() does not matter.
        }
        finally
        {
            twin.ChangeTracker.Clear();
        }

        return [.. Recorder.Sql];
    }
#pragma warning restore EF1001

    private static Type ResultOf(Type type) =>
        type.IsGenericType && typeof(IQueryable).IsAssignableFrom(type)
            ? typeof(IEnumerable<>).MakeGenericType(type.GetGenericArguments()[0])
            : type;

    private static DbContext Create(Type contextType)
    {
        var builder = (DbContextOptionsBuilder)
            Activator.CreateInstance(
                typeof(DbContextOptionsBuilder<>).MakeGenericType(contextType)
            )!;
        builder.UseSqlServer("Server=nowhere;Encrypt=false").AddInterceptors(new Recorder());
        var services = new PirDbServices(
            TimeProvider.System,
            new OutboxSignals(),
            ProcessInstance.Create(),
            new WriteGate()
        );
        return (DbContext)Activator.CreateInstance(contextType, builder.Options, services)!;
    }

    /// <summary>
    /// Moves a query from its context to the twin, with some value for each parameter.
    /// </summary>
    private sealed class Transplant(DbContext twin) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) =>
            node switch
            {
                EntityQueryRootExpression root => new EntityQueryRootExpression(
                    twin.GetService<IAsyncQueryProvider>(),
                    twin.Model.FindEntityType(root.EntityType.Name)!
                ),
                QueryParameterExpression parameter => Expression.Constant(
                    Sample(parameter.Type),
                    parameter.Type
                ),
                _ => base.VisitExtension(node),
            };

        private static object? Sample(Type type)
        {
            if (type == typeof(string))
            {
                return "x";
            }

            var element = type.IsArray
                ? type.GetElementType()
                : type.GetInterfaces()
                    .Append(type)
                    .Where(i =>
                        i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)
                    )
                    .Select(i => i.GetGenericArguments()[0])
                    .FirstOrDefault();
            if (element is null)
            {
                var plain = Nullable.GetUnderlyingType(type) ?? type;
                return plain.IsValueType ? Activator.CreateInstance(plain) : null;
            }

            var array = Array.CreateInstance(element, 2);
            array.SetValue(Sample(element), 0);
            array.SetValue(Sample(element), 1);
            return type.IsAssignableFrom(array.GetType())
                ? array
                : Activator.CreateInstance(type, array);
        }
    }

    /// <summary>Records the statements and returns no rows, without a connection.</summary>
    private sealed class Recorder : DbCommandInterceptor, IDbConnectionInterceptor
    {
        [ThreadStatic]
        private static List<string>? sql;

        public static List<string> Sql => sql ??= [];

        public InterceptionResult ConnectionOpening(
            DbConnection connection,
            ConnectionEventData eventData,
            InterceptionResult result
        ) => InterceptionResult.Suppress();

        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result
        )
        {
            Sql.Add(command.CommandText);
            return InterceptionResult<DbDataReader>.SuppressWithResult(
                new DataTable().CreateDataReader()
            );
        }

        public override InterceptionResult<int> NonQueryExecuting(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result
        )
        {
            Sql.Add(command.CommandText);
            return InterceptionResult<int>.SuppressWithResult(0);
        }
    }
}
