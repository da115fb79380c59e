using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.FrontDoor.Tests.Fuzzing;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// What somebody writes into a review is kept by one call of the API: no second call in which
/// somebody else could come between.
/// </summary>
public sealed class ReviewCallTests(ReviewCallTests.Facilitator ada)
    : IClassFixture<ReviewCallTests.Facilitator>
{
    [Fact]
    public async Task An_autosave_of_the_notes_is_one_call()
    {
        var review = await ada.OpenReviewAsync();

        var first = await ada.SaveNotesAsync(review.Id, "We saw it late.", review.Version);
        await ada.SaveNotesAsync(review.Id, "We saw it late, by chance.", first);

        var call = $"PUT /api/reviews/{review.Id}/notes";
        ada.Calls.ShouldBe([call, call]);
    }

    [Fact]
    public async Task Notes_are_not_in_the_way_of_what_others_add()
    {
        var review = await ada.OpenReviewAsync();
        await ada.AddFactorAsync(review.Id);

        await ada.SaveNotesAsync(review.Id, "We saw it late.", review.Version);
    }

    [Fact]
    public async Task Notes_whose_answer_was_lost_are_saved_again()
    {
        var review = await ada.OpenReviewAsync();
        var saved = await ada.SaveNotesAsync(review.Id, "We saw it late.", review.Version);

        (await ada.SaveNotesAsync(review.Id, "We saw it late.", review.Version)).ShouldBe(saved);
    }

    [Fact]
    public async Task Notes_that_somebody_else_changed_are_answered_with_theirs()
    {
        var review = await ada.OpenReviewAsync();
        var theirs = await ada.SaveNotesAsync(review.Id, "The pool ran dry.", review.Version);

        using var answer = await ada.PutNotesAsync(review.Id, "We saw it late.", review.Version);

        var clash = await answer.JsonAsync(HttpStatusCode.Conflict);
        clash.GetProperty("text").GetString().ShouldBe("The pool ran dry.");
        clash.GetProperty("version").GetInt32().ShouldBe(theirs);
    }

    [Fact]
    public async Task Publishing_what_is_typed_is_one_call()
    {
        var review = await ada.OpenReviewAsync();
        await ada.AddFactorAsync(review.Id);

        using var answer = await ada.PublishAsync(review.Id, "The shop was down.", review.Version);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe($"/published/{review.Id}/1");
        ada.Calls.ShouldBe([$"POST /api/reviews/{review.Id}/publish"]);
        var revision = await ada.Script.GetFromJsonAsync<RevisionResponse>(
            $"/api/reviews/{review.Id}/revisions/1",
            EventJson.Options
        );
        revision!.Summary.ShouldBe("The shop was down.");
    }

    [Fact]
    public async Task A_summary_that_somebody_else_changed_is_not_published()
    {
        var review = await ada.OpenReviewAsync();
        await ada.AddFactorAsync(review.Id);
        using var theirs = await ada.Script.PutAsJsonAsync(
            $"/api/reviews/{review.Id}/summary",
            new WriteSummaryRequest("Theirs.", review.Version),
            EventJson.Options
        );

        using var answer = await ada.PublishAsync(review.Id, "Mine.", review.Version);

        var page = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBeInRange(400, 499, page);
        page.ShouldContain("Mine.");
        page.ShouldContain("Theirs.");
        (await ada.ReadAsync(review.Id)).Revision.ShouldBe(0);
    }

    /// <summary>Signed in, with a log of the calls that her pages make.</summary>
    public sealed class Facilitator : IAsyncLifetime
    {
        private readonly ConcurrentQueue<string> _calls = [];
        private Product _product = null!;
        private HttpClient _browser = null!;
        private string _token = "";

        internal HttpClient Script { get; private set; } = null!;

        /// <summary>Since the last preparation.</summary>
        internal ConcurrentQueue<string> Calls => _calls;

        public async ValueTask InitializeAsync()
        {
            _product = await Product.StartAsync(services: services =>
                services.ConfigureHttpClientDefaults(client =>
                    client.AddHttpMessageHandler(() => new CallLog(_calls))
                )
            );
            Script = _product.Script();
            _browser = await SignedIn.SetUpAsync(_product);
            _token = new HtmlParser()
                .ParseDocument(await _browser.GetStringAsync("/incidents/new"))
                .QuerySelector("input[name='__RequestVerificationToken']")!
                .GetAttribute("value")!;
        }

        public async ValueTask DisposeAsync()
        {
            _browser.Dispose();
            Script.Dispose();
            await _product.DisposeAsync();
        }

        internal async Task<ReviewResponse> OpenReviewAsync()
        {
            using var opened = await Script.PostAsJsonAsync(
                "/api/incidents",
                new OpenIncidentRequest { Title = "Checkout is slow", Severity = Severity.Sev4 },
                EventJson.Options
            );
            var incident = await opened.JsonAsync(HttpStatusCode.Created);
            using var resolved = await Script.PostAsync(
                $"/api/incidents/{incident.GetProperty("id").GetString()}/resolve",
                null
            );
            resolved.StatusCode.ShouldBe(HttpStatusCode.OK);
            // The review service may hear of the resolution later than it waits for it.
            var path = await Eventually.Get(
                async () =>
                {
                    using var answer = await _browser.PostAsync(
                        "/reviews",
                        Form(("incident", incident.GetProperty("reference").GetString()!))
                    );
                    return answer.StatusCode == HttpStatusCode.SeeOther
                        ? answer.Headers.Location!.ToString()
                        : null;
                },
                description: "the review opens"
            );
            var review = await ReadAsync(Guid.Parse(path.Split('/')[^1]));
            _calls.Clear();
            return review;
        }

        internal async Task<ReviewResponse> ReadAsync(Guid review) =>
            (
                await Script.GetFromJsonAsync<ReviewResponse>(
                    $"/api/reviews/{review}",
                    EventJson.Options
                )
            )!;

        internal async Task AddFactorAsync(Guid review)
        {
            using var answer = await Script.PostAsJsonAsync(
                $"/api/reviews/{review}/factors",
                new FactorRequest("The pool had no limit", FactorCategory.Technical),
                EventJson.Options
            );
            await answer.JsonAsync(HttpStatusCode.Created);
            _calls.Clear();
        }

        internal async Task<int> SaveNotesAsync(Guid review, string text, int version)
        {
            using var answer = await PutNotesAsync(review, text, version);
            return (await answer.JsonAsync()).GetProperty("version").GetInt32();
        }

        internal Task<HttpResponseMessage> PutNotesAsync(Guid review, string text, int version) =>
            _browser.PutAsync(
                $"/reviews/{review}/notes",
                Form(("text", text), ("version", $"{version}"))
            );

        internal Task<HttpResponseMessage> PublishAsync(Guid review, string text, int version) =>
            _browser.PostAsync(
                $"/reviews/{review}/publish?step=report",
                Form(("text", text), ("version", $"{version}"))
            );

        private FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
            new([
                new("__RequestVerificationToken", _token),
                .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
            ]);
    }

    /// <summary>Notes the calls that the pages make of the API.</summary>
    private sealed class CallLog(ConcurrentQueue<string> calls) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            calls.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
