using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Domain;

/// <summary>Rows about reviews and their rules.</summary>
internal static class ReviewPermissions
{
    private const string Reviews = "Reviews";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(
            Reviews,
            "See which reviews there are and their figures, and read published ones",
            Scope.ReviewsRead
        )
        {
            Operations =
            [
                "ListReviews",
                "GetReviewStatistics",
                "ListRevisions",
                "GetRevision",
                "GetRevisionAsMarkdown",
                "CheckReviewLanguage",
            ],
        },
        new(Reviews, "See a draft one attends, or of one's own team", Scope.ReviewsRead)
        {
            Operations =
            [
                "GetReview",
                "ListAttendees",
                "NoteAttendee",
                "JoinReview",
                "SayPresent",
                "SayGone",
                "ListPresent",
                "ListEarlierReviewNotes",
                "ListReviewHistory",
            ],
        },
        new(Reviews, "Join any review, and so see its draft", Scope.ReviewsWrite),
        new(Reviews, "See any draft", Scope.ReviewsDrafts),
        new(
            Reviews,
            "Decide who may read a draft one owns, after the incident's roles or team changed",
            Scope.ReviewsRead
        )
        {
            Operations = ["AcceptAccessRequest", "DeclineAccessRequest"],
        },
        new(
            Reviews,
            "Decide who may read a draft one attends, after the incident's roles or team changed",
            Scope.ReviewsWrite
        ),
        new(Reviews, "Facilitate a review one attends", Scope.ReviewsWrite)
        {
            Operations =
            [
                "OpenReview",
                "AssignReviewOwner",
                "InviteAttendee",
                "RemoveAttendee",
                "ScheduleReview",
                "AddFinding",
                "ChangeFinding",
                "RemoveFinding",
                "WriteReviewNotes",
                "WriteReviewSummary",
                "AddFactor",
                "ChangeFactor",
                "RemoveFactor",
                "ProposeReviewAction",
                "WithdrawAction",
                "HoldReview",
                "WaiveReview",
            ],
        },
        new(Reviews, "Publish a review one attends", Scope.ReviewsWrite)
        {
            Operations = ["PublishReview"],
        },
        new(Reviews, "Read the policies and their history", Scope.ReviewsRead)
        {
            Operations = ["GetReviewPolicies", "ListReviewPolicyChanges"],
        },
        new(Reviews, "Change the policies", Scope.Admin) { Operations = ["ChangeReviewPolicies"] },
    ];
}
