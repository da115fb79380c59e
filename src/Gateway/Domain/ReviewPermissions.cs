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
            Pages =
            [
                "GET /reviews",
                "GET /published/{id:guid}",
                "GET /published/{id:guid}/{revision:int}",
                "GET /published/{id:guid}/{revision:int}.md",
                "GET /published/{id:guid}/compare",
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
            Pages =
            [
                "GET /reviews/{id:guid}",
                "GET /reviews/{id:guid}/{**rest}",
                "GET /reviews/{id:guid}/meeting.ics",
                "GET /reviews/{id:guid}/notes/now",
                "POST /reviews/{id:guid}/attendees/{attendee:guid}",
                "POST /reviews/{id:guid}/join",
                "POST /reviews/{id:guid}/presence",
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
            Pages =
            [
                "POST /reviews/{id:guid}/access/{request:guid}/accept",
                "POST /reviews/{id:guid}/access/{request:guid}/decline",
            ],
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
            Pages = FacilitatorPages(),
        },
        new(Reviews, "Publish a review one attends", Scope.ReviewsWrite)
        {
            Operations = ["PublishReview"],
            Pages = ["POST /reviews/{id:guid}/publish"],
        },
        new(Reviews, "Read the policies and their history", Scope.ReviewsRead)
        {
            Operations = ["GetReviewPolicies", "ListReviewPolicyChanges"],
            Pages = ["GET /policies"],
        },
        new(Reviews, "Change the policies", Scope.Admin)
        {
            Operations = ["ChangeReviewPolicies"],
            Pages = ["POST /policies"],
        },
    ];

    private static string[] FacilitatorPages() =>
        [
            "POST /reviews",
            "POST /reviews/{id:guid}/actions",
            "POST /reviews/{id:guid}/actions/{action:guid}/remove",
            "POST /reviews/{id:guid}/attendees",
            "POST /reviews/{id:guid}/attendees/{attendee:guid}/remove",
            "POST /reviews/{id:guid}/factors",
            "POST /reviews/{id:guid}/factors/{factor:guid}",
            "POST /reviews/{id:guid}/factors/{factor:guid}/remove",
            "POST /reviews/{id:guid}/findings/{finding:guid}",
            "POST /reviews/{id:guid}/findings/{finding:guid}/remove",
            "POST /reviews/{id:guid}/hints",
            "POST /reviews/{id:guid}/hold",
            "POST /reviews/{id:guid}/notes",
            "PUT /reviews/{id:guid}/notes",
            "POST /reviews/{id:guid}/owner",
            "POST /reviews/{id:guid}/pick",
            "POST /reviews/{id:guid}/schedule",
            "POST /reviews/{id:guid}/summary",
            "POST /reviews/{id:guid}/waive",
        ];
}
