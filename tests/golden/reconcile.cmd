reconcile samples/tabqa
