reconcile samples
