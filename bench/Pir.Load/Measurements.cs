namespace Pir.Load;

/// <summary>Everything one run measured.</summary>
/// <param name="Accepts">One per round.</param>
/// <param name="Paths">One per round.</param>
/// <param name="Fresh">The one-process product in its first seconds.</param>
/// <param name="Ledgers">Counted things → their outcome.</param>
/// <param name="Memory">Process → resident MB.</param>
/// <param name="Whole">The distributed shape on one machine.</param>
internal sealed record Measurements(
    IReadOnlyList<AcceptRound> Accepts,
    IReadOnlyList<PathRound> Paths,
    FreshProcess Fresh,
    IReadOnlyList<(string What, Ledger Ledger)> Ledgers,
    IReadOnlyList<(string Process, double Megabytes)> Memory,
    WholeSystem Whole
)
{
    public double ShareOfBareRecording => Ratio(r => r.Recorded, r => r.Bare);

    public double ShareOfBare => Ratio(r => r.Direct, r => r.Bare);

    public double TimesNaive => Ratio(r => r.Direct, r => r.Naive);

    public double ShareThroughGateway => Ratio(r => r.Gateway, r => r.Direct);

    public long Refused =>
        Accepts.Sum(r =>
            r.Bare.Refused
            + r.Naive.Refused
            + r.Direct.Refused
            + r.Gateway.Refused
            + r.Recorded.Refused
        );

    public IReadOnlyList<Goal> Goals =>
        [
            new(
                "durable accept (event recorded, broker away) at least 0.35 x bare endpoint",
                ShareOfBareRecording,
                ShareOfBareRecording >= 0.35
            ),
            new(
                "durable accept with all events published meanwhile at least 0.35 x bare endpoint",
                ShareOfBare,
                ShareOfBare >= 0.35
            ),
            new("accept at least 10 x naive", TimesNaive, TimesNaive >= 10),
            .. Ledgers.SelectMany(l =>
                (Goal[])
                    [
                        new($"lost: {l.What}", l.Ledger.Lost, l.Ledger.Lost == 0),
                        new($"duplicated: {l.What}", l.Ledger.Duplicated, l.Ledger.Duplicated == 0),
                    ]
            ),
            new("webhooks refused", Refused, Refused == 0),
            .. Fresh.Goals,
        ];

    /// <summary>
    /// Whether nothing was lost, duplicated or refused. Speed depends on the machine's neighbours
    /// and fails no run.
    /// </summary>
    public bool IsSound => Refused == 0 && Ledgers.All(l => l.Ledger is { Lost: 0, Duplicated: 0 });

    // Measurements close in time have the same conditions, so ratios are taken within each round,
    // and the median over the rounds.
    private double Ratio(Func<AcceptRound, WrkResult> of, Func<AcceptRound, WrkResult> to) =>
        Accepts.Select(r => of(r).PerSecond / to(r).PerSecond).Median();
}

/// <summary>A bound and whether it was kept.</summary>
internal sealed record Goal(string Name, double Value, bool IsMet);
