reconcile --lang ar samples
