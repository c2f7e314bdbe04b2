// Settings come from the environment, which all tests of a process share.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
