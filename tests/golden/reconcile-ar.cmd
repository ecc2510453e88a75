reconcile --lang ar samples/tabqa
