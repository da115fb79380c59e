using Xunit;

// Each class starts the whole system, and one of them holds it to a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
