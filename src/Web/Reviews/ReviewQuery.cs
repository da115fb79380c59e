namespace Pir.Web.Reviews;

/// <summary>Which reviews to list; null asks for all.</summary>
/// <param name="Owner">me, none, team for reviews of my teams, or an account.</param>
/// <param name="Sort">opened or due.</param>
public sealed record ReviewQuery(
    string? Status,
    bool Overdue,
    string? Owner,
    string? Sort,
    string? After,
    int Limit
)
{
    public ReviewListFilter Filter { get; init; } = ReviewListFilter.None;
}
